-- What an article said before its site changed it: one row for each earlier version of its page with another wording.
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    page_id INTEGER NOT NULL UNIQUE REFERENCES pages(id),
    title TEXT,
    published TEXT,
    author TEXT,
    text_hash TEXT NOT NULL,
    lead TEXT,
    captions TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX revisions_article ON revisions (article_id, page_id);

-- By what near-duplicates are recognised (db.reprints): the MinHash signature of each text, and its bands, by which
-- candidates are found without comparing everything with everything.
CREATE TABLE signatures (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id),
    text_hash TEXT NOT NULL,
    made_by TEXT NOT NULL,
    signature BLOB NOT NULL
) STRICT;
CREATE TABLE signature_bands (
    value INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    PRIMARY KEY (value, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX signature_bands_article ON signature_bands (article_id);

-- Articles that have the text of an earlier one, on whatever site; the earliest has no row.
CREATE TABLE reprints (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id),
    original_id INTEGER NOT NULL REFERENCES articles(id),
    similarity REAL NOT NULL
) STRICT;
CREATE INDEX reprints_original ON reprints (original_id);

-- One row for each thing said: an article and its reprints say it once, with all their sources.
CREATE VIEW facts_once AS
SELECT h.model, h.place, h.count, h.unit, h.qualifier, h.event, h.date, h.province, min(h.year) AS year,
       count(DISTINCT h.source_id) AS sources, group_concat(DISTINCT h.source) AS source_names,
       count(DISTINCT h.article_id) AS articles, min(h.published) AS published, max(h.confidence) AS confidence,
       h.count_max, coalesce(r.original_id, h.article_id) AS original_id, h.model_id, h.locality_id,
       min(h.number) AS number, count(*) AS statements
FROM facts_holding AS h
LEFT JOIN reprints AS r ON r.article_id = h.article_id
GROUP BY coalesce(r.original_id, h.article_id), h.model_id, h.model, h.locality_id, h.place, h.count, h.count_max, h.unit,
         h.qualifier, h.event, h.date;
