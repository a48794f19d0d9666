-- What former communes reported of a model, added up for the commune they now belong to: of each the largest a year.
SELECT x.model_id, m.name AS model, x.new_path AS new_unit, max(x.province) AS province, x.unit, x.year,
       sum(x.largest) AS total, count(*) AS former_units,
       group_concat(x.path || ': ' || CAST(CAST(x.largest AS INTEGER) AS TEXT), '; ') AS made_of
FROM (
    SELECT h.model_id, l.new_path, l.path, h.unit, h.year, max(h.count) AS largest, max(h.province) AS province
    FROM holding AS h JOIN localities AS l ON l.id = h.locality_id
    WHERE h.count IS NOT NULL AND l.vintage = 'old'
      AND l.type IN ('xã', 'phường', 'thị trấn') AND l.new_path IS NOT NULL
    GROUP BY h.model_id, l.id, h.unit, h.year
) AS x LEFT JOIN models AS m ON m.id = x.model_id
GROUP BY x.model_id, x.new_path, x.unit, x.year
