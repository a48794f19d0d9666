-- parameter year: year
-- chart: map province models
-- facts: province :year
SELECT province, facts, models, places, articles
FROM (
    SELECT province, facts, models, places, articles FROM provinces_overview WHERE :year = '' AND structure = 'new'
    UNION ALL
    SELECT province, facts, models, places, articles FROM provinces_by_year WHERE :year <> '' AND year = CAST(:year AS INTEGER))
ORDER BY models DESC, facts DESC
