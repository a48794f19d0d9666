SELECT province, year, count(*) AS facts, count(DISTINCT model_id) AS models,
       count(DISTINCT locality_id) AS places, count(DISTINCT article_id) AS articles
FROM holding
WHERE province IS NOT NULL
GROUP BY province, year
