-- parameter from_year: year needed
-- parameter to_year: year needed
-- chart: map province models_later
SELECT p.province, a.models AS models_earlier, b.models AS models_later, coalesce(b.models, 0) - coalesce(a.models, 0) AS more_models,
       a.places AS places_earlier, b.places AS places_later, a.facts AS facts_earlier, b.facts AS facts_later
FROM (SELECT DISTINCT province FROM provinces_by_year) AS p
LEFT JOIN provinces_by_year AS a ON a.province = p.province AND a.year = CAST(:from_year AS INTEGER)
LEFT JOIN provinces_by_year AS b ON b.province = p.province AND b.year = CAST(:to_year AS INTEGER)
WHERE a.year IS NOT NULL OR b.year IS NOT NULL
ORDER BY more_models DESC
