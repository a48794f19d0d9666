SELECT h.locality_id, l.path AS place, l.type, max(h.province) AS province, count(*) AS facts,
       count(DISTINCT h.model_id) AS models, count(DISTINCT h.article_id) AS articles, min(h.year) AS first_year,
       max(h.year) AS last_year
FROM holding AS h JOIN localities AS l ON l.id = h.locality_id
GROUP BY h.locality_id
