"""Earlier wordings of an article. Called by `db.store.save_article`, inside its transaction.

An article's row holds what its newest page version says. Whenever another version takes its place and says something
else, the old wording moves to ``revisions``, keyed by the page version it was read from: reading all versions again, in
whatever order, gives the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

_WORDING = ("title", "published", "author", "text", "captions")

_IS_OLDER = """
    SELECT a.id
    FROM articles AS a
    JOIN pages AS current ON current.id = a.page_id
    JOIN pages AS this ON this.id = :page_id
    WHERE a.url = :url AND (current.fetched_at, current.id) > (this.fetched_at, this.id)
"""

_KEEP = """
    INSERT INTO revisions (article_id, page_id, title, published, author, text_hash, lead, captions, text)
    VALUES (:article_id, :page_id, :title, :published, :author, :text_hash, :lead, :captions, :text)
    ON CONFLICT (page_id) DO UPDATE SET
        article_id = excluded.article_id, title = excluded.title, published = excluded.published, author = excluded.author,
        text_hash = excluded.text_hash, lead = excluded.lead, captions = excluded.captions, text = excluded.text
"""

_COLUMNS = "id AS article_id, page_id, title, published, author, text_hash, lead, captions, text"


def newer_version_of(db: Database, url: str, page_id: int | None) -> int | None:
    """The id of the article at *url* if what is stored of it was read from a newer page version than *page_id*."""
    row = db.execute(_IS_OLDER, {"url": url, "page_id": page_id}).fetchone()
    return None if row is None else int(row[0])


def keep_older(db: Database, article_id: int, values: Mapping[str, Any]) -> None:
    """Store what an older version said, unless it is what the article still says."""
    current = _row(db, "id = ?", article_id)
    assert current is not None
    if _same(current, values):
        db.conn.execute("DELETE FROM revisions WHERE page_id = ?", (values["page_id"],))
    else:
        db.conn.execute(_KEEP, {**values, "article_id": article_id})


def make_way(db: Database, values: Mapping[str, Any]) -> None:
    """Before *values* take the place of what the article says: keep that as a revision if another page says otherwise."""
    current = _row(db, "url = ?", values["url"])
    if current is None:
        return
    db.conn.execute("DELETE FROM revisions WHERE page_id = ?", (values["page_id"],))
    if current["page_id"] not in {None, values["page_id"]} and not _same(current, values):
        db.conn.execute(_KEEP, current)


def _row(db: Database, where: str, value: object) -> dict[str, Any] | None:
    cursor = db.execute(f"SELECT {_COLUMNS} FROM articles WHERE {where}", (value,))  # noqa: S608
    row = cursor.fetchone()
    return None if row is None else dict(zip([one[0] for one in cursor.description], row, strict=True))


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one[name] == other[name] for name in _WORDING)
