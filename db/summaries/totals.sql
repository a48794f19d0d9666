SELECT 1 AS id,
       (SELECT count(*) FROM sources) AS sources,
       (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM holding) - (SELECT count(*) FROM repeats) AS facts,
       (SELECT count(*) FROM holding) AS statements,
       (SELECT count(DISTINCT model_id) FROM holding) AS models,
       (SELECT count(DISTINCT locality_id) FROM holding) AS places,
       (SELECT count(*) FROM decided AS d
        WHERE EXISTS (SELECT 1 FROM facts AS f WHERE f.id = d.fact_id AND f.state = 'current')) AS reviewed,
       (SELECT count(DISTINCT fact_id) FROM flags) AS flagged,
       (SELECT substr(min(published), 1, 10) FROM articles) AS first_published,
       (SELECT substr(max(published), 1, 10) FROM articles) AS last_published,
       strftime('%Y-%m-%dT%H:%M:%SZ', 'now') AS made_at,
       :made_of AS made_of
