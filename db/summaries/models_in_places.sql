SELECT model_id, locality_id, count(*) AS facts, min(year) AS first_year, max(year) AS last_year
FROM holding
WHERE model_id IS NOT NULL AND locality_id IS NOT NULL
GROUP BY model_id, locality_id
