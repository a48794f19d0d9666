"""A fact as lists show it, wherever there is a list of facts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """A fact that holds, with what a list tells of it; ``other_sources`` print the same in a reprint, as of the last sums."""

    id: str
    number: int
    model: str | None
    model_id: int | None
    place: str | None
    count: float | None
    count_max: float | None
    qualifier: str
    unit: str | None
    event: str | None
    date: str | None
    year: int | None
    published: str | None
    source: str
    source_id: str
    article_id: int
    title: str | None
    evidence: str
    confidence: float
    flags: str | None
    verdict: str | None
    other_sources: int


CARD_COLUMNS = (
    "e.id, e.number, e.model, e.model_id, e.place, e.count, e.count_max, e.qualifier, e.unit, e.event, e.date, e.year, "
    "e.published, e.source, e.source_id, e.article_id, e.title, e.evidence, e.confidence, e.flags, e.verdict, "
    "(SELECT count(DISTINCT s.source_id) FROM repeats AS r JOIN holding AS s ON s.number = r.number "
    "WHERE r.first_number = e.number AND s.source_id <> e.source_id) AS other_sources"
)
"""The columns of `facts_effective AS e` that a `Card` takes."""

SAID_FIRST = "e.number NOT IN (SELECT number FROM repeats)"
"""Of what an article and its reprints say, the statement that was first: a list shows one thing once."""
