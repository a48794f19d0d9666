-- parameter province: province
SELECT model, place, date, sentence, source, published, confidence, id, article_id, model_id, locality_id
FROM facts_effective
WHERE number IN (
    SELECT h.number FROM holding AS h
    WHERE h.event = 'recognised' AND h.number NOT IN (SELECT number FROM repeats)
      AND (:province = '' OR h.province IN (
            SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%'))
      AND h.number IN (SELECT rowid FROM facts_fts WHERE facts_fts MATCH '"bo cong an"' ORDER BY rowid DESC LIMIT 20000)
    ORDER BY h.published DESC, h.number DESC LIMIT 100 /* page */)
ORDER BY published DESC, number DESC
