-- What each run did at each source: how a site does from night to night is seen from it.
CREATE TABLE run_sources (
    run_id INTEGER NOT NULL REFERENCES runs(id),
    source_id TEXT NOT NULL REFERENCES sources(id),
    requested INTEGER NOT NULL,
    found INTEGER NOT NULL,
    new_pages INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    not_reached INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    seconds REAL,
    stopped TEXT,
    PRIMARY KEY (run_id, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_sources_source ON run_sources (source_id, run_id);

-- The report of a run, as it was told.
CREATE TABLE reports (
    run_id INTEGER PRIMARY KEY REFERENCES runs(id),
    markdown TEXT NOT NULL,
    html TEXT NOT NULL
) STRICT;
