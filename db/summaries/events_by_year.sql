SELECT h.event, h.province, h.year, count(*) - count(r.number) AS facts, count(DISTINCT h.model_id) AS models
FROM holding AS h LEFT JOIN repeats AS r ON r.number = h.number
WHERE h.event IS NOT NULL
GROUP BY h.event, h.province, h.year
