-- A line a source: what a run brought (:since its start, :run its id) and what there is altogether.
SELECT
    s.id,
    s.name,
    (SELECT count(*) FROM pages AS p WHERE p.source_id = s.id AND p.run_id >= :run) AS new_pages,
    (SELECT count(*) FROM articles AS a WHERE a.source_id = s.id AND a.first_seen >= :since) AS new_articles,
    (SELECT count(*) FROM articles AS a WHERE a.source_id = s.id) AS articles,
    count(f.id) FILTER (WHERE f.first_run >= :run) AS new_facts,
    count(f.id) AS facts,
    count(f.id) FILTER (WHERE EXISTS (SELECT 1 FROM flags WHERE flags.fact_id = f.id)) AS flagged,
    coalesce(night.changed, 0) AS changed,
    coalesce(night.failed + night.gone, 0) AS failed,
    night.seconds
FROM sources AS s
LEFT JOIN run_sources AS night ON night.source_id = s.id AND night.run_id = :run
LEFT JOIN articles AS own ON own.source_id = s.id
LEFT JOIN facts AS f ON f.article_id = own.id AND f.state = 'current'
GROUP BY s.id
ORDER BY s.id
