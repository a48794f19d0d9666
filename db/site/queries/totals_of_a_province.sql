-- title: Totals a province reported, with the sentences · Tổng số do tỉnh công bố
-- description: Counts for a whole province (not for its communes), by year, each with the sentence that says it.
-- parameter province: part of the province's name, with or without accents, e.g. thanh hoa
SELECT year, place, model, count, qualifier, unit, event, sentence, source, published, id, article_id, model_id
FROM facts_effective
WHERE place = province_stated AND count IS NOT NULL
  AND (:province = '' OR fold(place) LIKE '%' || fold(:province) || '%')
ORDER BY year DESC, place, count DESC
