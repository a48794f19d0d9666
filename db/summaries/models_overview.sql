SELECT model_id, max(model) AS model, count(*) AS facts, count(DISTINCT article_id) AS articles,
       count(DISTINCT source_id) AS sources, count(DISTINCT province) AS provinces,
       count(DISTINCT locality_id) AS places, min(year) AS first_year, max(year) AS last_year,
       round(avg(confidence), 2) AS mean_confidence
FROM holding
WHERE model_id IS NOT NULL
GROUP BY model_id
