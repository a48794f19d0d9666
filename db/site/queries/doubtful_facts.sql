-- title: Doubtful facts, by flag · Dữ kiện cần xem lại
-- description: Facts that carry a flag and that no editor has decided yet, the least sure first. Open one to read why it was flagged.
-- parameter flag: a flag's name, e.g. ambiguous_locality; empty for all
SELECT flags, model, place, count, unit, sentence, source, confidence, id, article_id, model_id, locality_id
FROM facts_effective
WHERE verdict IS NULL AND id IN (SELECT fact_id FROM flags WHERE :flag = '' OR flag = :flag)
ORDER BY confidence
