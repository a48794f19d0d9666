-- title: Models recognised or commended · Mô hình được công nhận, biểu dương
-- description: Statements of recognition with their sentences. Narrow them by words of the sentence, e.g. bo cong an for the ministry.
-- parameter words: words that must stand in the sentence, with or without accents; empty for all
SELECT model, place, date, sentence, source, published, confidence, id, article_id, model_id, locality_id
FROM facts_effective
WHERE event = 'recognised' AND (:words = '' OR fold(sentence) LIKE '%' || fold(:words) || '%')
ORDER BY published DESC
