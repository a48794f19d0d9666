-- The last fourteen runs that crawled, up to run :run, the newest first.
SELECT
    r.id,
    strftime('%Y-%m-%d %H:%M', r.started_at, '+7 hours') AS night,
    sum(s.requested),
    sum(s.new_pages),
    sum(s.changed),
    sum(s.failed + s.gone),
    sum(s.bytes),
    (SELECT count(*) FROM facts AS f WHERE f.first_run = r.id) AS new_facts,
    sum(s.stopped IS NOT NULL) AS left_early,
    CASE WHEN json_valid(r.summary) THEN json_array_length(r.summary, '$.warnings') ELSE 0 END AS warnings
FROM runs AS r JOIN run_sources AS s ON s.run_id = r.id
WHERE r.id <= :run
GROUP BY r.id
ORDER BY r.id DESC
LIMIT 14
