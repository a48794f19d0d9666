-- parameter province: province
SELECT model, place, date, count, unit, sentence, source, published, confidence, id, article_id, model_id, locality_id
FROM facts_effective
WHERE number IN (
    SELECT number FROM holding
    WHERE event = 'planned' AND (:province = '' OR province IN (
        SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%'))
    ORDER BY number DESC LIMIT 100 /* page */)
ORDER BY number DESC
