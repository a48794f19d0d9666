-- parameter province: province
-- chart: bars place models
-- facts: locality_id
SELECT place, province, models, facts, first_year, last_year, locality_id
FROM places_overview
WHERE type IN ('xã', 'phường', 'thị trấn', 'đặc khu')
  AND (:province = '' OR province IN (
        SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%'))
ORDER BY models DESC, facts DESC
LIMIT 100 /* page */
