-- parameter province: province
-- parameter year: year
-- chart: bars model facts
-- facts: model_id province year
SELECT model, province, year, facts, places, articles, sources, model_id
FROM (
    SELECT * FROM (
        SELECT * FROM models_by_province_and_year WHERE :province = '' AND :year = '' AND province IS NOT NULL
        ORDER BY facts DESC LIMIT 100 /* page */)
    UNION ALL
    SELECT * FROM (
        SELECT * FROM models_by_province_and_year
        WHERE :province = '' AND :year <> '' AND year = CAST(:year AS INTEGER) AND province IS NOT NULL
        ORDER BY facts DESC LIMIT 100 /* page */)
    UNION ALL
    SELECT * FROM models_by_province_and_year
    WHERE :province <> '' AND :year = '' AND province IN (
        SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%')
    UNION ALL
    SELECT * FROM models_by_province_and_year
    WHERE :province <> '' AND :year <> '' AND year = CAST(:year AS INTEGER) AND province IN (
        SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%'))
ORDER BY facts DESC
LIMIT 100 /* page */
