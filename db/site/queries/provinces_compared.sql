-- parameter year: year
-- chart: map province models
SELECT province, sum(facts) AS facts, max(models) AS models, max(places) AS places, sum(articles) AS articles
FROM provinces_by_year
WHERE :year = '' OR year = CAST(:year AS INTEGER)
GROUP BY province
ORDER BY models DESC, facts DESC
