-- parameter days: days
-- chart: map province days_silent
-- facts: province
SELECT province, substr(last_published, 1, 10) AS newest_article,
       CAST(julianday('now', '+7 hours') - julianday(substr(last_published, 1, 10)) AS INTEGER) AS days_silent, facts, articles
FROM provinces_overview
WHERE structure = 'new' AND (last_published IS NULL
      OR last_published < date('now', '+7 hours', '-' || coalesce(nullif(:days, ''), '14') || ' days'))
ORDER BY newest_article
