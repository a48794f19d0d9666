-- chart: bars unit facts
SELECT unit, facts, models
FROM units_overview
ORDER BY facts DESC
LIMIT 100 /* page */
