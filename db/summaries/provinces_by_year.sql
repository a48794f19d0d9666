SELECT h.province, h.year, count(*) - count(r.number) AS facts, count(DISTINCT h.model_id) AS models,
       count(DISTINCT h.locality_id) AS places, count(DISTINCT h.article_id) AS articles
FROM holding AS h LEFT JOIN repeats AS r ON r.number = h.number
WHERE h.province IS NOT NULL
GROUP BY h.province, h.year
