"""Writing sources, pages, articles and extractions, and asking what is still to be done.

Every function writes in one short transaction of its own, or as part of the caller's `writing(db)` block, which is
the way to store a batch. Nothing here ever touches a decision of an editor.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any

from sqlite_utils import Database

from db.connection import writing
from db.extractions import save_extraction
from db.records import ArticleRow, ArticleToExtract, PageRow, PageToParse, SourceRow
from db.revisions import keep_older, make_way, newer_version_of
from db.runs import utc_now

__all__ = [
    "articles_to_extract",
    "count_to_extract",
    "count_to_parse",
    "mark_parsed",
    "pages_to_parse",
    "save_article",
    "save_extraction",
    "save_page",
    "save_sources",
    "text_hash",
]

BATCH = 100
"""Rows an iterator reads at once. It holds no read transaction between batches, so writers may come between."""


def save_sources(db: Database, sources: Iterable[SourceRow]) -> None:
    """Insert or update *sources* by id. Sources no longer in the registry stay: their articles do too."""
    now = utc_now()
    rows = [(s.id, s.name, s.province, s.kind, _json(s.hosts), s.layout, s.status, now) for s in sources]
    with writing(db):
        db.conn.executemany(
            "INSERT INTO sources (id, name, province, kind, hosts, layout, status, updated_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
            "province = excluded.province, kind = excluded.kind, hosts = excluded.hosts, layout = excluded.layout, "
            "status = excluded.status, updated_at = excluded.updated_at",
            rows,
        )


_INSERT_PAGE = """
    INSERT INTO pages (url, source_id, run_id, fetched_at, status, content_type, content_hash, size,
                       warc_file, warc_offset, warc_record_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (url, content_hash) DO UPDATE SET
        run_id = excluded.run_id, fetched_at = excluded.fetched_at, status = excluded.status,
        content_type = excluded.content_type, size = excluded.size, warc_file = excluded.warc_file,
        warc_offset = excluded.warc_offset, warc_record_id = excluded.warc_record_id,
        parsed_at = NULL, parsed_as = NULL, parse_error = NULL
    RETURNING id
"""


def save_page(db: Database, page: PageRow) -> int:
    """Register a fetched page version; gives its id.

    The same content as the newest version of that URL changes nothing. Content that an older version had
    (the site took an edit back) makes that version the newest again. Every version is parsed: what an older one said becomes a revision.
    """
    with writing(db):
        newest = db.execute(
            "SELECT id, content_hash FROM pages WHERE url = ? ORDER BY fetched_at DESC, id DESC LIMIT 1",
            (page.url,),
        ).fetchone()
        if newest is not None and newest[1] == page.content_hash:
            return int(newest[0])
        values = (
            page.url, page.source_id, page.run_id, page.fetched_at, page.status, page.content_type,
            page.content_hash, page.size, page.warc_file, page.warc_offset, page.warc_record_id,
        )  # fmt: skip
        return int(db.conn.execute(_INSERT_PAGE, values).fetchone()[0])


def mark_parsed(db: Database, page_id: int, parsed_as: str, error: str | None = None) -> None:
    """Write down what became of a page: ``article``, ``not_article`` or ``error`` with the error in words."""
    with writing(db):
        db.conn.execute(
            "UPDATE pages SET parsed_at = ?, parsed_as = ?, parse_error = ? WHERE id = ?",
            (utc_now(), parsed_as, error, page_id),
        )


def text_hash(article: ArticleRow) -> str:
    """A hash of all that extraction reads of an article: while it stays the same, extracting again finds the same."""
    packed = json.dumps([article.title or "", article.text, article.published], ensure_ascii=False)
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()


_SAVE_ARTICLE = """
    INSERT INTO articles (url, canonical_url, source_id, page_id, title, lead, text, captions, author, section, tags,
                          published, published_from, language, layout, method, issues, witnesses, text_hash, parsed_at, first_seen)
    VALUES (:url, :canonical_url, :source_id, :page_id, :title, :lead, :text, :captions, :author, :section, :tags,
            :published, :published_from, :language, :layout, :method, :issues, :witnesses, :text_hash, :now, :now)
    ON CONFLICT (url) DO UPDATE SET
        canonical_url = excluded.canonical_url, source_id = excluded.source_id, page_id = excluded.page_id,
        title = excluded.title, lead = excluded.lead, text = excluded.text, captions = excluded.captions,
        author = excluded.author, section = excluded.section, tags = excluded.tags, published = excluded.published,
        published_from = excluded.published_from, language = excluded.language, layout = excluded.layout,
        method = excluded.method, issues = excluded.issues, witnesses = excluded.witnesses, text_hash = excluded.text_hash,
        parsed_at = excluded.parsed_at
    RETURNING id
"""


_ARTICLE = tuple(field.name for field in fields(ArticleRow))


def save_article(db: Database, article: ArticleRow) -> int:
    """Insert or update an article by its URL, and mark its page as parsed; gives the article's id.

    What was extracted from an earlier text stays until the article is extracted again. What the article said before is
    kept as a revision; so is a page version older than the one the article was read from, which changes nothing else.
    """
    values: dict[str, Any] = {column: getattr(article, column) for column in _ARTICLE}
    values |= {column: _json(values[column]) for column in ("captions", "tags", "issues", "witnesses")}
    values |= {"text_hash": text_hash(article), "now": utc_now()}
    with writing(db):
        known = db.execute("SELECT 1 FROM articles WHERE url = ?", (article.url,)).fetchone() is not None
        article_id = newer_version_of(db, article.url, article.page_id) if known else None
        if article_id is not None:
            keep_older(db, article_id, values)
        else:
            if known:
                make_way(db, values)
            article_id = int(db.conn.execute(_SAVE_ARTICLE, values).fetchone()[0])
        if article.page_id is not None:
            mark_parsed(db, article.page_id, "article")
        return article_id


_TO_PARSE = """
    FROM pages AS p
    WHERE p.parsed_at IS NULL AND p.id > :after
      AND (:sources IS NULL OR p.source_id IN (SELECT value FROM json_each(:sources)))
"""


def pages_to_parse(db: Database, source_ids: Collection[str] | None = None) -> Iterator[PageToParse]:
    """Pages that have not been parsed, oldest first, of *source_ids* or of all. A page that fails is not met twice."""
    select = "SELECT p.id, p.url, p.source_id, p.content_type, p.fetched_at, p.warc_file, p.warc_offset"
    for row in _in_batches(db, f"{select} {_TO_PARSE} ORDER BY p.id LIMIT :batch", _sources(source_ids)):
        yield PageToParse(*row)


def count_to_parse(db: Database, source_ids: Collection[str] | None = None) -> int:
    """How many pages `pages_to_parse` would give now."""
    return _count(db, _TO_PARSE, _sources(source_ids))


_TO_EXTRACT = """
    FROM articles AS a JOIN sources AS s ON s.id = a.source_id
    LEFT JOIN reprints AS r ON r.article_id = a.id
    LEFT JOIN articles AS first ON first.id = r.original_id
    LEFT JOIN sources AS firsts ON firsts.id = first.source_id
    WHERE a.id > :after
      AND (:everything OR a.extractor IS NOT :extractor OR a.extracted_hash IS NOT a.text_hash)
      AND (:sources IS NULL OR a.source_id IN (SELECT value FROM json_each(:sources)))
"""


def articles_to_extract(
    db: Database, extractor: str, source_ids: Collection[str] | None = None, *, everything: bool = False
) -> Iterator[ArticleToExtract]:
    """Articles whose text is newer than their facts, or whose facts are another extractor's than *extractor* (a version).

    With *everything* all articles are given, whether they need it or not.
    """
    select = (
        "SELECT a.id, a.url, a.source_id, coalesce(a.title, ''), a.text, a.text_hash, a.published, "
        "coalesce(firsts.province, s.province)"
    )
    parameters = _sources(source_ids) | {"extractor": extractor, "everything": everything}
    for row in _in_batches(db, f"{select} {_TO_EXTRACT} ORDER BY a.id LIMIT :batch", parameters):
        yield ArticleToExtract(*row)


def count_to_extract(
    db: Database, extractor: str, source_ids: Collection[str] | None = None, *, everything: bool = False
) -> int:
    """How many articles `articles_to_extract` would give now."""
    return _count(db, _TO_EXTRACT, _sources(source_ids) | {"extractor": extractor, "everything": everything})


def _in_batches(db: Database, sql: str, parameters: dict[str, Any]) -> Iterator[Sequence[Any]]:
    """Rows of *sql* in the order of their ids (the first column), read batch by batch."""
    bound = parameters | {"batch": BATCH, "after": -1}
    while rows := db.execute(sql, bound).fetchall():
        yield from rows
        bound["after"] = rows[-1][0]


def _count(db: Database, from_where: str, parameters: dict[str, Any]) -> int:
    return int(db.execute(f"SELECT count(*) {from_where}", parameters | {"after": -1}).fetchone()[0])


def _sources(source_ids: Collection[str] | None) -> dict[str, Any]:
    return {"sources": None if source_ids is None else _json(sorted(source_ids))}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
