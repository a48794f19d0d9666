-- parameter province: province
-- parameter year: year
-- chart: bars model facts
SELECT model, province, year, facts, places, articles, sources, model_id
FROM models_by_province_and_year
WHERE (:province = '' OR province IN (
        SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%'))
  AND (:year = '' OR year = CAST(:year AS INTEGER))
  AND province IS NOT NULL
ORDER BY facts DESC
LIMIT 100 /* page */
