SELECT f.model, f.place, f.count, f.unit, f.event, f.date, d.decided_at, f.sentence, f.id, f.article_id, f.model_id,
       f.locality_id
FROM (SELECT fact_id, decided_at FROM decided WHERE verdict = 'correct' ORDER BY decided_at DESC LIMIT 100 /* page */) AS d
JOIN facts_effective AS f ON f.id = d.fact_id
