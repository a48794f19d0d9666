-- parameter province: province
SELECT model, place, at, unit, lowest, highest, sources, facts, source_names, model_id, locality_id
FROM conflicts
WHERE :province = '' OR province IN (
    SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%')
ORDER BY facts DESC
LIMIT 100 /* page */
