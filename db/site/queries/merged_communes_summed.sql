-- parameter model: model
-- parameter province: province
WITH chosen AS (
    SELECT o.model_id FROM model_aliases AS a JOIN models_overview AS o ON o.model_id = a.model_id
    WHERE :model <> '' AND a.key LIKE '%' || fold(:model) || '%'
    ORDER BY a.key = fold(:model) DESC, o.facts DESC LIMIT 1
), stated AS (
    SELECT l.new_path, l.path, h.unit, h.year, max(h.count) AS largest
    FROM holding AS h JOIN localities AS l ON l.id = h.locality_id
    WHERE h.model_id = (SELECT model_id FROM chosen) AND h.count IS NOT NULL AND l.vintage = 'old'
      AND l.type IN ('xã', 'phường', 'thị trấn') AND l.new_path IS NOT NULL
      AND (:province = '' OR h.province IN (
            SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%'))
    GROUP BY l.id, h.unit, h.year
)
SELECT new_path AS new_unit, year, unit, sum(largest) AS total, count(*) AS former_units,
       group_concat(path || ': ' || CAST(CAST(largest AS INTEGER) AS TEXT), '; ') AS made_of,
       (SELECT model_id FROM chosen) AS model_id
FROM stated
GROUP BY new_path, unit, year
ORDER BY former_units DESC, total DESC
LIMIT 100 /* page */
