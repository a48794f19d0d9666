-- title: History of a model in a place · Lịch sử mô hình tại một nơi
-- description: All that was said of a model in a place and the units in it, in order of time.
-- parameter model: part of the model's name, with or without accents
-- parameter place: part of the place's path, with or without accents, e.g. hiep hoa
SELECT at, year_from, event, count, count_max, qualifier, unit, place, model, source, title, confidence, verdict, id,
       article_id, model_id, locality_id
FROM history
WHERE model_id IN (SELECT model_id FROM model_aliases WHERE :model <> '' AND key LIKE '%' || fold(:model) || '%')
  AND (:place = '' OR fold(place) LIKE '%' || fold(:place) || '%')
ORDER BY at
