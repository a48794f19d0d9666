-- title: Models reported as ended · Mô hình không còn hoạt động
-- description: Statements that a model was given up, dissolved or no longer works.
SELECT model, place, date, count, unit, sentence, source, published, confidence, id, article_id, model_id, locality_id
FROM facts_effective
WHERE event = 'ended'
ORDER BY published DESC
