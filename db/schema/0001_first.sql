-- The first schema. Every table and column is described in docs/data-model.md (a test holds the two together).
-- Times are UTC, ISO 8601 to the second ("2026-11-24T20:15:03Z"), unless the column says otherwise.
-- Long texts stand last in their tables: SQLite reads a row up to the column asked for.

CREATE TABLE sources (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    province TEXT,
    kind TEXT NOT NULL,
    hosts TEXT NOT NULL,
    layout TEXT,
    status TEXT NOT NULL,
    updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    version TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    exit_code INTEGER,
    summary TEXT
) STRICT;

-- The ledger: every URL ever seen, and what is to be done with it. The only truth about the crawl.
CREATE TABLE ledger (
    url TEXT PRIMARY KEY,
    source_id TEXT NOT NULL REFERENCES sources(id),
    kind TEXT NOT NULL CHECK (kind IN ('listing', 'feed', 'sitemap', 'article')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed', 'gone', 'refused')),
    tries INTEGER NOT NULL DEFAULT 0,
    visits INTEGER NOT NULL DEFAULT 0,
    last_status INTEGER,
    last_error TEXT,
    etag TEXT,
    last_modified TEXT,
    content_hash TEXT,
    next_due TEXT,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    last_fetched TEXT,
    last_changed TEXT,
    found_on TEXT
) STRICT;
CREATE INDEX ledger_due ON ledger (source_id, next_due);

-- One row per stored version of a page; the page itself is a record of a WARC file.
CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    source_id TEXT NOT NULL REFERENCES sources(id),
    run_id INTEGER REFERENCES runs(id),
    fetched_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    content_type TEXT,
    content_hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_record_id TEXT NOT NULL,
    parsed_at TEXT,
    parsed_as TEXT CHECK (parsed_as IN ('article', 'not_article', 'superseded', 'error')),
    parse_error TEXT,
    UNIQUE (url, content_hash)
) STRICT;
CREATE INDEX pages_unparsed ON pages (id) WHERE parsed_at IS NULL;
CREATE INDEX pages_run ON pages (run_id, source_id);
CREATE INDEX pages_source ON pages (source_id, fetched_at);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    title TEXT,
    published TEXT,
    source_id TEXT NOT NULL REFERENCES sources(id),
    url TEXT NOT NULL UNIQUE,
    canonical_url TEXT,
    page_id INTEGER REFERENCES pages(id),
    author TEXT,
    section TEXT,
    tags TEXT NOT NULL DEFAULT '[]',
    published_from TEXT,
    language TEXT,
    layout TEXT,
    method TEXT NOT NULL,
    issues TEXT NOT NULL DEFAULT '[]',
    first_seen TEXT NOT NULL,
    parsed_at TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    extracted_at TEXT,
    extracted_hash TEXT,
    extractor TEXT,
    lead TEXT,
    captions TEXT NOT NULL DEFAULT '[]',
    text TEXT NOT NULL
) STRICT;
CREATE INDEX articles_source ON articles (source_id, published);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_page ON articles (page_id);
CREATE INDEX articles_extraction ON articles (extractor, extracted_hash, text_hash);

CREATE TABLE models (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX models_name ON models (name);

CREATE TABLE model_aliases (
    id INTEGER PRIMARY KEY,
    model_id INTEGER NOT NULL REFERENCES models(id),
    alias TEXT NOT NULL,
    key TEXT NOT NULL,
    UNIQUE (model_id, alias)
) STRICT;
CREATE INDEX model_aliases_key ON model_aliases (key);

CREATE TABLE localities (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    parent_id INTEGER REFERENCES localities(id),
    province_id INTEGER REFERENCES localities(id),
    code TEXT,
    vintage TEXT,
    new_path TEXT,
    new_province TEXT,
    latitude REAL,
    longitude REAL
) STRICT;
CREATE INDEX localities_parent ON localities (parent_id);
CREATE INDEX localities_province ON localities (province_id);
CREATE INDEX localities_new_province ON localities (new_province);

-- A fact is a statement: this article says in this sentence that … Its id is made from what it says (db.statement).
-- `number` counts the statements in the order they were first stored: the row's number in the full-text index.
CREATE TABLE facts (
    id TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    model_id INTEGER REFERENCES models(id),
    value REAL,
    value_max REAL,
    qualifier TEXT NOT NULL CHECK (qualifier IN ('exact', 'at_least', 'approx')),
    unit TEXT,
    locality_id INTEGER REFERENCES localities(id),
    event TEXT CHECK (event IN ('launched', 'operating', 'replicated', 'recognised', 'planned', 'ended')),
    date TEXT,
    confidence REAL NOT NULL,
    state TEXT NOT NULL DEFAULT 'current' CHECK (state IN ('current', 'gone')),
    evidence TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    sentence_start INTEGER NOT NULL,
    occurrence INTEGER NOT NULL,
    rule TEXT NOT NULL,
    links TEXT NOT NULL DEFAULT '[]',
    first_run INTEGER REFERENCES runs(id),
    last_run INTEGER REFERENCES runs(id)
) STRICT;
CREATE INDEX facts_article ON facts (article_id, start);
-- With the state in them, models and places are counted without touching the long rows.
CREATE INDEX facts_model ON facts (model_id, locality_id, state);
CREATE INDEX facts_locality ON facts (locality_id, state);
CREATE INDEX facts_event ON facts (event) WHERE event IS NOT NULL;
CREATE INDEX facts_state ON facts (state, confidence);
CREATE INDEX facts_first_run ON facts (first_run);

CREATE TABLE flags (
    id INTEGER PRIMARY KEY,
    fact_id TEXT NOT NULL REFERENCES facts(id),
    flag TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (fact_id, flag)
) STRICT;
CREATE INDEX flags_flag ON flags (flag);

-- What each component saw, for the article page and for the editor.
CREATE TABLE mentions (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    kind TEXT NOT NULL CHECK (kind IN ('model', 'locality', 'quantity', 'time')),
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    label TEXT NOT NULL,
    model_id INTEGER REFERENCES models(id),
    locality_id INTEGER REFERENCES localities(id),
    candidates TEXT NOT NULL DEFAULT '[]',
    flags TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX mentions_article ON mentions (article_id, start);
CREATE INDEX mentions_model ON mentions (model_id);
CREATE INDEX mentions_locality ON mentions (locality_id);

-- Decisions of editors: append-only. No foreign key to facts on purpose: a decision outlives its statement.
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY,
    fact_id TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'correct', 'reject', 'unsure', 'undo')),
    corrected TEXT NOT NULL DEFAULT '{}',
    note TEXT,
    editor TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    shown TEXT NOT NULL,
    undoes INTEGER REFERENCES reviews(id),
    CHECK ((verdict = 'undo') = (undoes IS NOT NULL))
) STRICT;
CREATE INDEX reviews_fact ON reviews (fact_id, id);
CREATE UNIQUE INDEX reviews_undoes ON reviews (undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews
BEGIN
    SELECT RAISE(ABORT, 'decisions are append-only: undo one with another row');
END;
CREATE TRIGGER reviews_remain BEFORE DELETE ON reviews
BEGIN
    SELECT RAISE(ABORT, 'decisions are append-only: undo one with another row');
END;
