"""What the start page tells: what is there, since when, how sure, and what the last run said. Read from sums."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from db.site.cards import CARD_COLUMNS, SAID_FIRST, Card
from db.site.rows import rows


@dataclass(frozen=True, slots=True)
class Totals:
    """Sizes of the database; ``facts`` counts what reprints repeat once, ``statements`` all; ``reviewed`` counts current facts with a live decision, ``flagged`` those with a flag."""

    sources: int
    articles: int
    facts: int
    statements: int
    models: int
    places: int
    reviewed: int
    flagged: int
    first_published: str | None
    last_published: str | None
    made_at: str


@dataclass(frozen=True, slots=True)
class LastRun:
    """The run started last."""

    id: int
    command: str
    version: str
    started_at: str
    finished_at: str | None
    exit_code: int | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A model with its number of facts; ``share`` is of the largest, 0 to 100, for a bar."""

    name: str
    slug: str
    facts: int
    provinces: int
    share: float


@dataclass(frozen=True, slots=True)
class ProvinceSum:
    """A province on the map."""

    province: str
    facts: int
    models: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All of the start page."""

    totals: Totals
    last_run: LastRun | None
    newest: tuple[Card, ...]
    frequent: tuple[Ranked, ...]
    recent: tuple[Ranked, ...]
    provinces: tuple[ProvinceSum, ...]


_TOTALS = """
    SELECT sources, articles, facts, statements, models, places, reviewed, flagged, first_published, last_published, made_at
    FROM totals
"""
_FREQUENT = """
    SELECT m.name, m.slug, o.facts, o.provinces FROM models_overview AS o JOIN models AS m ON m.id = o.model_id
    ORDER BY o.facts DESC, o.model_id LIMIT 12
"""
_RECENT = """
    SELECT m.name, m.slug, o.facts, o.provinces
    FROM (SELECT id FROM models ORDER BY id DESC LIMIT 200) AS x
    JOIN models_overview AS o ON o.model_id = x.id JOIN models AS m ON m.id = x.id
    ORDER BY x.id DESC LIMIT 8
"""
_PROVINCES = """
    SELECT province, facts, models FROM provinces_overview WHERE structure = :structure ORDER BY models DESC, province
"""
_NEWEST = f"""
    SELECT {CARD_COLUMNS} FROM facts_effective AS e WHERE {SAID_FIRST}
    ORDER BY e.published DESC, e.number DESC LIMIT 60
"""  # noqa: S608 - our own columns
_RUN = """
    SELECT id, command, version, started_at, finished_at, exit_code, coalesce(summary, '{}') FROM runs
    ORDER BY id DESC LIMIT 1
"""


def read_overview(connection: sqlite3.Connection, structure: str) -> Overview:
    """The overview, with the provinces of a *structure* (``new``: 34, ``old``: 63)."""
    return Overview(
        totals=rows(connection, Totals, _TOTALS)[0],
        last_run=_last_run(connection),
        newest=_newest(rows(connection, Card, _NEWEST)),
        frequent=_ranked(connection, _FREQUENT),
        recent=_ranked(connection, _RECENT),
        provinces=tuple(rows(connection, ProvinceSum, _PROVINCES, {"structure": structure})),
    )


def _newest(facts: list[Card], limit: int = 6) -> tuple[Card, ...]:
    """Of each of the newest articles the fact that says most: a named model with a count before others, then the surest."""
    telling: dict[int, Card] = {}
    for fact in sorted(facts, key=lambda f: (f.model is None, f.count is None, -f.confidence)):
        telling.setdefault(fact.article_id, fact)
    newest = sorted(telling.values(), key=lambda f: (f.published or "", f.number), reverse=True)
    named = [fact for fact in newest if fact.model]
    return tuple(named[:limit] if len(named) >= limit else newest[:limit])


def _ranked(connection: sqlite3.Connection, sql: str) -> tuple[Ranked, ...]:
    found = connection.execute(sql).fetchall()
    largest = max((row[2] for row in found), default=1)
    return tuple(
        Ranked(name, slug, facts, provinces, round(100 * facts / largest, 1))
        for name, slug, facts, provinces in found
    )


def _last_run(connection: sqlite3.Connection) -> LastRun | None:
    row = connection.execute(_RUN).fetchone()
    if row is None:
        return None
    run_id, command, version, started_at, finished_at, exit_code, summary = row
    warnings = tuple(str(warning) for warning in json.loads(summary).get("warnings", []))
    return LastRun(run_id, command, version, started_at, finished_at, exit_code, warnings)
