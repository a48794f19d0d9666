-- title: Spread of one model in time · Sự lan tỏa của một mô hình
-- description: Per year: in how many provinces and places the model is reported, how many sources and articles say so, and the largest number given in each unit's own words.
-- parameter model: part of the model's name, with or without accents, e.g. tieng keng
SELECT year, model, count(DISTINCT province) AS provinces, count(DISTINCT locality_id) AS places,
       count(DISTINCT source_id) AS sources, count(DISTINCT article_id) AS articles, max(count) AS largest_count,
       model_id
FROM facts_holding
WHERE year IS NOT NULL
  AND model_id IN (SELECT model_id FROM model_aliases WHERE :model <> '' AND key LIKE '%' || fold(:model) || '%')
GROUP BY model_id, year
ORDER BY model, year
