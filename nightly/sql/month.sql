-- The runs that crawled in the thirty days up to run :run, the oldest first: night, whether it came to its end, its warnings.
SELECT
    r.id,
    date(r.started_at, '+7 hours') AS night,
    r.finished_at IS NOT NULL AS finished,
    CASE WHEN json_valid(r.summary) THEN r.summary ->> '$.warnings' END AS warnings
FROM runs AS r
WHERE r.command IN ('run', 'crawl') AND r.id <= :run
    AND date(r.started_at, '+7 hours') > (SELECT date(now.started_at, '+7 hours', '-30 days') FROM runs AS now WHERE now.id = :run)
    AND date(r.started_at, '+7 hours') <= (SELECT date(now.started_at, '+7 hours') FROM runs AS now WHERE now.id = :run)
ORDER BY r.started_at, r.id
