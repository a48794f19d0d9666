"""The queue in memory: what waits, kept up to date with the log of decisions, and who is looking at what.

Decisions show at once (`refresh` reads the rows of the log that are new). Statements that extraction adds or takes away show
when the index is built anew, in the background, some seconds after the database has changed. A soft lock keeps two editors
from being given the same statement; it lives here only, and what really guards a save is the statement's version.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from review.queue.columns import Columns
from review.queue.filters import Filter
from review.queue.items import Item, read_items

LOCK_SECONDS = 120.0
"""How long a statement stays with the editor it was given to; every look at it begins the time anew."""

SKIP_SECONDS = 3600.0
"""How long a statement that an editor skipped is not given to her again."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a filter leaves: places of items, most urgent first, and for each facet its values with their counts."""

    places: npt.NDArray[np.intp]
    all_items: list[Item]
    facets: dict[str, tuple[tuple[str, int], ...]]

    def part(self, start: int, size: int) -> list[Item]:
        """Some of the items, from *start* on."""
        return [self.all_items[place] for place in self.places[start : start + size]]


class QueueIndex:
    """One for each database and server; its methods may be called from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.RLock()
        self._columns = Columns(())
        self._log = 0
        self._version: tuple[object, ...] | None = None
        self._locks: dict[str, tuple[str, float]] = {}
        self._skipped: dict[tuple[str, str], float] = {}
        self.built_in = 0.0
        self.built_at = float("-inf")

    def build(self, connection: sqlite3.Connection) -> None:
        """Read everything anew."""
        began = self._clock()
        version, log = _version(connection), _newest(connection)
        columns = Columns(read_items(connection))
        with self._guard:
            self._columns, self._version, self._log = columns, version, log
            self.built_at = self._clock()
            self.built_in = self.built_at - began
        self.refresh(connection)

    def outdated(self, connection: sqlite3.Connection) -> bool:
        """Whether statements may have changed since the index was built; decisions are `refresh`'s."""
        return self._version != _version(connection)

    def refresh(self, connection: sqlite3.Connection) -> None:
        """Take in the decisions made since the last time, whoever made them."""
        with self._guard:
            after = self._log
            rows = connection.execute(_NEW_DECISIONS, (after,)).fetchall()
            for newest, fact_id, verdict, editor, review_id, state in rows:
                self._log = max(self._log, newest)
                self._take_in(fact_id, verdict, editor, review_id, state)

    def _take_in(
        self, fact_id: str, verdict: str | None, editor: str | None, review_id: int | None, state: str | None
    ) -> None:
        place = self._columns.places.get(fact_id)
        if place is None:
            return
        why = "unsure" if verdict == "unsure" else None
        if verdict is None and state == "current" and self._columns.items[place].flags:
            why = "flagged"
        self._columns.change(place, why=why, editor=editor, review_id=review_id, verdict=verdict)

    def listing(self, wanted: Filter, editor: str) -> Listing:
        """What *wanted* leaves for *editor*."""
        with self._guard:
            columns = self._columns
            places = columns.matching(wanted, editor)
            return Listing(places, columns.items, columns.counts(places))

    def take_next(self, wanted: Filter, editor: str) -> Item | None:
        """The most urgent item for *editor* that nobody else is looking at and she has not skipped; now hers.

        What she herself was unsure about is left to others.
        """
        with self._guard:
            now = self._clock()
            for place in self._columns.matching(wanted, editor):
                item: Item = self._columns.items[place]
                if self._skipped.get((item.id, editor), 0.0) > now or (
                    item.why == "unsure" and item.editor == editor
                ):
                    continue
                holder, until = self._locks.get(item.id, ("", 0.0))
                if holder in {"", editor} or until <= now:
                    self._locks[item.id] = (editor, now + LOCK_SECONDS)
                    return item
        return None

    def hold(self, fact_id: str, editor: str) -> str | None:
        """Note that *editor* looks at a statement; gives who else does, if somebody does."""
        with self._guard:
            now = self._clock()
            holder, until = self._locks.get(fact_id, ("", 0.0))
            if holder not in {"", editor} and until > now:
                return holder
            self._locks[fact_id] = (editor, now + LOCK_SECONDS)
            return None

    def skip(self, fact_id: str, editor: str) -> None:
        """Leave a statement to others, and to *editor* in an hour."""
        with self._guard:
            self._skipped[fact_id, editor] = self._clock() + SKIP_SECONDS
            self._locks.pop(fact_id, None)

    def release(self, fact_id: str) -> None:
        """Nobody looks at the statement any more: it has been decided or passed."""
        with self._guard:
            self._locks.pop(fact_id, None)

    def waiting(self) -> int:
        """How many items need a decision."""
        with self._guard:
            return len(self._columns.matching(Filter(), ""))


_NEW_DECISIONS = """
    SELECT max(r.id), r.fact_id, d.verdict, d.editor, d.review_id, (SELECT state FROM facts WHERE id = r.fact_id)
    FROM reviews AS r LEFT JOIN decided AS d ON d.fact_id = r.fact_id
    WHERE r.id > ? GROUP BY r.fact_id
"""


def _version(connection: sqlite3.Connection) -> tuple[object, ...]:
    """Changes with every run, and while one is at work with every write. Decisions alone need no new build."""
    row = connection.execute("SELECT id, finished_at FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    if row is not None and row[1] is not None:
        return tuple(row)
    return (row and row[0], connection.execute("PRAGMA data_version").fetchone()[0])


def _newest(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM reviews").fetchone()[0])
