-- The mean seconds to an answer of each source in run :run and in the twenty before it.
SELECT source_id, run_id, seconds
FROM run_sources
WHERE seconds IS NOT NULL
    AND run_id <= :run
    AND run_id IN (SELECT DISTINCT run_id FROM run_sources WHERE run_id <= :run ORDER BY run_id DESC LIMIT 21)
ORDER BY source_id, run_id
