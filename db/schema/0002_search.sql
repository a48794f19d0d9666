-- Full-text search on folded text: lower case, marks off, đ → d. `unicode61 remove_diacritics` alone leaves đ.
-- The tables hold the index only (content=''); what is shown comes from the tables indexed. Triggers keep it fresh
-- whoever writes; they need the function fold(), which `db.connection.open_database` registers.

CREATE VIRTUAL TABLE aliases_fts USING fts5 (alias, content='', tokenize='unicode61', prefix='2 3');
CREATE VIRTUAL TABLE localities_fts USING fts5 (path, content='', tokenize='unicode61', prefix='2 3');
CREATE VIRTUAL TABLE articles_fts USING fts5 (title, text, content='', tokenize='unicode61');
CREATE VIRTUAL TABLE facts_fts USING fts5 (sentence, content='', tokenize='unicode61');

CREATE TRIGGER aliases_fts_insert AFTER INSERT ON model_aliases
BEGIN
    INSERT INTO aliases_fts (rowid, alias) VALUES (new.id, fold(new.alias));
END;
CREATE TRIGGER aliases_fts_update AFTER UPDATE OF alias ON model_aliases WHEN old.alias IS NOT new.alias
BEGIN
    INSERT INTO aliases_fts (aliases_fts, rowid, alias) VALUES ('delete', old.id, fold(old.alias));
    INSERT INTO aliases_fts (rowid, alias) VALUES (new.id, fold(new.alias));
END;
CREATE TRIGGER aliases_fts_delete AFTER DELETE ON model_aliases
BEGIN
    INSERT INTO aliases_fts (aliases_fts, rowid, alias) VALUES ('delete', old.id, fold(old.alias));
END;

CREATE TRIGGER localities_fts_insert AFTER INSERT ON localities
BEGIN
    INSERT INTO localities_fts (rowid, path) VALUES (new.id, fold(new.path));
END;
CREATE TRIGGER localities_fts_update AFTER UPDATE OF path ON localities WHEN old.path IS NOT new.path
BEGIN
    INSERT INTO localities_fts (localities_fts, rowid, path) VALUES ('delete', old.id, fold(old.path));
    INSERT INTO localities_fts (rowid, path) VALUES (new.id, fold(new.path));
END;
CREATE TRIGGER localities_fts_delete AFTER DELETE ON localities
BEGIN
    INSERT INTO localities_fts (localities_fts, rowid, path) VALUES ('delete', old.id, fold(old.path));
END;

CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles
BEGIN
    INSERT INTO articles_fts (rowid, title, text) VALUES (new.id, fold(new.title), fold(new.text));
END;
CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, text ON articles
WHEN old.title IS NOT new.title OR old.text IS NOT new.text
BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text)
        VALUES ('delete', old.id, fold(old.title), fold(old.text));
    INSERT INTO articles_fts (rowid, title, text) VALUES (new.id, fold(new.title), fold(new.text));
END;
CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles
BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text)
        VALUES ('delete', old.id, fold(old.title), fold(old.text));
END;

CREATE TRIGGER facts_fts_insert AFTER INSERT ON facts
BEGIN
    INSERT INTO facts_fts (rowid, sentence) VALUES (new.number, fold(new.sentence));
END;
CREATE TRIGGER facts_fts_update AFTER UPDATE OF sentence ON facts WHEN old.sentence IS NOT new.sentence
BEGIN
    INSERT INTO facts_fts (facts_fts, rowid, sentence) VALUES ('delete', old.number, fold(old.sentence));
    INSERT INTO facts_fts (rowid, sentence) VALUES (new.number, fold(new.sentence));
END;
CREATE TRIGGER facts_fts_delete AFTER DELETE ON facts
BEGIN
    INSERT INTO facts_fts (facts_fts, rowid, sentence) VALUES ('delete', old.number, fold(old.sentence));
END;
