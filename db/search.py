"""Search over models, places, sentences of facts and articles, with and without accents.

The index holds folded text (`db.folding.fold`); a query is folded too, and what is shown is the original.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlite_utils import Database

from db.connection import writing
from db.folding import fold
from db.similar import similar_models, similar_places
from db.typed import any_of, begun, match, may_be_begun, of_a_name, spelt_out, words_of

__all__ = [
    "Found",
    "Hit",
    "Piece",
    "Results",
    "fold",
    "rebuild_index",
    "search",
    "snippet",
]

RECENT = 40
"""Of the sentences and articles that match, how many of the newest are looked at.

A common word matches a million, and FTS5 reads every match before it can rank one (measured: 6 s at 200,000 sentences).
"""

MOST_TERMS = 60
"""With more words that begin alike than that, FTS5 puts them together itself."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text to show; ``match`` says that the query's words are in it."""

    text: str
    match: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: what its address ends with, its text in pieces, a line about it; its facts where it is a thing, else when it was published."""

    id: str
    pieces: tuple[Piece, ...]
    detail: str
    facts: int | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one kind, best first; ``more`` says that there are others beyond the limit.

    ``similar`` says that nothing has the words as typed, and these are names that come near.
    """

    hits: tuple[Hit, ...]
    more: bool
    similar: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """What was found for a query."""

    models: Found
    places: Found
    sentences: Found
    articles: Found

    @property
    def empty(self) -> bool:
        """Whether nothing at all was found."""
        return not (self.models.hits or self.places.hits or self.sentences.hits or self.articles.hits)


_MODELS = """
    SELECT m.slug AS id, m.name AS text, x.facts,
           (SELECT group_concat(alias, ' · ') FROM model_aliases WHERE model_id = m.id AND alias <> m.name) AS more
    FROM (SELECT a.model_id, coalesce(o.facts, 0) AS facts
          FROM aliases_fts JOIN model_aliases AS a ON a.id = aliases_fts.rowid
          LEFT JOIN models_overview AS o ON o.model_id = a.model_id
          WHERE aliases_fts MATCH :match
          GROUP BY a.model_id ORDER BY o.facts DESC, a.model_id LIMIT :limit) AS x
    JOIN models AS m ON m.id = x.model_id
    ORDER BY x.facts DESC, m.id
"""
_PLACES = """
    SELECT l.slug AS id, l.path AS text, coalesce(o.facts, 0) AS facts, l.new_path AS more
    FROM localities_fts AS x JOIN localities AS l ON l.id = x.rowid
    LEFT JOIN places_overview AS o ON o.locality_id = l.id
    WHERE localities_fts MATCH :match
    ORDER BY length(l.path), o.facts DESC, l.id LIMIT :limit
"""
_SIMILAR_MODELS = """
    SELECT m.slug AS id, m.name AS text, coalesce(o.facts, 0) AS facts, NULL AS more
    FROM models AS m LEFT JOIN models_overview AS o ON o.model_id = m.id WHERE m.id = :id
"""
_SIMILAR_PLACES = """
    SELECT l.slug AS id, l.path AS text, coalesce(o.facts, 0) AS facts, l.new_path AS more
    FROM localities AS l LEFT JOIN places_overview AS o ON o.locality_id = l.id WHERE l.id = :id
"""
_SENTENCES = """
    SELECT f.id, f.sentence AS text, '' AS title, s.name AS more, a.published
    FROM json_each(:found) AS x
    JOIN facts AS f ON f.number = x.value
    JOIN articles AS a ON a.id = f.article_id
    JOIN sources AS s ON s.id = a.source_id
    WHERE f.state = 'current' AND f.number NOT IN (SELECT number FROM repeats)
    GROUP BY f.article_id, f.sentence_start
    ORDER BY f.number DESC
"""
_ARTICLES = """
    SELECT a.id, a.text, coalesce(a.title, '') AS title, s.name AS more, a.published
    FROM json_each(:found) AS x
    JOIN articles AS a ON a.id = x.value
    JOIN sources AS s ON s.id = a.source_id
    ORDER BY a.id DESC
"""


def search(connection: sqlite3.Connection, query: str, limit: int = 10) -> Results:
    """What *query* finds, at most *limit* of each kind. The connection needs `fold()` only where it writes.

    Words typed with accents find text without, and the other way round; hits that have them just as typed come first.
    """
    words = words_of(query)
    if not words:
        nothing = Found((), more=False)
        return Results(nothing, nothing, nothing, nothing)
    named, marking = of_a_name(words), spelt_out(words)
    parameters = {"match": begun(named), "limit": limit + 1}

    def rows(sql: str, values: Mapping[str, object] = parameters) -> list[sqlite3.Row]:
        cursor = connection.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor.execute(sql, values).fetchall()

    def near(sql: str, ids: Sequence[int]) -> Found:
        hits = [_named(row, ()) for key in ids[:limit] for row in rows(sql, {"id": key})]
        return Found(tuple(hits), more=len(ids) > limit, similar=True)

    def texts(table: str, sql: str) -> Found:
        newest = rows(sql, {"found": json.dumps(_newest(connection, table, words))})
        return _found(_closest(newest, words), query, limit, lambda row: _text(row, marking))

    models, places, sentences = rows(_MODELS), rows(_PLACES), texts("facts_fts", _SENTENCES)
    # Similar names only where neither a model nor a place has the words, nor a page of sentences: whoever types one does
    # not mean the other.
    typo = not models and not places and len(sentences.hits) < limit
    name = " ".join(named)
    return Results(
        models=near(_SIMILAR_MODELS, similar_models(connection, name))
        if typo
        else _found(models, query, limit, lambda row: _named(row, marking)),
        places=near(_SIMILAR_PLACES, similar_places(connection, name))
        if typo
        else _found(places, query, limit, lambda row: _named(row, marking)),
        sentences=sentences,
        articles=texts("articles_fts", _ARTICLES),
    )


def _newest(connection: sqlite3.Connection, table: str, words: Sequence[str]) -> list[int]:
    """Row numbers of the newest texts of an index that have the words, the last of them begun or whole.

    Whole words first; mostly there are enough of them.
    """
    sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT {RECENT}"  # noqa: S608 - our own names

    def found(expression: str) -> list[int]:
        return [row[0] for row in connection.execute(sql, (expression,))]

    numbers = found(match(words))
    if len(numbers) == RECENT or not may_be_begun(words):
        return numbers
    # FTS5 walks words as far as it must, but puts together all that begins like “nin” before it starts (75 ms in a
    # million sentences): so the words that begin like it are looked up first.
    terms = _terms(connection, table, words[-1])
    return found(match(words, any_of(terms)) if 0 < len(terms) <= MOST_TERMS else begun(words))


def _terms(connection: sqlite3.Connection, table: str, beginning: str) -> list[str]:
    """The words of an index that have this *beginning*; one more than `MOST_TERMS` where there are too many."""
    # In the connection's own schema: of the file's it would be one more table to show, and reading all of it takes minutes.
    connection.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table}_terms USING fts5vocab (main, {table}, instance)"
    )
    # One look-up a word: there is a row for each occurrence, and only the first of a word is read.
    sql = f"SELECT term FROM temp.{table}_terms WHERE term >= ? LIMIT 1"  # noqa: S608 - our own names
    terms: list[str] = []
    row = connection.execute(sql, (beginning,)).fetchone()
    while row and row[0].startswith(beginning) and len(terms) <= MOST_TERMS:
        terms.append(row[0])
        row = connection.execute(sql, (row[0] + "\x01",)).fetchone()
    return terms


def _named(row: sqlite3.Row, words: Sequence[str]) -> Hit:
    return Hit(str(row["id"]), marked(row["text"], words), row["more"] or "", row["facts"])


def _text(row: sqlite3.Row, words: Sequence[str]) -> Hit:
    title = (*marked(row["title"], words), Piece(" — ", match=False)) if row["title"] else ()
    return Hit(
        str(row["id"]), (*title, *snippet(row["text"], words)), row["more"], published=row["published"]
    )


def _closest(rows: list[sqlite3.Row], words: Sequence[str]) -> list[sqlite3.Row]:
    """Rows that have the words next to each other first, in the title before in the text; the newest first among equals."""
    phrase = re.compile(r"\b" + r"\W+".join(map(re.escape, words)))
    return sorted(
        rows,
        key=lambda row: 2 * (not phrase.search(fold(row["title"]))) + (not phrase.search(fold(row["text"]))),
    )


def _found(rows: list[sqlite3.Row], query: str, limit: int, shown: Callable[[sqlite3.Row], Hit]) -> Found:
    """The first *limit* of *rows* as hits; those that have the query just as typed come first."""
    typed = query.casefold().strip()
    hits = [shown(row) for row in rows[:limit]]
    hits.sort(key=lambda hit: typed not in "".join(p.text for p in hit.pieces).casefold())
    return Found(tuple(hits), more=len(rows) > limit)


def marked(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """*text* cut into pieces where the folded *words* begin a word of it. The text must be composed (NFC)."""
    pieces: list[Piece] = []
    position = 0
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    for found in re.finditer(rf"\b(?:{pattern})", fold(text)) if pattern else ():
        if found.start() > position:
            pieces.append(Piece(text[position : found.start()], match=False))
        pieces.append(Piece(text[found.start() : found.end()], match=True))
        position = found.end()
    if position < len(text):
        pieces.append(Piece(text[position:], match=False))
    return tuple(pieces)


def snippet(text: str, words: Sequence[str], width: int = 220) -> tuple[Piece, ...]:
    """About *width* characters of *text* around the place where most of the folded *words* stand together."""
    text = text.replace("\n", " ")
    folded = fold(text)
    starts = [
        found.start() for word in words for found in islice(re.finditer(rf"\b{re.escape(word)}", folded), 20)
    ]
    if len(text) <= width or not starts:
        return marked(text[:width] + ("…" if len(text) > width else ""), words)
    best = max(
        sorted(starts), key=lambda start: sum(start <= other < start + width * 2 // 3 for other in starts)
    )
    begin = text.rfind(" ", 0, max(best - width // 4, 0)) + 1
    end = text.find(" ", min(begin + width, len(text)))
    end = len(text) if end < 0 else end
    return marked(("… " if begin else "") + text[begin:end] + (" …" if end < len(text) else ""), words)


_REBUILD = (
    "INSERT INTO aliases_fts (aliases_fts) VALUES ('delete-all')",
    "INSERT INTO aliases_fts (rowid, alias) SELECT id, fold(alias) FROM model_aliases",
    "INSERT INTO localities_fts (localities_fts) VALUES ('delete-all')",
    "INSERT INTO localities_fts (rowid, path) SELECT id, fold(path) FROM localities",
    "INSERT INTO aliases_trigrams_fts (aliases_trigrams_fts) VALUES ('delete-all')",
    "INSERT INTO aliases_trigrams_fts (rowid, alias) SELECT id, fold(alias) FROM model_aliases",
    "INSERT INTO localities_trigrams_fts (localities_trigrams_fts) VALUES ('delete-all')",
    "INSERT INTO localities_trigrams_fts (rowid, name) SELECT id, fold(type || ' ' || name) FROM localities",
    "INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')",
    "INSERT INTO articles_fts (rowid, title, text) SELECT id, fold(title), fold(text) FROM articles",
    "INSERT INTO facts_fts (facts_fts) VALUES ('delete-all')",
    "INSERT INTO facts_fts (rowid, sentence) SELECT number, fold(sentence) FROM facts ORDER BY number",
)


def rebuild_index(db: Database) -> None:
    """Make the whole full-text index again, in one transaction. Needed when `fold` changes; otherwise it stays fresh."""
    with writing(db):
        for statement in _REBUILD:
            db.conn.execute(statement)
