-- The facts that hold as a table, kept by triggers, so that a page over a million of them needs no sum over all.
-- `facts_derived` says what holds, as before; `holding` keeps it; `facts_holding` reads what is kept. Sums that the
-- pages show are tables too, made anew by db.summaries after each run.

CREATE TABLE holding (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article_id INTEGER NOT NULL,
    source_id TEXT NOT NULL,
    model_id INTEGER,
    locality_id INTEGER,
    province TEXT,
    year INTEGER,
    event TEXT,
    count REAL,
    count_max REAL,
    unit TEXT,
    qualifier TEXT NOT NULL,
    date TEXT,
    year_from TEXT,
    confidence REAL NOT NULL,
    verdict TEXT,
    state TEXT NOT NULL,
    first_run INTEGER,
    last_run INTEGER,
    place_type TEXT,
    province_stated TEXT,
    model TEXT,
    place TEXT
) STRICT;

DROP VIEW facts_holding;

-- What holds, worked out: decisions applied. Undecided (and unsure) statements as extracted while they are found;
-- accepted and corrected ones as decided, found or not; rejected ones never. A decided statement that is no longer found
-- gives way to one in the same article that says the same. In two halves of the same affinities, so that the facts
-- of one article, model or place are found by index (a test looks at the query plan).
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
       f.number
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
       f.number
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

-- Looked up one by one, not joined: SQLite joins even what a count(*) does not ask for.
CREATE VIEW facts_holding AS
SELECT h.id, h.model, h.place, h.count, h.unit, h.qualifier, h.event, h.date, h.province, h.year,
       (SELECT so.name FROM sources AS so WHERE so.id = h.source_id) AS source,
       (SELECT a.published FROM articles AS a WHERE a.id = h.article_id) AS published,
       h.confidence, h.verdict,
       (SELECT a.title FROM articles AS a WHERE a.id = h.article_id) AS title,
       (SELECT f.sentence FROM facts AS f WHERE f.number = h.number) AS sentence,
       (SELECT f.evidence FROM facts AS f WHERE f.number = h.number) AS evidence,
       (SELECT a.url FROM articles AS a WHERE a.id = h.article_id) AS url,
       h.count_max, h.province_stated, h.year_from, h.state, h.place_type, h.model_id, h.locality_id, h.article_id,
       h.source_id, (SELECT f.rule FROM facts AS f WHERE f.number = h.number) AS rule, h.first_run, h.last_run, h.number
FROM holding AS h;

-- Inserting a statement's id here works out anew whether and how it holds. The one way `holding` changes.
CREATE VIEW hold (fact_id) AS SELECT id FROM holding;
CREATE TRIGGER hold_again INSTEAD OF INSERT ON hold
BEGIN
    DELETE FROM holding WHERE id = new.fact_id;
    INSERT INTO holding (number, id, article_id, source_id, model_id, locality_id, province, year, event, count,
                         count_max, unit, qualifier, date, year_from, confidence, verdict, state, first_run, last_run,
                         place_type, province_stated, model, place)
        SELECT number, id, article_id, source_id, model_id, locality_id, province, year, event, count, count_max, unit,
               qualifier, date, year_from, confidence, verdict, state, first_run, last_run, place_type,
               province_stated, model, place
        FROM facts_derived WHERE id = new.fact_id;
END;

-- What a row of `holding` is made from, and what makes it stale. A decided statement that is gone depends on its
-- neighbours in the article too.
CREATE TRIGGER facts_hold_new AFTER INSERT ON facts
BEGIN
    INSERT INTO hold SELECT new.id UNION ALL
        SELECT f.id FROM facts AS f JOIN decided AS d ON d.fact_id = f.id
        WHERE f.article_id = new.article_id AND +f.state = 'gone' AND f.id <> new.id;
END;
CREATE TRIGGER facts_hold_changed AFTER UPDATE ON facts
WHEN (old.number, old.article_id, old.model_id, old.locality_id, old.value, old.value_max, old.unit, old.qualifier)
         IS NOT (new.number, new.article_id, new.model_id, new.locality_id, new.value, new.value_max, new.unit, new.qualifier)
  OR (old.event, old.date, old.confidence, old.state, old.first_run, old.last_run)
         IS NOT (new.event, new.date, new.confidence, new.state, new.first_run, new.last_run)
BEGIN
    INSERT INTO hold SELECT new.id UNION ALL
        SELECT f.id FROM facts AS f JOIN decided AS d ON d.fact_id = f.id
        WHERE f.article_id = new.article_id AND +f.state = 'gone' AND f.id <> new.id;
END;
CREATE TRIGGER facts_hold_deleted AFTER DELETE ON facts
BEGIN
    DELETE FROM holding WHERE id = old.id;
END;
CREATE TRIGGER decided_hold_new AFTER INSERT ON decided
BEGIN
    INSERT INTO hold VALUES (new.fact_id);
END;
CREATE TRIGGER decided_hold_deleted AFTER DELETE ON decided
BEGIN
    INSERT INTO hold VALUES (old.fact_id);
END;
CREATE TRIGGER articles_hold AFTER UPDATE OF published, source_id ON articles
WHEN (old.published, old.source_id) IS NOT (new.published, new.source_id)
BEGIN
    INSERT INTO hold SELECT id FROM facts WHERE article_id = new.id;
END;
CREATE TRIGGER models_hold_new AFTER INSERT ON models
BEGIN
    INSERT INTO hold SELECT id FROM holding WHERE model_id IS NULL AND model = new.name;
END;
CREATE TRIGGER models_hold_renamed AFTER UPDATE OF name ON models WHEN old.name <> new.name
BEGIN
    INSERT INTO hold SELECT id FROM holding WHERE model_id = new.id
        UNION SELECT id FROM holding WHERE model_id IS NULL AND model = new.name;
END;
CREATE TRIGGER localities_hold_new AFTER INSERT ON localities
BEGIN
    INSERT INTO hold SELECT id FROM holding WHERE locality_id IS NULL AND place = new.path;
END;
CREATE TRIGGER localities_hold_changed AFTER UPDATE OF path, type, province_id, new_province ON localities
WHEN (old.path, old.type, old.province_id, old.new_province)
         IS NOT (new.path, new.type, new.province_id, new.new_province)
BEGIN
    INSERT INTO hold SELECT id FROM holding WHERE locality_id = new.id
        UNION SELECT h.id FROM localities AS l JOIN holding AS h ON h.locality_id = l.id WHERE l.province_id = new.id;
END;

INSERT INTO holding (number, id, article_id, source_id, model_id, locality_id, province, year, event, count, count_max,
                     unit, qualifier, date, year_from, confidence, verdict, state, first_run, last_run, place_type,
                     province_stated, model, place)
    SELECT number, id, article_id, source_id, model_id, locality_id, province, year, event, count, count_max, unit,
           qualifier, date, year_from, confidence, verdict, state, first_run, last_run, place_type, province_stated,
           model, place
    FROM facts_derived ORDER BY number;

CREATE INDEX holding_article ON holding (article_id);
CREATE INDEX holding_model ON holding (model_id, locality_id, year);
CREATE INDEX holding_locality ON holding (locality_id, model_id, year);
CREATE INDEX holding_province ON holding (province, year, model_id);
CREATE INDEX holding_year ON holding (year);
CREATE INDEX holding_event ON holding (event, province, year) WHERE event IS NOT NULL;
CREATE INDEX holding_source ON holding (source_id, year);
CREATE INDEX holding_first_run ON holding (first_run);
CREATE INDEX holding_name ON holding (model, model_id);
CREATE INDEX holding_unknown_place ON holding (place) WHERE locality_id IS NULL;
