-- Facts worth showing to somebody new: complete ones, one a model and three a source, the surest and largest first.
WITH complete AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY model_id
            ORDER BY flags IS NOT NULL, date IS NULL, round(confidence, 1) DESC, count DESC, id
        ) AS in_model
    FROM facts_effective
    WHERE model_id IS NOT NULL AND place IS NOT NULL AND count > 1
),
spread AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY source_id ORDER BY round(confidence, 1) DESC, count DESC) AS in_source
    FROM complete
    WHERE in_model = 1
)
SELECT model, count, count_max, qualifier, unit, place, coalesce(date, substr(published, 1, 10)), source
FROM spread
ORDER BY in_source > 3, round(confidence, 1) DESC, count DESC, model
LIMIT :limit
