-- What tables are shown by is in an index, so that a page of one does not sort all of it.
DROP INDEX facts_event;
CREATE INDEX facts_event ON facts (event, number) WHERE event IS NOT NULL;
CREATE INDEX facts_state_number ON facts (state, number);
CREATE INDEX models_in_places_facts ON models_in_places (facts);
CREATE INDEX new_unit_totals_former_units ON new_unit_totals (former_units);
CREATE INDEX new_province_totals_order ON new_province_totals (province, year DESC, total DESC);

-- As in 0004; names of models and places are looked up only where the slots of a statement are compared.
DROP VIEW second_looks;
CREATE VIEW second_looks AS
SELECT d.fact_id, d.review_id, d.verdict, d.editor, d.decided_at,
       CASE WHEN f.id IS NULL THEN 'missing' WHEN f.state = 'gone' THEN 'gone' ELSE 'changed' END AS why
FROM decided AS d
JOIN reviews AS r ON r.id = d.review_id
LEFT JOIN facts AS f ON f.id = d.fact_id
WHERE coalesce(json_extract(r.shown, '$.state'), 'current') <> coalesce(f.state, 'missing')
   OR (f.state = 'current' AND json_type(r.shown, '$.slots') IS NOT NULL
       AND (json_extract(r.shown, '$.slots.locality') IS NOT (SELECT l.path FROM localities AS l WHERE l.id = f.locality_id)
            OR json_extract(r.shown, '$.slots.model') IS NOT (SELECT m.name FROM models AS m WHERE m.id = f.model_id)
            OR json_extract(r.shown, '$.slots.value_max') IS NOT f.value_max
            OR json_extract(r.shown, '$.slots.qualifier') IS NOT f.qualifier
            OR json_extract(r.shown, '$.slots.event') IS NOT f.event
            OR json_extract(r.shown, '$.slots.date') IS NOT f.date));
