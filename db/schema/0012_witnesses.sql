-- Where each field of an article was found: field → witness, as JSON.
ALTER TABLE articles ADD COLUMN witnesses TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(witnesses));
