"""What waits for an editor: every flagged statement and every decided one, read in one go.

100,000 of them are read in some seconds, which is why the queue is kept in memory (`review.queue.index`) and not asked of
SQLite with every key that is pressed.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from review.queue.score import Weight, score


class Item(
    NamedTuple
):  # a frozen dataclass takes four times as long to make, and all are made before the first page
    """A statement as the queue knows it. ``why`` is ``flagged``, ``unsure`` or why a decision needs a second look.

    ``why`` is None for one that is decided and settled. ``editor`` made the live decision ``review_id``. ``day`` is that of
    publication.
    """

    id: str
    score: float
    flags: tuple[str, ...]
    source: str
    province: str
    model: str
    rule: str
    day: str
    why: str | None
    editor: str | None
    review_id: int | None
    verdict: str | None

    @property
    def waiting(self) -> bool:
        """Whether it needs a decision."""
        return self.why is not None


_FIRST = 300
"""Statements to begin with: enough for the seconds until all have been read."""

_CACHE_KB = 100_000
"""All facts are read: with room for them, SQLite takes two thirds of the time."""


def read_items(connection: sqlite3.Connection) -> list[Item]:
    """All items, the most doubtful and most consequential first."""
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    try:
        return _items(connection, "items.sql")
    finally:
        connection.execute("PRAGMA cache_size = -2000")


def read_first_items(connection: sqlite3.Connection) -> list[Item]:
    """The flagged and undecided statements of least confidence, without what weighing them takes all facts for."""
    return _items(connection, "first_items.sql", _FIRST)


@cache
def _sql(name: str) -> str:
    return files("review.queue").joinpath(name).read_text(encoding="utf-8")


def _items(connection: sqlite3.Connection, query: str, *parameters: object) -> list[Item]:
    names: dict[str, str] = {}
    items = []
    for row in connection.execute(_sql(query), parameters):
        (
            key,
            flags,
            source,
            province,
            model,
            rule,
            day,
            why,
            editor,
            review_id,
            verdict,
            confidence,
            *weight,
        ) = row
        # The same few thousand names come again and again: one copy of each keeps the memory small.
        source, province, model, rule = (
            names.setdefault(name, name) for name in (source, province or "", model or "", rule)
        )
        listed = tuple(names.setdefault(flag, flag) for flag in flags.split(",")) if flags else ()
        worth = round(score(confidence, Weight(*weight)), 4)
        items.append(
            Item(key, worth, listed, source, province, model, rule, (day or "")[:10], why, editor, review_id, verdict)
        )  # fmt: skip
    items.sort(key=lambda item: (-item.score, item.id))
    return items
