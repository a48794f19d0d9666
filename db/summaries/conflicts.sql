-- One row for each thing that two sources count differently: same model, place, unit and date (or year).
SELECT m.name AS model, l.path AS place, x.unit, x.at, x.lowest, x.highest, x.sources, x.facts,
       (SELECT group_concat(so.name, ', ') FROM sources AS so WHERE instr(',' || x.ids || ',', ',' || so.id || ',')) AS source_names,
       x.province, x.model_id, x.locality_id
FROM (
    SELECT h.unit, coalesce(h.date, CAST(h.year AS TEXT)) AS at, min(h.count) AS lowest, max(h.count) AS highest,
           count(DISTINCT h.source_id) AS sources, count(*) AS facts, group_concat(DISTINCT h.source_id) AS ids,
           max(h.province) AS province, h.model_id, h.locality_id
    FROM (SELECT model_id, locality_id FROM holding
          WHERE model_id IS NOT NULL AND locality_id IS NOT NULL
          GROUP BY model_id, locality_id HAVING count(*) > 1) AS often
    CROSS JOIN holding AS h ON h.model_id = often.model_id AND h.locality_id = often.locality_id
    WHERE h.count IS NOT NULL AND h.qualifier = 'exact' AND h.number NOT IN (SELECT number FROM repeats)
    GROUP BY h.model_id, h.locality_id, h.unit, coalesce(h.date, CAST(h.year AS TEXT))
    HAVING min(h.count) <> max(h.count) AND count(DISTINCT h.source_id) > 1
) AS x
JOIN models AS m ON m.id = x.model_id
JOIN localities AS l ON l.id = x.locality_id
