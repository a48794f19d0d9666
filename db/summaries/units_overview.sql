SELECT h.unit, count(*) - count(r.number) AS facts, count(DISTINCT h.model_id) AS models
FROM holding AS h LEFT JOIN repeats AS r ON r.number = h.number
WHERE h.unit IS NOT NULL
GROUP BY h.unit
