-- title: Models of a province and year · Mô hình theo tỉnh, năm
-- description: Every model reported in a (new) province, with the number of statements, places and articles. Leave a field empty for all.
-- parameter province: part of the province's name, with or without accents, e.g. quang ninh
-- parameter year: e.g. 2023
SELECT province, year, model, count(*) AS facts, count(DISTINCT locality_id) AS places,
       count(DISTINCT article_id) AS articles, model_id
FROM facts_holding
WHERE model_id IS NOT NULL AND province IS NOT NULL
  AND (:province = '' OR fold(province) LIKE '%' || fold(:province) || '%')
  AND (:year = '' OR year = CAST(:year AS INTEGER))
GROUP BY province, year, model_id
ORDER BY facts DESC, province, year DESC
