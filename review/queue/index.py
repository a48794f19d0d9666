"""The queue in memory: what waits, kept up to date with the log of decisions.

Decisions show at once (`refresh` reads the rows of the log that are new). Statements that extraction adds or takes away show
when the index is built anew, in the background, some seconds after the database has changed. Who is given what is agreed
with the other servers of the same database (`review.passing`).
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from review.passing import Passing
from review.queue.columns import Columns
from review.queue.filters import Filter
from review.queue.items import Item, read_first_items, read_items


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
    """One for each database and server; its methods may be called from any thread. ``whole`` says that everything has been read."""

    def __init__(self, passing: Passing | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.passing = passing or Passing()
        self._clock = clock
        self._guard = threading.RLock()
        self._columns = Columns(())
        self._log = 0
        self._version: tuple[object, ...] | None = None
        self.whole = False
        self.built_in = 0.0
        self.built_at = float("-inf")

    def begin(self, connection: sqlite3.Connection) -> None:
        """Read a few doubtful statements, which takes a moment, so that nobody waits for all of a large queue."""
        log = _newest(connection)
        columns = Columns(read_first_items(connection))
        with self._guard:
            self._columns, self._log = columns, log

    def build(self, connection: sqlite3.Connection) -> None:
        """Read everything anew."""
        began = self._clock()
        version, log = _version(connection), _newest(connection)
        columns = Columns(read_items(connection))
        with self._guard:
            self._columns, self._version, self._log = columns, version, log
            self.whole = True
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

    def take_next(self, wanted: Filter, editor: str, connection: sqlite3.Connection) -> Item | None:
        """The most urgent item for *editor* that nobody else is looking at and she has not skipped; now hers.

        What was decided up to this moment is taken in first. What she herself was unsure about is left to others.
        """
        with self.passing.turn():
            self.refresh(connection)
            with self._guard:
                taken = self.passing.not_for(editor)
                for place in self._columns.matching(wanted, editor):
                    item: Item = self._columns.items[place]
                    if item.id in taken or (item.why == "unsure" and item.editor == editor):
                        continue
                    self.passing.hold(item.id, editor)
                    return item
        return None

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
