-- parameter days: days
SELECT s.name AS source, s.province, s.kind, s.status,
       (SELECT max(a.published) FROM articles AS a WHERE a.source_id = s.id) AS newest_article,
       s.id AS source_id
FROM sources AS s
WHERE coalesce((SELECT max(a.published) FROM articles AS a WHERE a.source_id = s.id), '')
      < date('now', '+7 hours', '-' || coalesce(nullif(:days, ''), '14') || ' days')
ORDER BY newest_article
