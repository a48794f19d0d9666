-- parameter event: event
-- parameter province: province
-- chart: columns year facts
-- facts: event year :province
SELECT year, event, sum(facts) AS facts, max(models) AS most_models_in_a_province, count(DISTINCT province) AS provinces
FROM events_by_year
WHERE event = coalesce(nullif(:event, ''), 'launched') AND year IS NOT NULL
  AND (:province = '' OR province IN (
        SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%'))
GROUP BY year, event
ORDER BY year
