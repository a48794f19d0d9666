SELECT unit, count(*) AS facts, count(DISTINCT model_id) AS models
FROM holding
WHERE unit IS NOT NULL
GROUP BY unit
