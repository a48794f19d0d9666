-- What the pages show of many facts at once, as tables: made anew by db.summaries (the SELECTs are in db/summaries/)
-- after every run, in seconds for a million facts. Until then they say what held when they were made.

DROP VIEW models_overview;
DROP VIEW provinces_by_year;
DROP VIEW conflicts;
DROP VIEW new_province_totals;
DROP VIEW coverage;

CREATE TABLE models_overview (
    model_id INTEGER PRIMARY KEY,
    model TEXT NOT NULL,
    facts INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    provinces INTEGER NOT NULL,
    places INTEGER NOT NULL,
    first_year INTEGER,
    last_year INTEGER,
    mean_confidence REAL NOT NULL
) STRICT;
CREATE INDEX models_overview_facts ON models_overview (facts, model_id);
CREATE INDEX models_overview_first ON models_overview (first_year, facts);

CREATE TABLE places_overview (
    locality_id INTEGER PRIMARY KEY,
    place TEXT NOT NULL,
    type TEXT NOT NULL,
    province TEXT,
    facts INTEGER NOT NULL,
    models INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    first_year INTEGER,
    last_year INTEGER
) STRICT;
CREATE INDEX places_overview_models ON places_overview (models, facts);
CREATE INDEX places_overview_province ON places_overview (province, models);

CREATE TABLE provinces_overview (
    structure TEXT NOT NULL CHECK (structure IN ('new', 'old')),
    province TEXT NOT NULL,
    facts INTEGER NOT NULL,
    models INTEGER NOT NULL,
    places INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    first_year INTEGER,
    last_year INTEGER,
    last_published TEXT,
    PRIMARY KEY (structure, province)
) STRICT;

CREATE TABLE provinces_by_year (
    province TEXT NOT NULL,
    year INTEGER,
    facts INTEGER NOT NULL,
    models INTEGER NOT NULL,
    places INTEGER NOT NULL,
    articles INTEGER NOT NULL
) STRICT;
CREATE INDEX provinces_by_year_province ON provinces_by_year (province, year);

CREATE TABLE models_by_province_and_year (
    model_id INTEGER NOT NULL,
    model TEXT NOT NULL,
    province TEXT,
    year INTEGER,
    facts INTEGER NOT NULL,
    places INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    sources INTEGER NOT NULL
) STRICT;
CREATE INDEX models_by_province_and_year_model ON models_by_province_and_year (model_id, year, province);
CREATE INDEX models_by_province_and_year_province ON models_by_province_and_year (province, year, facts);
CREATE INDEX models_by_province_and_year_year ON models_by_province_and_year (year, facts);
CREATE INDEX models_by_province_and_year_facts ON models_by_province_and_year (facts);

CREATE TABLE models_in_places (
    model_id INTEGER NOT NULL,
    locality_id INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    first_year INTEGER,
    last_year INTEGER,
    PRIMARY KEY (model_id, locality_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX models_in_places_model ON models_in_places (model_id, facts);
CREATE INDEX models_in_places_locality ON models_in_places (locality_id, facts);

CREATE TABLE events_by_year (
    event TEXT NOT NULL,
    province TEXT,
    year INTEGER,
    facts INTEGER NOT NULL,
    models INTEGER NOT NULL
) STRICT;
CREATE INDEX events_by_year_event ON events_by_year (event, year);

CREATE TABLE units_overview (
    unit TEXT PRIMARY KEY,
    facts INTEGER NOT NULL,
    models INTEGER NOT NULL
) STRICT;

CREATE TABLE conflicts (
    model TEXT NOT NULL,
    place TEXT NOT NULL,
    unit TEXT,
    at TEXT,
    lowest REAL NOT NULL,
    highest REAL NOT NULL,
    sources INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    source_names TEXT NOT NULL,
    province TEXT,
    model_id INTEGER NOT NULL,
    locality_id INTEGER NOT NULL
) STRICT;
CREATE INDEX conflicts_model ON conflicts (model_id, locality_id);
CREATE INDEX conflicts_locality ON conflicts (locality_id);
CREATE INDEX conflicts_facts ON conflicts (facts);

CREATE TABLE new_province_totals (
    province TEXT NOT NULL,
    model TEXT,
    unit TEXT,
    year INTEGER,
    total REAL NOT NULL,
    former_provinces INTEGER NOT NULL,
    made_of TEXT NOT NULL,
    model_id INTEGER
) STRICT;
CREATE INDEX new_province_totals_province ON new_province_totals (province, year);
CREATE INDEX new_province_totals_model ON new_province_totals (model_id);

CREATE TABLE coverage (
    night TEXT NOT NULL,
    source TEXT NOT NULL,
    province TEXT,
    pages INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    not_articles INTEGER NOT NULL,
    parse_errors INTEGER NOT NULL,
    new_facts INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    source_id TEXT NOT NULL
) STRICT;
CREATE INDEX coverage_night ON coverage (night, new_facts);
CREATE INDEX coverage_source ON coverage (source_id, night);

-- One row: the sizes on the start page, and the state of the other tables at which all sums were made.
CREATE TABLE totals (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sources INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    models INTEGER NOT NULL,
    places INTEGER NOT NULL,
    reviewed INTEGER NOT NULL,
    flagged INTEGER NOT NULL,
    first_published TEXT,
    last_published TEXT,
    made_at TEXT NOT NULL,
    made_of TEXT NOT NULL
) STRICT;

-- Readable addresses: /model/tieng-keng-binh-yen, /place/tinh-quang-ninh/thi-xa-quang-yen/xa-hiep-hoa. From what
-- identifies them, so that they stay when a database is built anew; of two that read the same without accents, the
-- later one gets some digits of a hash. slug() and slug_hash() are registered by db.connection.open_database.
ALTER TABLE models ADD COLUMN slug TEXT;
CREATE UNIQUE INDEX models_slug ON models (slug);
CREATE VIEW name_model (id) AS SELECT id FROM models;
CREATE TRIGGER name_model_once INSTEAD OF INSERT ON name_model
BEGIN
    UPDATE models SET slug = slug(key) || CASE
            WHEN EXISTS (SELECT 1 FROM models AS o WHERE o.slug = slug(models.key)) THEN '-' || slug_hash(key) ELSE '' END
        WHERE id = new.id;
END;
CREATE TRIGGER models_slug_new AFTER INSERT ON models
BEGIN
    INSERT INTO name_model VALUES (new.id);
END;
INSERT INTO name_model SELECT id FROM models ORDER BY id;

ALTER TABLE localities ADD COLUMN slug TEXT;
CREATE UNIQUE INDEX localities_slug ON localities (slug);
CREATE VIEW name_place (id) AS SELECT id FROM localities;
CREATE TRIGGER name_place_once INSTEAD OF INSERT ON name_place
BEGIN
    UPDATE localities SET slug = slug(path) || CASE
            WHEN EXISTS (SELECT 1 FROM localities AS o WHERE o.slug = slug(localities.path)) THEN '-' || slug_hash(path) ELSE '' END
        WHERE id = new.id;
END;
CREATE TRIGGER localities_slug_new AFTER INSERT ON localities
BEGIN
    INSERT INTO name_place VALUES (new.id);
END;
INSERT INTO name_place SELECT id FROM localities ORDER BY id;
CREATE INDEX localities_new_path ON localities (new_path);

-- Names by their groups of three letters: finds them with letters missing, wrong or swapped.
CREATE VIRTUAL TABLE aliases_trigrams_fts USING fts5 (alias, content='', tokenize='trigram');
CREATE VIRTUAL TABLE localities_trigrams_fts USING fts5 (name, content='', tokenize='trigram');
INSERT INTO aliases_trigrams_fts (rowid, alias) SELECT id, fold(alias) FROM model_aliases;
INSERT INTO localities_trigrams_fts (rowid, name) SELECT id, fold(type || ' ' || name) FROM localities;
CREATE TRIGGER aliases_trigrams_insert AFTER INSERT ON model_aliases
BEGIN
    INSERT INTO aliases_trigrams_fts (rowid, alias) VALUES (new.id, fold(new.alias));
END;
CREATE TRIGGER aliases_trigrams_update AFTER UPDATE OF alias ON model_aliases WHEN old.alias IS NOT new.alias
BEGIN
    INSERT INTO aliases_trigrams_fts (aliases_trigrams_fts, rowid, alias) VALUES ('delete', old.id, fold(old.alias));
    INSERT INTO aliases_trigrams_fts (rowid, alias) VALUES (new.id, fold(new.alias));
END;
CREATE TRIGGER aliases_trigrams_delete AFTER DELETE ON model_aliases
BEGIN
    INSERT INTO aliases_trigrams_fts (aliases_trigrams_fts, rowid, alias) VALUES ('delete', old.id, fold(old.alias));
END;
CREATE TRIGGER localities_trigrams_insert AFTER INSERT ON localities
BEGIN
    INSERT INTO localities_trigrams_fts (rowid, name) VALUES (new.id, fold(new.type || ' ' || new.name));
END;
CREATE TRIGGER localities_trigrams_delete AFTER DELETE ON localities
BEGIN
    INSERT INTO localities_trigrams_fts (localities_trigrams_fts, rowid, name)
        VALUES ('delete', old.id, fold(old.type || ' ' || old.name));
END;
