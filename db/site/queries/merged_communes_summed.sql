-- parameter model: model needed
-- parameter province: province
SELECT new_unit, year, unit, total, former_units, made_of, model_id
FROM new_unit_totals
WHERE model_id = (
    SELECT o.model_id FROM model_aliases AS a JOIN models_overview AS o ON o.model_id = a.model_id
    WHERE :model <> '' AND a.key LIKE '%' || fold(:model) || '%'
    ORDER BY a.key = fold(:model) DESC, o.facts DESC LIMIT 1)
  AND (:province = '' OR province IN (
        SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%'))
ORDER BY former_units DESC, total DESC
LIMIT 100 /* page */
