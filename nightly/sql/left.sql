-- Sources that run :run left before their end, with the number of runs in a row up to it that did, and when the first of them began.
SELECT
    now.source_id,
    now.stopped,
    now.not_reached,
    count(*) AS runs,
    min(date(r.started_at, '+7 hours')) AS since
FROM run_sources AS now
JOIN run_sources AS before ON before.source_id = now.source_id AND before.run_id <= now.run_id AND before.run_id > coalesce((
    SELECT max(whole.run_id) FROM run_sources AS whole
    WHERE whole.source_id = now.source_id AND whole.run_id < now.run_id AND whole.stopped IS NULL
), 0)
JOIN runs AS r ON r.id = before.run_id
WHERE now.run_id = :run AND now.stopped IS NOT NULL
GROUP BY now.source_id
ORDER BY now.source_id
