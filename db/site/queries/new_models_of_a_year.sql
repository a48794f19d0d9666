-- parameter year: year
-- chart: bars model facts
SELECT model, first_year, provinces, places, facts, sources, model_id
FROM models_overview
WHERE :year <> '' AND first_year = CAST(:year AS INTEGER)
ORDER BY facts DESC
LIMIT 100 /* page */
