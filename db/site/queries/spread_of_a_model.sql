-- parameter model: model needed
-- chart: columns year provinces
-- facts: model_id year
SELECT y.year, count(DISTINCT y.province) AS provinces, sum(y.facts) AS facts, sum(y.articles) AS articles,
       group_concat(replace(replace(y.province, 'tỉnh ', ''), 'thành phố ', ''), ', ') AS province_names, y.model, y.model_id
FROM models_by_province_and_year AS y
WHERE y.year IS NOT NULL AND y.model_id = (
    SELECT o.model_id FROM model_aliases AS a JOIN models_overview AS o ON o.model_id = a.model_id
    WHERE :model <> '' AND a.key LIKE '%' || fold(:model) || '%'
    ORDER BY a.key = fold(:model) DESC, o.facts DESC LIMIT 1)
GROUP BY y.year
ORDER BY y.year
