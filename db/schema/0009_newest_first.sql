-- The newest facts of a model, a place, a province …, and the largest counts of a model and year, without sorting.
CREATE INDEX holding_model_newest ON holding (model_id);
CREATE INDEX holding_locality_newest ON holding (locality_id);
CREATE INDEX holding_province_newest ON holding (province);
CREATE INDEX holding_source_newest ON holding (source_id);
CREATE INDEX holding_event_newest ON holding (event);
CREATE INDEX holding_model_counts ON holding (model_id, year, count) WHERE count IS NOT NULL;
CREATE INDEX holding_unit_counts ON holding (unit, count) WHERE count IS NOT NULL;
CREATE INDEX holding_locality_counts ON holding (locality_id, number) WHERE count IS NOT NULL;

-- The same with a year, and by name as people filter by hand.
DROP INDEX holding_name;
CREATE INDEX holding_name_newest ON holding (model);
CREATE INDEX holding_name_year_newest ON holding (model, year);
CREATE INDEX holding_model_year_newest ON holding (model_id, year);
CREATE INDEX holding_province_year_newest ON holding (province, year);
CREATE INDEX holding_event_province_newest ON holding (event, province);
