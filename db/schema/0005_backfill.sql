-- Back-filling: how far each listing has been followed into the past. One row a listing of the registry.
CREATE TABLE backfills (
    listing TEXT PRIMARY KEY,
    source_id TEXT NOT NULL REFERENCES sources(id),
    since TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done')),
    next_url TEXT NOT NULL,
    pages INTEGER NOT NULL DEFAULT 0,
    reached TEXT,
    shown TEXT,
    ended TEXT,
    updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX backfills_source ON backfills (source_id, state);

-- What two addresses of one article have in common, where a source says what that is (its number): kept once.
ALTER TABLE ledger ADD COLUMN identity TEXT;
CREATE UNIQUE INDEX ledger_identity ON ledger (source_id, identity) WHERE identity IS NOT NULL;
