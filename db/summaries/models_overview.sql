SELECT h.model_id, max(h.model) AS model, count(*) - count(r.number) AS facts, count(DISTINCT h.article_id) AS articles,
       count(DISTINCT h.source_id) AS sources, count(DISTINCT h.province) AS provinces,
       count(DISTINCT h.locality_id) AS places, min(h.year) AS first_year, max(h.year) AS last_year,
       round(avg(h.confidence), 2) AS mean_confidence
FROM holding AS h LEFT JOIN repeats AS r ON r.number = h.number
WHERE h.model_id IS NOT NULL
GROUP BY h.model_id
