-- The days of the last year and a half on which each source asked in run :run published something, and the day of the run.
WITH night AS (
    SELECT date(started_at, '+7 hours') AS today FROM runs WHERE id = :run
)
SELECT DISTINCT a.source_id, substr(a.published, 1, 10) AS day, night.today
FROM run_sources AS r
JOIN night
JOIN articles AS a ON a.source_id = r.source_id
WHERE r.run_id = :run AND r.requested > 0
    AND date(substr(a.published, 1, 10)) IS NOT NULL
    AND substr(a.published, 1, 10) BETWEEN date(night.today, '-540 days') AND night.today
ORDER BY a.source_id, day
