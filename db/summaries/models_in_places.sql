SELECT h.model_id, h.locality_id, count(*) - count(r.number) AS facts, min(h.year) AS first_year, max(h.year) AS last_year
FROM holding AS h LEFT JOIN repeats AS r ON r.number = h.number
WHERE h.model_id IS NOT NULL AND h.locality_id IS NOT NULL
GROUP BY h.model_id, h.locality_id
