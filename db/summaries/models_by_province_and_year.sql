SELECT h.model_id, max(h.model) AS model, h.province, h.year, count(*) - count(r.number) AS facts,
       count(DISTINCT h.locality_id) AS places, count(DISTINCT h.article_id) AS articles,
       count(DISTINCT h.source_id) AS sources
FROM holding AS h LEFT JOIN repeats AS r ON r.number = h.number
WHERE h.model_id IS NOT NULL
GROUP BY h.model_id, h.province, h.year
