SELECT h.locality_id, h.year, count(*) - count(r.number) AS facts
FROM holding AS h LEFT JOIN repeats AS r ON r.number = h.number
WHERE h.locality_id IS NOT NULL
GROUP BY h.locality_id, h.year
