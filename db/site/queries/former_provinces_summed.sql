-- title: Former provinces summed under the new one · Cộng theo tỉnh mới
-- description: Counts that the former provinces reported for themselves, added up for the province they were merged into on 1 July 2025. Of each former province the largest count of a year goes in.
-- parameter province: part of the new province's name, with or without accents; empty for all
SELECT province, year, model, unit, total, former_provinces, made_of, model_id
FROM new_province_totals
WHERE (:province = '' OR fold(province) LIKE '%' || fold(:province) || '%')
ORDER BY province, year DESC, total DESC
