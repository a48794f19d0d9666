"""What the start page tells: what is there, since when, how sure, and what the last run said."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from dataclasses import dataclass

from db.site.rows import rows


@dataclass(frozen=True, slots=True)
class Totals:
    """Sizes of the database; ``reviewed`` counts current facts with a live decision, ``flagged`` those with a flag."""

    sources: int
    articles: int
    facts: int
    models: int
    places: int
    reviewed: int
    flagged: int
    first_published: str | None
    last_published: str | None


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
    """A model or province with its number of facts; ``share`` is of the largest, 0 to 100, for a bar."""

    id: int | None
    name: str
    facts: int
    places: int
    share: float


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact as the start page lists it."""

    id: str
    number: int
    model: str | None
    place: str | None
    count: float | None
    count_max: float | None
    qualifier: str
    unit: str | None
    event: str | None
    date: str | None
    source: str
    article_id: int
    title: str | None
    confidence: float
    flags: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All of the start page."""

    totals: Totals
    last_run: LastRun | None
    newest: tuple[NewFact, ...]
    models: tuple[Ranked, ...]
    provinces: tuple[Ranked, ...]


_TOTALS = """
    SELECT (SELECT count(*) FROM sources) AS sources,
           (SELECT count(*) FROM articles) AS articles,
           (SELECT count(*) FROM facts WHERE state = 'current') AS facts,
           (SELECT count(DISTINCT model_id) FROM facts WHERE state = 'current') AS models,
           (SELECT count(DISTINCT locality_id) FROM facts WHERE state = 'current') AS places,
           (SELECT count(*) FROM decisions AS d
            WHERE EXISTS (SELECT 1 FROM facts AS f WHERE f.id = d.fact_id AND f.state = 'current')) AS reviewed,
           (SELECT count(DISTINCT fact_id) FROM flags) AS flagged,
           (SELECT substr(min(published), 1, 10) FROM articles) AS first_published,
           (SELECT substr(max(published), 1, 10) FROM articles) AS last_published
"""
_MODELS = """
    SELECT m.id, m.name, x.facts, x.places
    FROM (SELECT model_id, count(*) AS facts, count(DISTINCT locality_id) AS places FROM facts
          WHERE state = 'current' AND model_id IS NOT NULL GROUP BY model_id
          ORDER BY facts DESC LIMIT 12) AS x
    JOIN models AS m ON m.id = x.model_id
    ORDER BY x.facts DESC, m.name
"""
_PROVINCES = """
    SELECT NULL, coalesce(l.new_province, p.path) AS province, sum(x.facts) AS facts, count(*) AS places
    FROM (SELECT locality_id, count(*) AS facts FROM facts WHERE state = 'current' GROUP BY locality_id) AS x
    JOIN localities AS l ON l.id = x.locality_id
    LEFT JOIN localities AS p ON p.id = l.province_id
    WHERE coalesce(l.new_province, p.path) IS NOT NULL
    GROUP BY province ORDER BY facts DESC, province
"""
_NEWEST = """
    SELECT id, number, model, place, count, count_max, qualifier, unit, event, date, source, article_id, title,
           confidence, flags
    FROM facts_effective ORDER BY number DESC LIMIT 200
"""
_CHANGES = """
    SELECT (SELECT max(number) FROM facts), (SELECT max(id) FROM reviews), (SELECT max(id) FROM articles),
           (SELECT max(id) || coalesce(finished_at, '') FROM runs), (SELECT count(*) FROM sources)
"""


class OverviewCache:
    """Keeps the overview until something is stored, decided or run: its sums read every fact.

    In a large database, where reading takes long, it is kept a while longer, so that a night's run with its many
    small transactions does not make every visitor wait: at most one twentieth of the time goes into reading it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[tuple[object, ...], Overview] | None = None
        self._fresh_until = 0.0

    def get(self, connection: sqlite3.Connection) -> Overview:
        """The overview of the database behind *connection*."""
        state = tuple(connection.execute(_CHANGES).fetchone())
        with self._lock:
            begin = time.monotonic()
            if self._kept is None or (self._kept[0] != state and begin > self._fresh_until):
                self._kept = (state, read_overview(connection))
                end = time.monotonic()
                self._fresh_until = end + 20 * (end - begin)
            return self._kept[1]


def read_overview(connection: sqlite3.Connection) -> Overview:
    """The overview, read afresh."""
    return Overview(
        totals=rows(connection, Totals, _TOTALS)[0],
        last_run=_last_run(connection),
        newest=_newest(rows(connection, NewFact, _NEWEST)),
        models=_ranked(connection, _MODELS),
        provinces=_ranked(connection, _PROVINCES),
    )


def _newest(facts: list[NewFact], limit: int = 8) -> tuple[NewFact, ...]:
    """Of each of the newest articles the fact that says most: a named model with a count before others, then the surest."""
    telling: dict[int, NewFact] = {}
    for fact in sorted(facts, key=lambda f: (f.model is None, f.count is None, -f.confidence)):
        telling.setdefault(fact.article_id, fact)
    return tuple(sorted(telling.values(), key=lambda f: -f.number)[:limit])


def _ranked(connection: sqlite3.Connection, sql: str) -> tuple[Ranked, ...]:
    found = connection.execute(sql).fetchall()
    largest = max((row[2] for row in found), default=1)
    return tuple(
        Ranked(key, name, facts, places, round(100 * facts / largest, 1))
        for key, name, facts, places in found
    )


def _last_run(connection: sqlite3.Connection) -> LastRun | None:
    row = connection.execute(
        "SELECT id, command, version, started_at, finished_at, exit_code, coalesce(summary, '{}') "
        "FROM runs ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    run_id, command, version, started_at, finished_at, exit_code, summary = row
    warnings = tuple(str(warning) for warning in json.loads(summary).get("warnings", []))
    return LastRun(run_id, command, version, started_at, finished_at, exit_code, warnings)
