-- parameter year: year needed
-- chart: bars model facts
-- facts: model_id
SELECT model, first_year, provinces, places, facts, sources, model_id
FROM models_overview
WHERE :year <> '' AND first_year = CAST(:year AS INTEGER)
ORDER BY facts DESC
LIMIT 100 /* page */
