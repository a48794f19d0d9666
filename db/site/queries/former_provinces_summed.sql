-- parameter province: province
SELECT province, year, model, unit, total, former_provinces, made_of, model_id
FROM (
    SELECT * FROM (
        SELECT * FROM new_province_totals WHERE :province = ''
        ORDER BY province, year DESC, total DESC LIMIT 100 /* page */)
    UNION ALL
    SELECT * FROM (
        SELECT * FROM new_province_totals
        WHERE :province <> '' AND province IN (
            SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%')
        ORDER BY province, year DESC, total DESC LIMIT 100 /* page */))
ORDER BY province, year DESC, total DESC
