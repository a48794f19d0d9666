-- parameter province: province needed
-- chart: dots year count
SELECT year, place, model, count, qualifier, unit, event, sentence, source, published, id, article_id, model_id, locality_id
FROM facts_effective
WHERE number IN (
    SELECT h.number FROM holding AS h
    WHERE h.count IS NOT NULL AND h.number NOT IN (SELECT number FROM repeats) AND h.locality_id IN (
        SELECT l.id FROM localities AS l
        WHERE l.id = l.province_id AND :province <> '' AND fold(l.path) LIKE '%' || fold(:province) || '%')
    ORDER BY h.published DESC, h.number DESC LIMIT 100 /* page */)
ORDER BY year DESC, count DESC
