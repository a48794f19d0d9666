-- parameter unit: unit
-- parameter province: province
SELECT count, unit, qualifier, model, place, year, sentence, source, confidence, id, article_id, model_id, locality_id
FROM facts_effective
WHERE number IN (
    SELECT number FROM holding
    WHERE count IS NOT NULL AND number NOT IN (SELECT number FROM repeats)
      AND unit = coalesce(nullif(:unit, ''), 'mô hình') AND (:province = '' OR province IN (
        SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%'))
    ORDER BY count DESC LIMIT 100 /* page */)
ORDER BY count DESC
