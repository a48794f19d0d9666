-- parameter province: province
SELECT model, place, date, count, unit, sentence, source, published, confidence, id, article_id, model_id, locality_id
FROM facts_effective
WHERE number IN (
    SELECT number FROM (
        SELECT number FROM holding WHERE :province = '' AND event = 'ended' AND number NOT IN (SELECT number FROM repeats)
        ORDER BY published DESC, number DESC LIMIT 100 /* page */)
    UNION ALL
    SELECT number FROM (
        SELECT number FROM holding
        WHERE :province <> '' AND event = 'ended' AND number NOT IN (SELECT number FROM repeats) AND province IN (
            SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%')
        ORDER BY published DESC, number DESC LIMIT 100 /* page */))
ORDER BY published DESC, number DESC
