-- A line a source: what a run brought (:since its start, :run its id) and what there is altogether.
-- Each table is counted once and by source: what is counted again for every row that a join gives takes minutes where there are thousands.
WITH
brought AS (
    SELECT source_id, count(*) AS pages FROM pages WHERE run_id >= :run GROUP BY source_id
),
written AS (
    SELECT source_id, count(*) AS articles, count(*) FILTER (WHERE first_seen >= :since) AS new_articles
    FROM articles
    GROUP BY source_id
),
told AS (
    SELECT
        own.source_id,
        count(*) AS facts,
        count(*) FILTER (WHERE f.first_run >= :run) AS new_facts,
        count(*) FILTER (WHERE EXISTS (SELECT 1 FROM flags WHERE flags.fact_id = f.id)) AS flagged
    FROM articles AS own
    JOIN facts AS f ON f.article_id = own.id AND f.state = 'current'
    GROUP BY own.source_id
)
SELECT
    s.id,
    s.name,
    coalesce(brought.pages, 0) AS new_pages,
    coalesce(written.new_articles, 0) AS new_articles,
    coalesce(written.articles, 0) AS articles,
    coalesce(told.new_facts, 0) AS new_facts,
    coalesce(told.facts, 0) AS facts,
    coalesce(told.flagged, 0) AS flagged,
    coalesce(night.changed, 0) AS changed,
    coalesce(night.failed + night.gone, 0) AS failed,
    night.seconds
FROM sources AS s
LEFT JOIN run_sources AS night ON night.source_id = s.id AND night.run_id = :run
LEFT JOIN brought ON brought.source_id = s.id
LEFT JOIN written ON written.source_id = s.id
LEFT JOIN told ON told.source_id = s.id
ORDER BY s.id
