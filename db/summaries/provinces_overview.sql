SELECT 'new' AS structure, h.province, count(*) - count(r.number) AS facts, count(DISTINCT h.model_id) AS models,
       count(DISTINCT h.locality_id) AS places, count(DISTINCT h.article_id) AS articles, min(h.year) AS first_year,
       max(h.year) AS last_year, max(h.published) AS last_published
FROM holding AS h LEFT JOIN repeats AS r ON r.number = h.number
WHERE h.province IS NOT NULL
GROUP BY h.province
UNION ALL
SELECT 'old', h.province_stated, count(*) - count(r.number), count(DISTINCT h.model_id), count(DISTINCT h.locality_id),
       count(DISTINCT h.article_id), min(h.year), max(h.year), NULL
FROM holding AS h LEFT JOIN repeats AS r ON r.number = h.number
WHERE h.province_stated IS NOT NULL
GROUP BY h.province_stated
