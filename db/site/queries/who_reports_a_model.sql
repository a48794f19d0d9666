-- parameter model: model needed
-- chart: bars source facts
-- facts: model_id source_id statements
SELECT so.name AS source, so.province, so.kind, count(*) AS facts, min(h.year) AS first_year, max(h.year) AS last_year,
       h.source_id, h.model_id
FROM holding AS h JOIN sources AS so ON so.id = h.source_id
WHERE h.model_id = (
    SELECT o.model_id FROM model_aliases AS a JOIN models_overview AS o ON o.model_id = a.model_id
    WHERE :model <> '' AND a.key LIKE '%' || fold(:model) || '%'
    ORDER BY a.key = fold(:model) DESC, o.facts DESC LIMIT 1)
GROUP BY h.source_id
ORDER BY facts DESC
