-- The review desk: what it needs beside the log of decisions, and decisions that hold whatever machines say later.

-- Decisions made together, so that they can be undone together. `what` is a JSON object: the filter, the name, the file.
CREATE TABLE review_batches (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('bulk', 'everywhere', 'adopt', 'import', 'undo')),
    what TEXT NOT NULL,
    editor TEXT NOT NULL,
    made_at TEXT NOT NULL,
    undoes INTEGER REFERENCES review_batches(id),
    CHECK ((kind = 'undo') = (undoes IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX review_batches_undoes ON review_batches (undoes) WHERE undoes IS NOT NULL;

-- `adopts` is the decision on another statement that this one carries on; `token` makes a form usable once.
ALTER TABLE reviews ADD COLUMN batch_id INTEGER REFERENCES review_batches(id);
ALTER TABLE reviews ADD COLUMN adopts INTEGER REFERENCES reviews(id);
ALTER TABLE reviews ADD COLUMN token TEXT;
CREATE INDEX reviews_batch ON reviews (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX reviews_editor ON reviews (editor, id);
CREATE UNIQUE INDEX reviews_token ON reviews (token) WHERE token IS NOT NULL;

-- Second opinions are given without seeing the first; they measure agreement and never take effect.
CREATE TABLE opinions (
    id INTEGER PRIMARY KEY,
    fact_id TEXT NOT NULL,
    review_id INTEGER NOT NULL REFERENCES reviews(id),
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'correct', 'reject', 'unsure')),
    corrected TEXT NOT NULL DEFAULT '{}',
    note TEXT,
    editor TEXT NOT NULL,
    given_at TEXT NOT NULL,
    shown TEXT NOT NULL,
    token TEXT UNIQUE,
    UNIQUE (review_id, editor)
) STRICT;
CREATE INDEX opinions_fact ON opinions (fact_id);

-- What was asked of the desk and refused: not signed in, no right, forged, replayed, outdated.
CREATE TABLE refusals (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    editor TEXT,
    path TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

-- What editors taught: read by the next extraction. A row is taken back by filling `reverted_by`, never deleted.
CREATE TABLE overlay (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('alias', 'not_a_model', 'place')),
    name TEXT NOT NULL,
    means TEXT,
    source_id TEXT REFERENCES sources(id),
    batch_id INTEGER REFERENCES review_batches(id),
    review_id INTEGER REFERENCES reviews(id),
    editor TEXT NOT NULL,
    made_at TEXT NOT NULL,
    reverted_by TEXT,
    reverted_at TEXT,
    CHECK ((kind = 'not_a_model') = (means IS NULL)),
    CHECK ((reverted_by IS NULL) = (reverted_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX overlay_in_force ON overlay (kind, name, coalesce(source_id, '')) WHERE reverted_by IS NULL;

-- How confidence was re-calibrated; the newest not reverted counts. `points` is a list of [extracted, calibrated].
CREATE TABLE calibrations (
    id INTEGER PRIMARY KEY,
    points TEXT NOT NULL,
    decisions INTEGER NOT NULL,
    editor TEXT NOT NULL,
    made_at TEXT NOT NULL,
    reverted_by TEXT,
    reverted_at TEXT
) STRICT;

-- What the extractor's own estimate was before calibration; null in rows from before there was one.
ALTER TABLE facts ADD COLUMN extracted_confidence REAL;

-- The live decision of each statement with the slots it stands for: what the editor wrote where she wrote something,
-- else what she saw. So a decision says the same whatever later rules make of the statement.
CREATE VIEW decision_slots AS
SELECT d.fact_id, d.id AS review_id, d.verdict, d.editor, d.decided_at,
       CAST(CASE WHEN json_type(d.corrected, '$.model') IS NOT NULL THEN json_extract(d.corrected, '$.model')
            WHEN json_type(d.shown, '$.slots') IS NOT NULL THEN json_extract(d.shown, '$.slots.model')
            ELSE m.name END AS TEXT) AS model,
       CAST(CASE WHEN json_type(d.corrected, '$.locality') IS NOT NULL THEN json_extract(d.corrected, '$.locality')
            WHEN json_type(d.shown, '$.slots') IS NOT NULL THEN json_extract(d.shown, '$.slots.locality')
            ELSE l.path END AS TEXT) AS locality,
       CAST(CASE WHEN json_type(d.corrected, '$.value') IS NOT NULL THEN json_extract(d.corrected, '$.value')
            WHEN json_type(d.shown, '$.slots') IS NOT NULL THEN json_extract(d.shown, '$.slots.value')
            ELSE f.value END AS REAL) AS value,
       CAST(CASE WHEN json_type(d.corrected, '$.value_max') IS NOT NULL THEN json_extract(d.corrected, '$.value_max')
            WHEN json_type(d.shown, '$.slots') IS NOT NULL THEN json_extract(d.shown, '$.slots.value_max')
            ELSE f.value_max END AS REAL) AS value_max,
       CAST(coalesce(json_extract(d.corrected, '$.qualifier'), json_extract(d.shown, '$.slots.qualifier'),
            f.qualifier, 'exact') AS TEXT) AS qualifier,
       CAST(CASE WHEN json_type(d.corrected, '$.unit') IS NOT NULL THEN json_extract(d.corrected, '$.unit')
            WHEN json_type(d.shown, '$.slots') IS NOT NULL THEN json_extract(d.shown, '$.slots.unit')
            ELSE f.unit END AS TEXT) AS unit,
       CAST(CASE WHEN json_type(d.corrected, '$.event') IS NOT NULL THEN json_extract(d.corrected, '$.event')
            WHEN json_type(d.shown, '$.slots') IS NOT NULL THEN json_extract(d.shown, '$.slots.event')
            ELSE f.event END AS TEXT) AS event,
       CAST(CASE WHEN json_type(d.corrected, '$.date') IS NOT NULL THEN json_extract(d.corrected, '$.date')
            WHEN json_type(d.shown, '$.slots') IS NOT NULL THEN json_extract(d.shown, '$.slots.date')
            ELSE f.date END AS TEXT) AS date
FROM decisions AS d
LEFT JOIN facts AS f ON f.id = d.fact_id
LEFT JOIN models AS m ON m.id = f.model_id
LEFT JOIN localities AS l ON l.id = f.locality_id;

-- The same, kept by a trigger: reading JSON of every decision for every look at the effective facts took 0.6 s with
-- 20,000 decisions. Made from the log alone; deleting all rows and inserting decision_slots again gives the same.
CREATE TABLE decided (
    fact_id TEXT PRIMARY KEY,
    review_id INTEGER NOT NULL REFERENCES reviews(id),
    verdict TEXT NOT NULL,
    editor TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    model TEXT,
    locality TEXT,
    value REAL,
    value_max REAL,
    qualifier TEXT NOT NULL,
    unit TEXT,
    event TEXT,
    date TEXT
) STRICT;
CREATE INDEX decided_editor ON decided (editor, verdict);
CREATE INDEX decided_locality ON decided (locality);
INSERT INTO decided SELECT * FROM decision_slots;
CREATE TRIGGER reviews_decide AFTER INSERT ON reviews
BEGIN
    DELETE FROM decided WHERE fact_id = new.fact_id;
    INSERT INTO decided SELECT * FROM decision_slots WHERE fact_id = new.fact_id;
END;

-- Decisions to look at again: the statement now says something else than what the editor saw ("changed"), is no longer
-- found ("gone"), or was never in this database ("missing": decisions brought from another). Deciding anew settles it.
CREATE VIEW second_looks AS
SELECT d.fact_id, d.review_id, d.verdict, d.editor, d.decided_at,
       CASE WHEN f.id IS NULL THEN 'missing' WHEN f.state = 'gone' THEN 'gone' ELSE 'changed' END AS why
FROM decided AS d
JOIN reviews AS r ON r.id = d.review_id
LEFT JOIN facts AS f ON f.id = d.fact_id
LEFT JOIN models AS m ON m.id = f.model_id
LEFT JOIN localities AS l ON l.id = f.locality_id
WHERE coalesce(json_extract(r.shown, '$.state'), 'current') <> coalesce(f.state, 'missing')
   OR (f.state = 'current' AND json_type(r.shown, '$.slots') IS NOT NULL
       AND (json_extract(r.shown, '$.slots.locality') IS NOT l.path
            OR json_extract(r.shown, '$.slots.model') IS NOT m.name
            OR json_extract(r.shown, '$.slots.value_max') IS NOT f.value_max
            OR json_extract(r.shown, '$.slots.qualifier') IS NOT f.qualifier
            OR json_extract(r.shown, '$.slots.event') IS NOT f.event
            OR json_extract(r.shown, '$.slots.date') IS NOT f.date));

-- The views that read facts_holding stay: SQLite looks names up when a view is used.
DROP VIEW facts_holding;
DROP VIEW corrections;

-- The facts that hold, decisions applied. Undecided (and unsure) statements as extracted while they are found; accepted
-- and corrected ones as decided, found or not; rejected ones never. A decided statement that is no longer found gives
-- way to one in the same article that says the same: the text or the rules have changed, and both would count twice.
-- In two halves, so that the many undecided facts are found by the indexes of `facts`. SQLite looks through such a
-- view only if both halves give each column the same affinity; hence the CASTs (a test looks at the query plan). The
-- “+” keeps it from taking the index by state, which nearly all facts share.
CREATE VIEW facts_holding AS
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
       so.name AS source,
       a.published,
       f.confidence,
       d.verdict,
       a.title,
       f.sentence,
       f.evidence,
       a.url,
       f.value_max AS count_max,
       p.path AS province_stated,
       CASE WHEN f.date IS NOT NULL THEN 'stated' WHEN a.published IS NOT NULL THEN 'published' END AS year_from,
       f.state,
       l.type AS place_type,
       f.model_id,
       f.locality_id,
       f.article_id,
       a.source_id,
       f.rule,
       f.first_run,
       f.last_run,
       f.number
FROM facts AS f
LEFT JOIN decided AS d ON d.fact_id = f.id
JOIN articles AS a ON a.id = f.article_id
JOIN sources AS so ON so.id = a.source_id
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
       so.name AS source,
       a.published,
       f.confidence,
       d.verdict,
       a.title,
       f.sentence,
       f.evidence,
       a.url,
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
       f.rule,
       f.first_run,
       f.last_run,
       f.number
FROM decided AS d
JOIN facts AS f ON f.id = d.fact_id
JOIN articles AS a ON a.id = f.article_id
JOIN sources AS so ON so.id = a.source_id
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
