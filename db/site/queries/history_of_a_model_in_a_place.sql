-- parameter model: model needed
-- parameter place: place
-- chart: dots at count
WITH asked AS (
    SELECT o.model_id AS id FROM model_aliases AS a JOIN models_overview AS o ON o.model_id = a.model_id
    WHERE :model <> '' AND a.key LIKE '%' || fold(:model) || '%'
    ORDER BY a.key = fold(:model) DESC, o.facts DESC LIMIT 1)
SELECT coalesce(date, published) AS at, year_from, event, count, count_max, qualifier, unit, place, model, source, title,
       confidence, verdict, id, article_id, model_id, locality_id
FROM facts_holding
WHERE number IN (
    SELECT number FROM (
        SELECT number FROM holding
        WHERE :place = '' AND model_id = (SELECT id FROM asked) AND locality_id IS NOT NULL
          AND number NOT IN (SELECT number FROM repeats)
        ORDER BY published DESC, number DESC LIMIT 100 /* page */)
    UNION ALL
    SELECT number FROM (
        SELECT number FROM holding
        WHERE :place <> '' AND model_id = (SELECT id FROM asked) AND number NOT IN (SELECT number FROM repeats)
          AND locality_id IN (
            SELECT l.id FROM localities_fts AS x JOIN localities AS l ON l.id = x.rowid
            WHERE localities_fts MATCH '"' || replace(fold(:place), '"', ' ') || '"' LIMIT 500)
        ORDER BY coalesce(date, published), number LIMIT 100 /* page */))
ORDER BY at
