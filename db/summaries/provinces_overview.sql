SELECT 'new' AS structure, h.province, count(*) AS facts, count(DISTINCT h.model_id) AS models,
       count(DISTINCT h.locality_id) AS places, count(DISTINCT h.article_id) AS articles, min(h.year) AS first_year,
       max(h.year) AS last_year,
       (SELECT max(a.published) FROM articles AS a
        WHERE a.id IN (SELECT n.article_id FROM holding AS n WHERE n.province = h.province ORDER BY n.number DESC LIMIT 20000)
       ) AS last_published
FROM holding AS h
WHERE h.province IS NOT NULL
GROUP BY h.province
UNION ALL
SELECT 'old', h.province_stated, count(*), count(DISTINCT h.model_id), count(DISTINCT h.locality_id),
       count(DISTINCT h.article_id), min(h.year), max(h.year), NULL
FROM holding AS h
WHERE h.province_stated IS NOT NULL
GROUP BY h.province_stated
