-- title: Communes and wards with the most models · Xã, phường có nhiều mô hình nhất
-- description: Places at commune level, by the number of different models reported there.
-- parameter province: part of the province's name, with or without accents; empty for all
SELECT place, province, count(DISTINCT model_id) AS models, count(*) AS facts, min(year) AS first_year,
       max(year) AS last_year, locality_id
FROM facts_holding
WHERE place_type IN ('xã', 'phường', 'thị trấn', 'đặc khu') AND model_id IS NOT NULL
  AND (:province = '' OR fold(province) LIKE '%' || fold(:province) || '%')
GROUP BY locality_id
ORDER BY models DESC, facts DESC
