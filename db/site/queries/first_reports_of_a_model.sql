-- parameter model: model needed
-- chart: map province facts
-- facts: model_id province
SELECT y.province, min(y.year) AS first_year, max(y.year) AS last_year, sum(y.facts) AS facts, y.model, y.model_id
FROM models_by_province_and_year AS y
WHERE y.province IS NOT NULL AND y.model_id = (
    SELECT o.model_id FROM model_aliases AS a JOIN models_overview AS o ON o.model_id = a.model_id
    WHERE :model <> '' AND a.key LIKE '%' || fold(:model) || '%'
    ORDER BY a.key = fold(:model) DESC, o.facts DESC LIMIT 1)
GROUP BY y.province
ORDER BY first_year, facts DESC
