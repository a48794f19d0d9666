-- title: New facts of the last nights · Dữ kiện mới
-- description: What the latest runs stored for the first time.
-- parameter nights: how many nights back, e.g. 7 (empty means 7)
SELECT model, place, count, unit, event, date, sentence, source, published, confidence, flags, id, article_id,
       model_id, locality_id, number
FROM facts_effective
WHERE first_run IN (
    SELECT id FROM runs
    WHERE date(started_at, '+7 hours') > date('now', '+7 hours', '-' || coalesce(nullif(:nights, ''), '7') || ' days')
)
ORDER BY number DESC
