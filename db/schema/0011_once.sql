-- An event that ten papers reprint is one fact with ten sources: `repeats` knows which statements only repeat another, and
-- sums count them once. The newest facts are those published last. Sums of merged communes as a table. What pieces of names are how frequent.

-- Statements that say what an earlier one says, in the same article or in an article that it reprints; `first_number` is
-- that one. Made with the sums (db/summaries), before them.
CREATE TABLE repeats (
    number INTEGER PRIMARY KEY,
    first_number INTEGER NOT NULL
) STRICT;
CREATE INDEX repeats_first ON repeats (first_number);

ALTER TABLE holding ADD COLUMN published TEXT;

DROP VIEW facts_derived;
-- As in 0006, with the time of publication.
CREATE VIEW facts_derived AS
SELECT f.id,
       m.name AS model,
       l.path AS place,
       f.value AS count,
       f.unit,
       f.qualifier,
       f.event,
       f.date,
       coalesce(l.new_province, p.new_province, p.path) AS province,
       CAST(substr(coalesce(substr(f.date, instr(f.date, '/') + 1), a.published), 1, 4) AS INTEGER) AS year,
       f.confidence,
       d.verdict,
       f.value_max AS count_max,
       p.path AS province_stated,
       CASE WHEN f.date IS NOT NULL THEN 'stated' WHEN a.published IS NOT NULL THEN 'published' END AS year_from,
       f.state,
       l.type AS place_type,
       f.model_id,
       f.locality_id,
       f.article_id,
       a.source_id,
       f.first_run,
       f.last_run,
       f.number,
       a.published
FROM facts AS f
LEFT JOIN decided AS d ON d.fact_id = f.id
JOIN articles AS a ON a.id = f.article_id
LEFT JOIN models AS m ON m.id = f.model_id
LEFT JOIN localities AS l ON l.id = f.locality_id
LEFT JOIN localities AS p ON p.id = l.province_id
WHERE +f.state = 'current' AND (d.verdict IS NULL OR d.verdict = 'unsure')
UNION ALL
SELECT f.id,
       d.model,
       d.locality AS place,
       d.value AS count,
       d.unit,
       d.qualifier,
       d.event,
       d.date,
       coalesce(l.new_province, p.new_province, p.path) AS province,
       CAST(substr(coalesce(substr(d.date, instr(d.date, '/') + 1), a.published), 1, 4) AS INTEGER) AS year,
       f.confidence,
       d.verdict,
       d.value_max AS count_max,
       p.path AS province_stated,
       CASE WHEN d.date IS NOT NULL THEN 'stated' WHEN a.published IS NOT NULL THEN 'published' END AS year_from,
       f.state,
       l.type AS place_type,
       CAST(CASE WHEN d.model IS fm.name THEN f.model_id
            ELSE (SELECT min(m.id) FROM models AS m WHERE m.name = d.model) END AS INTEGER) AS model_id,
       l.id AS locality_id,
       f.article_id,
       a.source_id,
       f.first_run,
       f.last_run,
       f.number,
       a.published
FROM decided AS d
JOIN facts AS f ON f.id = d.fact_id
JOIN articles AS a ON a.id = f.article_id
LEFT JOIN models AS fm ON fm.id = f.model_id
LEFT JOIN localities AS l ON l.path = d.locality
LEFT JOIN localities AS p ON p.id = l.province_id
WHERE d.verdict IN ('accept', 'correct')
  AND NOT (f.state = 'gone' AND EXISTS (
      SELECT 1 FROM facts AS now
      LEFT JOIN models AS nm ON nm.id = now.model_id
      LEFT JOIN localities AS nl ON nl.id = now.locality_id
      WHERE now.article_id = f.article_id AND +now.state = 'current' AND nm.name IS d.model AND nl.path IS d.locality
        AND now.value IS d.value AND now.unit IS d.unit
  ));

DROP TRIGGER hold_again;
CREATE TRIGGER hold_again INSTEAD OF INSERT ON hold
BEGIN
    DELETE FROM holding WHERE id = new.fact_id;
    INSERT INTO holding (number, id, article_id, source_id, model_id, locality_id, province, year, event, count,
                         count_max, unit, qualifier, date, year_from, confidence, verdict, state, first_run, last_run,
                         place_type, province_stated, model, place, published)
        SELECT number, id, article_id, source_id, model_id, locality_id, province, year, event, count, count_max, unit,
               qualifier, date, year_from, confidence, verdict, state, first_run, last_run, place_type,
               province_stated, model, place, published
        FROM facts_derived WHERE id = new.fact_id;
END;

UPDATE holding SET published = (SELECT a.published FROM articles AS a WHERE a.id = holding.article_id);

-- The newest facts of a model, a place … are those published last, found without sorting.
DROP INDEX holding_model_newest;
DROP INDEX holding_locality_newest;
DROP INDEX holding_province_newest;
DROP INDEX holding_source_newest;
DROP INDEX holding_event_newest;
DROP INDEX holding_locality_counts;
DROP INDEX holding_name_newest;
DROP INDEX holding_name_year_newest;
DROP INDEX holding_model_year_newest;
DROP INDEX holding_province_year_newest;
DROP INDEX holding_event_province_newest;
DROP INDEX holding_year;
CREATE INDEX holding_newest ON holding (published);
CREATE INDEX holding_model_newest ON holding (model_id, published);
CREATE INDEX holding_locality_newest ON holding (locality_id, published);
CREATE INDEX holding_province_newest ON holding (province, published);
CREATE INDEX holding_source_newest ON holding (source_id, published);
CREATE INDEX holding_event_newest ON holding (event, published);
CREATE INDEX holding_locality_counts ON holding (locality_id, published) WHERE count IS NOT NULL;
CREATE INDEX holding_name_newest ON holding (model, published);
CREATE INDEX holding_name_year_newest ON holding (model, year, published);
CREATE INDEX holding_model_year_newest ON holding (model_id, year, published);
CREATE INDEX holding_province_year_newest ON holding (province, year, published);
CREATE INDEX holding_event_province_newest ON holding (event, province, published);
CREATE INDEX holding_year_newest ON holding (year, published);

DROP VIEW facts_holding;
CREATE VIEW facts_holding AS
SELECT h.id, h.model, h.place, h.count, h.unit, h.qualifier, h.event, h.date, h.province, h.year,
       (SELECT so.name FROM sources AS so WHERE so.id = h.source_id) AS source,
       h.published, h.confidence, h.verdict,
       (SELECT a.title FROM articles AS a WHERE a.id = h.article_id) AS title,
       (SELECT f.sentence FROM facts AS f WHERE f.number = h.number) AS sentence,
       (SELECT f.evidence FROM facts AS f WHERE f.number = h.number) AS evidence,
       (SELECT a.url FROM articles AS a WHERE a.id = h.article_id) AS url,
       h.count_max, h.province_stated, h.year_from, h.state, h.place_type, h.model_id, h.locality_id, h.article_id,
       h.source_id, (SELECT f.rule FROM facts AS f WHERE f.number = h.number) AS rule, h.first_run, h.last_run, h.number
FROM holding AS h;

DROP VIEW facts_effective;
CREATE VIEW facts_effective AS
SELECT h.id, h.model, h.place, h.count, h.unit, h.qualifier, h.event, h.date, h.province, h.year, h.source, h.published,
       h.confidence, (SELECT group_concat(g.flag, ', ') FROM flags AS g WHERE g.fact_id = h.id) AS flags, h.verdict,
       h.title, h.sentence, h.evidence, h.url, h.count_max, h.province_stated, h.year_from, h.state, h.place_type,
       h.model_id, h.locality_id, h.article_id, h.source_id, h.rule, h.first_run, h.last_run, h.number,
       (SELECT o.id FROM repeats AS r JOIN holding AS o ON o.number = r.first_number WHERE r.number = h.number) AS repeats
FROM facts_holding AS h;

-- One row for each thing said, with all who say it. As of the last sums, like `repeats`.
DROP VIEW facts_once;
CREATE VIEW facts_once AS
SELECT h.model, h.place, h.count, h.unit, h.qualifier, h.event, h.date, h.province, h.year,
       (SELECT count(DISTINCT s.source_id) FROM holding AS s
        WHERE s.number IN (SELECT h.number UNION ALL SELECT r.number FROM repeats AS r WHERE r.first_number = h.number)) AS sources,
       (SELECT group_concat(DISTINCT so.name) FROM holding AS s JOIN sources AS so ON so.id = s.source_id
        WHERE s.number IN (SELECT h.number UNION ALL SELECT r.number FROM repeats AS r WHERE r.first_number = h.number)) AS source_names,
       (SELECT count(DISTINCT s.article_id) FROM holding AS s
        WHERE s.number IN (SELECT h.number UNION ALL SELECT r.number FROM repeats AS r WHERE r.first_number = h.number)) AS articles,
       h.published, h.confidence, h.count_max, h.model_id, h.locality_id, h.article_id,
       coalesce((SELECT x.original_id FROM reprints AS x WHERE x.article_id = h.article_id), h.article_id) AS original_id, h.number,
       1 + (SELECT count(*) FROM repeats AS r WHERE r.first_number = h.number) AS statements, h.id
FROM holding AS h
WHERE NOT EXISTS (SELECT 1 FROM repeats AS r WHERE r.number = h.number);

-- More sums: how many facts a place has of each year; and of merged communes what they stated, added up for the unit they now belong to: of each the largest count of a year.
CREATE TABLE new_unit_totals (
    model_id INTEGER,
    model TEXT,
    new_unit TEXT NOT NULL,
    province TEXT,
    unit TEXT,
    year INTEGER,
    total REAL NOT NULL,
    former_units INTEGER NOT NULL,
    made_of TEXT NOT NULL
) STRICT;
CREATE INDEX new_unit_totals_model ON new_unit_totals (model_id, former_units, total);
CREATE INDEX new_unit_totals_unit ON new_unit_totals (new_unit, former_units);

CREATE TABLE places_by_year (
    locality_id INTEGER NOT NULL,
    year INTEGER,
    facts INTEGER NOT NULL
) STRICT;
CREATE INDEX places_by_year_place ON places_by_year (locality_id, year);

DROP INDEX new_province_totals_province;
CREATE INDEX new_province_totals_province ON new_province_totals (province, former_provinces, year, total);

-- `facts` counts what is said once; `statements` all of it.
ALTER TABLE totals ADD COLUMN statements INTEGER NOT NULL DEFAULT 0;

-- How frequent each group of three letters is in names: search for names that come near ranks the rarest.
CREATE VIRTUAL TABLE aliases_trigrams_fts_terms USING fts5vocab ('aliases_trigrams_fts', 'row');
CREATE VIRTUAL TABLE localities_trigrams_fts_terms USING fts5vocab ('localities_trigrams_fts', 'row');

-- Sums are to be made anew.
UPDATE totals SET made_of = '';
