-- title: Sources silent for some days · Nguồn không có tin mới
-- description: Sources whose newest article is older than the given number of days, or that have none at all.
-- parameter days: e.g. 14 (empty means 14)
SELECT s.name AS source, s.province, s.kind, s.status, max(a.published) AS newest_article, count(a.id) AS articles,
       s.id AS source_id
FROM sources AS s
LEFT JOIN articles AS a ON a.source_id = s.id
GROUP BY s.id
HAVING newest_article IS NULL
    OR newest_article < date('now', '+7 hours', '-' || coalesce(nullif(:days, ''), '14') || ' days')
ORDER BY newest_article
