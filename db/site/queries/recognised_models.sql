-- parameter words: words
-- parameter province: province
SELECT model, place, date, sentence, source, published, confidence, id, article_id, model_id, locality_id
FROM facts_effective
WHERE number IN (
    SELECT number FROM (
        SELECT number FROM holding WHERE :words = '' AND :province = '' AND event = 'recognised' AND number NOT IN (SELECT number FROM repeats)
        ORDER BY published DESC, number DESC LIMIT 100 /* page */)
    UNION ALL
    SELECT number FROM (
        SELECT number FROM holding
        WHERE :words = '' AND :province <> '' AND event = 'recognised' AND number NOT IN (SELECT number FROM repeats) AND province IN (
            SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%')
        ORDER BY published DESC, number DESC LIMIT 100 /* page */)
    UNION ALL
    SELECT number FROM (
        SELECT h.number FROM holding AS h
        WHERE :words <> '' AND h.event = 'recognised' AND h.number NOT IN (SELECT number FROM repeats) AND (:province = '' OR h.province IN (
            SELECT province FROM provinces_overview WHERE fold(province) LIKE '%' || fold(:province) || '%'))
          AND h.number IN (
            SELECT rowid FROM facts_fts WHERE facts_fts MATCH '"' || replace(fold(:words), '"', ' ') || '"'
            ORDER BY rowid DESC LIMIT 20000)
        ORDER BY h.published DESC, h.number DESC LIMIT 100 /* page */))
ORDER BY published DESC, number DESC
