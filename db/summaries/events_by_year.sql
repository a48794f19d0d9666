SELECT event, province, year, count(*) AS facts, count(DISTINCT model_id) AS models
FROM holding
WHERE event IS NOT NULL
GROUP BY event, province, year
