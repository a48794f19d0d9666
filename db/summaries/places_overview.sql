SELECT h.locality_id, l.path AS place, l.type, max(h.province) AS province, count(*) - count(r.number) AS facts,
       count(DISTINCT h.model_id) AS models, count(DISTINCT h.article_id) AS articles, min(h.year) AS first_year,
       max(h.year) AS last_year
FROM holding AS h JOIN localities AS l ON l.id = h.locality_id LEFT JOIN repeats AS r ON r.number = h.number
GROUP BY h.locality_id
