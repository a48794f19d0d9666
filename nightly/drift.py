"""Layout drift: a site has changed its pages, and its layout no longer reads them. Noticed the same night.

`coverage` measures what a source's newest pages gave, `drift` compares it with the floors of its registry entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from statistics import median

from sqlite_utils import Database

from crawler.source import Floors, Source

LEAST = 5
"""Fewer pages than this say nothing about a layout."""

ARTICLES = 0.5
"""Below this share of articles among pages whose addresses are those of articles, the parser no longer knows them."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the newest pages of a source gave: shares from 0 to 1; ``body`` the median length of a text in characters."""

    pages: int
    article: float
    title: float
    date: float
    fallback: float
    body: float


def coverage(db: Database, source_id: str, since: str) -> Coverage:
    """Measure the pages of a source parsed since ``since``, or its last few when they were fewer."""
    sql = files("nightly").joinpath("sql/coverage.sql").read_text(encoding="utf-8")
    rows = db.execute(sql, {"source": source_id, "since": since, "least": LEAST}).fetchall()
    articles = [row for row in rows if row[0]]

    def share(column: int) -> float:
        return sum(bool(row[column]) for row in articles) / len(articles) if articles else 0.0

    return Coverage(
        pages=len(rows),
        article=len(articles) / len(rows) if rows else 0.0,
        title=share(1),
        date=share(2),
        fallback=share(3),
        body=median(row[4] or 0 for row in articles) if articles else 0.0,
    )


def drift(measured: Coverage, floors: Floors) -> tuple[str, ...]:
    """What is below its floor, each in words; nothing where there are too few pages to tell."""
    if measured.pages < LEAST:
        return ()
    found = []
    if measured.article < ARTICLES:
        found.append(f"only {measured.article:.0%} of {measured.pages} pages were recognised as articles")
    if not measured.article:
        return tuple(found)
    if measured.title < floors.title:
        found.append(f"{measured.title:.0%} have a title (floor {floors.title:.0%})")
    if measured.date < floors.date:
        found.append(f"{measured.date:.0%} have a date (floor {floors.date:.0%})")
    if measured.body < floors.body:
        found.append(f"half the texts are shorter than {measured.body:.0f} characters (floor {floors.body})")
    if measured.fallback > floors.fallback:
        found.append(f"{measured.fallback:.0%} were read by the fall-back (at most {floors.fallback:.0%})")
    return tuple(found)


def drifting(db: Database, sources: Sequence[Source], since: str) -> list[tuple[str, str]]:
    """Each source that has new pages and falls below its floors: id, and in words."""
    fresh = {
        row[0] for row in db.execute("SELECT DISTINCT source_id FROM pages WHERE parsed_at >= ?", (since,))
    }
    lines = []
    for source in sources:
        found = drift(coverage(db, source.id, since), source.floors) if source.id in fresh else ()
        if found:
            layout = f"layout {source.layout}" if source.layout else "it has no layout"
            lines.append((source.id, f"its pages seem to have changed ({layout}): {'; '.join(found)}"))
    return lines
