-- What tables are shown by is in an index, so that a page of one does not sort all of it.
DROP INDEX facts_event;
CREATE INDEX facts_event ON facts (event, number) WHERE event IS NOT NULL;
CREATE INDEX facts_state_number ON facts (state, number);
CREATE INDEX models_in_places_facts ON models_in_places (facts);
CREATE INDEX new_unit_totals_former_units ON new_unit_totals (former_units);
