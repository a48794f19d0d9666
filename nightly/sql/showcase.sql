-- Facts worth showing to somebody new: complete ones, one a model and three a source, the surest and largest first.
WITH complete AS (
    SELECT
        m.name AS model,
        f.value,
        f.value_max,
        f.qualifier,
        f.unit,
        l.path AS place,
        coalesce(f.date, substr(a.published, 1, 10)) AS date,
        s.name AS source,
        f.confidence,
        row_number() OVER (
            PARTITION BY f.model_id
            ORDER BY f.date IS NULL, round(f.confidence, 1) DESC, f.value DESC, f.id
        ) AS in_model,
        a.source_id
    FROM facts AS f
    JOIN models AS m ON m.id = f.model_id
    JOIN localities AS l ON l.id = f.locality_id
    JOIN articles AS a ON a.id = f.article_id
    JOIN sources AS s ON s.id = a.source_id
    WHERE f.state = 'current' AND f.value > 1
),
spread AS (
    SELECT *, row_number() OVER (PARTITION BY source_id ORDER BY round(confidence, 1) DESC, value DESC) AS in_source
    FROM complete WHERE in_model = 1
)
SELECT model, value, value_max, qualifier, unit, place, date, source
FROM spread ORDER BY in_source > 3, round(confidence, 1) DESC, value DESC, model LIMIT :limit
