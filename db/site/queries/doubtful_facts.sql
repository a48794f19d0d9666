-- parameter flag: flag
SELECT flags, model, place, count, unit, sentence, source, confidence, id, article_id, model_id, locality_id
FROM facts_effective
WHERE id IN (
    SELECT h.id FROM (SELECT fact_id FROM flags WHERE :flag = '' OR flag = :flag ORDER BY id DESC LIMIT 5000) AS x
    JOIN holding AS h ON h.id = x.fact_id
    WHERE h.verdict IS NULL
    ORDER BY h.confidence LIMIT 100 /* page */)
ORDER BY confidence
