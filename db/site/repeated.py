"""Who else says the same: a statement that an article and its reprints make is one fact with all of them as sources.

Worked out from what holds now, not from the sums: a page shows a reprint as soon as it is known.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db.site.rows import rows

_GROUP = """
    SELECT x.original AS id FROM (SELECT coalesce((SELECT original_id FROM reprints WHERE article_id = :article), :article) AS original) AS x
    UNION
    SELECT r.article_id FROM reprints AS r
    WHERE r.original_id = coalesce((SELECT original_id FROM reprints WHERE article_id = :article), :article)
"""
_SAME = """
    o.model_id IS h.model_id AND o.model IS h.model AND o.locality_id IS h.locality_id AND o.place IS h.place
    AND o.count IS h.count AND o.count_max IS h.count_max AND o.unit IS h.unit AND o.qualifier IS h.qualifier
    AND o.event IS h.event AND o.date IS h.date
"""
_ALL = f"""
    WITH texts (id) AS ({_GROUP})
    SELECT o.id, o.article_id, a.title, a.published, s.name AS source, a.source_id,
           NOT EXISTS (SELECT 1 FROM reprints AS r WHERE r.article_id = o.article_id) AS first
    FROM holding AS h JOIN holding AS o ON o.article_id IN (SELECT id FROM texts) AND o.id <> h.id AND {_SAME}
    JOIN articles AS a ON a.id = o.article_id JOIN sources AS s ON s.id = a.source_id
    WHERE h.id = :id
    ORDER BY a.published, o.number LIMIT 60
"""  # noqa: S608 - our own columns
_NUMBERS = f"""
    WITH texts (id) AS ({_GROUP})
    SELECT h.id, count(DISTINCT o.article_id)
    FROM holding AS h JOIN holding AS o ON o.article_id IN (SELECT id FROM texts) AND o.article_id <> h.article_id AND {_SAME}
    WHERE h.article_id = :article GROUP BY h.id
"""  # noqa: S608 - our own columns


@dataclass(frozen=True, slots=True)
class Also:
    """Another statement of the same; ``first`` says that it stands in the text that was first."""

    id: str
    article_id: int
    title: str | None
    published: str | None
    source: str
    source_id: str
    first: bool


def who_else(connection: sqlite3.Connection, fact_id: str, article_id: int) -> tuple[Also, ...]:
    """The statements that say what *fact_id* says, in the same article, its original and its reprints; the oldest first."""
    return tuple(rows(connection, Also, _ALL, {"id": fact_id, "article": article_id}))


def articles_that_repeat(connection: sqlite3.Connection, article_id: int) -> dict[str, int]:
    """For each fact of an article that a reprint or its original has too: in how many other articles it stands."""
    return dict(connection.execute(_NUMBERS, {"article": article_id}).fetchall())
