-- parameter nights: nights
SELECT model, place, count, unit, event, date, sentence, source, published, confidence, flags, id, article_id,
       model_id, locality_id, number
FROM facts_effective
WHERE number IN (
    SELECT number FROM holding
    WHERE number NOT IN (SELECT number FROM repeats) AND first_run IN (
        SELECT id FROM runs
        WHERE date(started_at, '+7 hours') > date('now', '+7 hours', '-' || coalesce(nullif(:nights, ''), '7') || ' days'))
    ORDER BY published DESC, number DESC LIMIT 100 /* page */)
ORDER BY published DESC, number DESC
