SELECT 'new' AS structure, h.province, count(*) AS facts, count(DISTINCT h.model_id) AS models,
       count(DISTINCT h.locality_id) AS places, count(DISTINCT h.article_id) AS articles, min(h.year) AS first_year,
       max(h.year) AS last_year, max(a.published) AS last_published
FROM holding AS h JOIN articles AS a ON a.id = h.article_id
WHERE h.province IS NOT NULL
GROUP BY h.province
UNION ALL
SELECT 'old', h.province_stated, count(*), count(DISTINCT h.model_id), count(DISTINCT h.locality_id),
       count(DISTINCT h.article_id), min(h.year), max(h.year), max(a.published)
FROM holding AS h JOIN articles AS a ON a.id = h.article_id
WHERE h.province_stated IS NOT NULL
GROUP BY h.province_stated
