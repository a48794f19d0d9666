SELECT model_id, max(model) AS model, province, year, count(*) AS facts, count(DISTINCT locality_id) AS places,
       count(DISTINCT article_id) AS articles, count(DISTINCT source_id) AS sources
FROM holding
WHERE model_id IS NOT NULL
GROUP BY model_id, province, year
