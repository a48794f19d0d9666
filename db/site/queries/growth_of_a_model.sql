-- parameter model: model needed
-- parameter from_year: year needed
-- parameter to_year: year needed
WITH stated AS (
    SELECT locality_id, unit, year, max(count) AS largest
    FROM holding
    WHERE model_id = (
        SELECT o.model_id FROM model_aliases AS a JOIN models_overview AS o ON o.model_id = a.model_id
        WHERE :model <> '' AND a.key LIKE '%' || fold(:model) || '%'
        ORDER BY a.key = fold(:model) DESC, o.facts DESC LIMIT 1)
      AND year IN (CAST(:from_year AS INTEGER), CAST(:to_year AS INTEGER))
      AND count IS NOT NULL AND locality_id IS NOT NULL
    GROUP BY locality_id, unit, year
)
SELECT l.path AS place, a.unit, a.largest AS count_earlier, b.largest AS count_later, b.largest - a.largest AS growth,
       a.locality_id
FROM stated AS a
JOIN stated AS b ON b.locality_id = a.locality_id AND b.unit IS a.unit AND b.year = CAST(:to_year AS INTEGER)
JOIN localities AS l ON l.id = a.locality_id
WHERE a.year = CAST(:from_year AS INTEGER)
ORDER BY growth DESC
LIMIT 100 /* page */
