-- What each run brought from each source. The night is the day in Viet Nam on which the run started.
SELECT date(r.started_at, '+7 hours') AS night, so.name AS source, so.province, sum(c.pages) AS pages,
       sum(c.articles) AS articles, sum(c.not_articles) AS not_articles, sum(c.errors) AS parse_errors,
       sum(c.facts) AS new_facts, c.run_id, c.source_id
FROM (
    SELECT run_id, source_id, count(*) AS pages, coalesce(sum(parsed_as = 'article'), 0) AS articles,
           coalesce(sum(parsed_as = 'not_article'), 0) AS not_articles, coalesce(sum(parsed_as = 'error'), 0) AS errors,
           0 AS facts
    FROM pages GROUP BY run_id, source_id
    UNION ALL
    SELECT f.first_run, a.source_id, 0, 0, 0, 0, count(*)
    FROM facts AS f JOIN articles AS a ON a.id = f.article_id
    GROUP BY f.first_run, a.source_id
) AS c
JOIN runs AS r ON r.id = c.run_id
JOIN sources AS so ON so.id = c.source_id
GROUP BY c.run_id, c.source_id
