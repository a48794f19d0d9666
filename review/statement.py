"""One statement as it is now: what it says, where it stands, what was decided of it last."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from review.errors import NotFoundError
from review.slots import Slots


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its slots as extracted. ``last_review`` is the newest row of the log about it, 0 if none.

    ``extracted_confidence`` is the extractor's own estimate, ``confidence`` what calibration made of it. Offsets count
    characters of the article's text.
    """

    id: str
    slots: Slots
    state: str
    article_id: int
    url: str
    title: str | None
    source: str
    source_id: str
    published: str | None
    confidence: float
    extracted_confidence: float
    rule: str
    flags: tuple[str, ...]
    evidence: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    model_id: int | None
    locality_id: int | None
    last_review: int

    def shown(self) -> dict[str, Any]:
        """The copy for the log of what an editor saw when she decided."""
        return {
            "slots": self.slots.as_dict(),
            "state": self.state,
            "sentence": self.sentence,
            "evidence": self.evidence,
            "title": self.title,
            "url": self.url,
            "source_id": self.source_id,
            "confidence": self.confidence,
            "extracted_confidence": self.extracted_confidence,
            "rule": self.rule,
            "flags": list(self.flags),
        }

    @property
    def version(self) -> str:
        """Changes when the statement says something else, or somebody decides: what a save is checked against."""
        return version_of(self.slots, self.state, self.sentence, self.last_review)


def version_of(slots: Slots, state: str, sentence: str, last_review: int) -> str:
    """A short text that is the same exactly when all of these are."""
    packed = json.dumps([slots.as_dict(), state, sentence, last_review], ensure_ascii=False)
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_STATEMENT = """
    SELECT f.id, m.name, l.path, f.value, f.value_max, f.qualifier, f.unit, f.event, f.date, f.state, f.article_id,
           a.url, a.title, s.name, a.source_id, a.published, f.confidence, coalesce(f.extracted_confidence, f.confidence),
           f.rule, (SELECT json_group_array(g.flag) FROM flags AS g WHERE g.fact_id = f.id), f.evidence, f.start, f."end",
           f.sentence, f.sentence_start, f.model_id, f.locality_id,
           (SELECT coalesce(max(r.id), 0) FROM reviews AS r WHERE r.fact_id = f.id)
    FROM facts AS f
    JOIN articles AS a ON a.id = f.article_id
    JOIN sources AS s ON s.id = a.source_id
    LEFT JOIN models AS m ON m.id = f.model_id
    LEFT JOIN localities AS l ON l.id = f.locality_id
    WHERE f.id = ?
"""
_FLAGS_AT = 10
"""Where the flags stand among what follows the slots."""


def find_statement(connection: sqlite3.Connection, fact_id: str) -> Statement | None:
    """The statement as it is now, or None if this database has none with this id."""
    row = connection.execute(_STATEMENT, (fact_id,)).fetchone()
    if row is None:
        return None
    key, *rest = tuple(row)
    slots, details = Slots(*rest[:8]), rest[8:]
    details[_FLAGS_AT] = tuple(json.loads(details[_FLAGS_AT]))
    return Statement(key, slots, *details)


def read_statement(connection: sqlite3.Connection, fact_id: str) -> Statement:
    """The statement as it is now. Raises `NotFoundError`."""
    statement = find_statement(connection, fact_id)
    if statement is None:
        raise NotFoundError(f"There is no statement {fact_id} in this database.")
    return statement
