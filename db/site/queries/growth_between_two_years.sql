-- parameter from_year: year
-- parameter to_year: year
-- chart: map province models_later
SELECT province, a.models AS models_earlier, b.models AS models_later, b.models - coalesce(a.models, 0) AS more_models,
       a.places AS places_earlier, b.places AS places_later, a.facts AS facts_earlier, b.facts AS facts_later
FROM (SELECT DISTINCT province FROM provinces_by_year) AS p
LEFT JOIN provinces_by_year AS a USING (province)
LEFT JOIN provinces_by_year AS b USING (province)
WHERE a.year = CAST(:from_year AS INTEGER) AND b.year = CAST(:to_year AS INTEGER)
ORDER BY more_models DESC
