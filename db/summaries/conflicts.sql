-- One row for each thing that two sources count differently: same model, place, unit and date (or year).
SELECT max(h.model) AS model, max(h.place) AS place, h.unit, coalesce(h.date, CAST(h.year AS TEXT)) AS at,
       min(h.count) AS lowest, max(h.count) AS highest, count(DISTINCT h.source_id) AS sources, count(*) AS facts,
       (SELECT group_concat(so.name, ', ') FROM sources AS so WHERE so.id IN (
           SELECT o.source_id FROM holding AS o
           WHERE o.model_id = h.model_id AND o.locality_id = h.locality_id AND o.unit IS h.unit
             AND o.count IS NOT NULL AND o.qualifier = 'exact'
             AND coalesce(o.date, CAST(o.year AS TEXT)) IS coalesce(h.date, CAST(h.year AS TEXT)))) AS source_names,
       max(h.province) AS province, h.model_id, h.locality_id
FROM holding AS h
WHERE h.count IS NOT NULL AND h.qualifier = 'exact' AND h.model_id IS NOT NULL AND h.locality_id IS NOT NULL
GROUP BY h.model_id, h.locality_id, h.unit, coalesce(h.date, CAST(h.year AS TEXT))
HAVING min(h.count) <> max(h.count) AND count(DISTINCT h.source_id) > 1
