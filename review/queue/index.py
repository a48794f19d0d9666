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
from dataclasses import dataclass, replace

from review.queue.filters import Filter, counts, passing
from review.queue.items import Item, read_items

LOCK_SECONDS = 120.0
"""How long a statement stays with the editor it was given to; every look at it begins the time anew."""

SKIP_SECONDS = 3600.0
"""How long a statement that an editor skipped is not given to her again."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a filter leaves: the items, most urgent first, and for each facet its values with their counts."""

    items: tuple[Item, ...]
    facets: dict[str, tuple[tuple[str, int], ...]]


class QueueIndex:
    """One for each database and server; its methods may be called from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guard = threading.RLock()
        self._items: list[Item] = []
        self._places: dict[str, int] = {}
        self._log = 0
        self._version: int | None = None
        self._locks: dict[str, tuple[str, float]] = {}
        self._skipped: dict[tuple[str, str], float] = {}
        self._changes = 0
        self._listings: dict[tuple[Filter, str], tuple[int, Listing]] = {}
        self.built_in = 0.0
        self.built_at = float("-inf")

    def build(self, connection: sqlite3.Connection) -> None:
        """Read everything anew."""
        began = self._clock()
        version, log = _version(connection), _newest(connection)
        items = read_items(connection)
        with self._guard:
            self._items, self._version, self._log = items, version, log
            self._places = {item.id: place for place, item in enumerate(items)}
            self._changes += 1
            self.built_at = self._clock()
            self.built_in = self.built_at - began
        self.refresh(connection)

    def outdated(self, connection: sqlite3.Connection) -> bool:
        """Whether anything was written since the index was built, other than what `refresh` has seen to."""
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
        place = self._places.get(fact_id)
        if place is None:
            return
        item = self._items[place]
        why = "unsure" if verdict == "unsure" else None
        if verdict is None and state == "current" and item.flags:
            why = "flagged"
        self._items[place] = replace(item, why=why, editor=editor, review_id=review_id, verdict=verdict)
        self._changes += 1

    def listing(self, wanted: Filter, editor: str) -> Listing:
        """What *wanted* leaves for *editor*. Kept until a decision or a new build changes something."""
        with self._guard:
            if (kept := self._listings.get((wanted, editor))) and kept[0] == self._changes:
                return kept[1]
            changes, items = self._changes, list(self._items)
        found = list(passing(items, wanted, editor))
        listing = Listing(tuple(found), counts(found))
        with self._guard:
            if len(self._listings) > _KEPT:
                self._listings.clear()
            self._listings[wanted, editor] = (changes, listing)
        return listing

    def take_next(self, wanted: Filter, editor: str) -> Item | None:
        """The most urgent item for *editor* that nobody else is looking at and she has not skipped; now hers.

        What she herself was unsure about is left to others.
        """
        with self._guard:
            now = self._clock()
            for item in passing(self._items, wanted, editor):
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
            return sum(item.why is not None for item in self._items)


_KEPT = 200
_NEW_DECISIONS = """
    SELECT max(r.id), r.fact_id, d.verdict, d.editor, d.review_id, (SELECT state FROM facts WHERE id = r.fact_id)
    FROM reviews AS r LEFT JOIN decided AS d ON d.fact_id = r.fact_id
    WHERE r.id > ? GROUP BY r.fact_id
"""


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _newest(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM reviews").fetchone()[0])
