-- title: Totals a province reported, with the sentences · Tổng số do tỉnh công bố
-- description: Counts for a whole province (not for its communes), by year, each with the sentence that says it.
-- parameter province: part of the province's name, with or without accents, e.g. thanh hoa
SELECT year, place, model, count, qualifier, unit, event, sentence, source, published, id, article_id, model_id
FROM facts_effective
WHERE count IS NOT NULL
  AND locality_id IN (
      SELECT l.id FROM localities AS l
      WHERE l.id = l.province_id AND (:province = '' OR fold(l.path) LIKE '%' || fold(:province) || '%')
  )
ORDER BY year DESC, place, count DESC
