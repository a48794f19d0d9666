-- chart: bars model provinces
-- facts: model_id
SELECT model, provinces, places, facts, articles, sources, first_year, last_year, model_id
FROM models_overview
ORDER BY provinces DESC, places DESC
LIMIT 100 /* page */
