"""What waits for an editor: every flagged statement and every decided one, read in one go.

100,000 of them are read in about a second, which is why the queue is kept in memory (`review.queue.index`) and not asked of
SQLite with every key that is pressed.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from review.queue.score import Weight, score


@dataclass(frozen=True, slots=True)
class Item:
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


@cache
def _sql() -> str:
    return files("review.queue").joinpath("items.sql").read_text(encoding="utf-8")


def read_items(connection: sqlite3.Connection) -> list[Item]:
    """All items, the most doubtful and most consequential first."""
    names: dict[str, str] = {}
    items = []
    for row in connection.execute(_sql()):
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
