-- What the former provinces reported, added up for the province they now belong to. Only counts for a whole
-- province go in, of each former province the largest a year: counts for its communes would be added twice.
SELECT province, model, unit, year, sum(largest) AS total, count(*) AS former_provinces,
       group_concat(province_stated || ': ' || CAST(CAST(largest AS INTEGER) AS TEXT), '; ') AS made_of, model_id
FROM (
    SELECT province, province_stated, model_id, max(model) AS model, unit, year, max(count) AS largest
    FROM holding
    WHERE count IS NOT NULL AND place = province_stated AND province IS NOT NULL
    GROUP BY province, province_stated, model_id, unit, year
)
GROUP BY province, model_id, unit, year
