"""All that the page of a statement shows: what it says, where it stands, how it was found, and who decided what."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from db.site.highlight import Mark, Stretch, cut
from db.site.repeated import Also, who_else
from db.site.rows import rows


@dataclass(frozen=True, slots=True)
class Slots:
    """A statement as it holds, decisions applied (as extracted where it does not), with what it refers to."""

    id: str
    article_id: int
    title: str | None
    url: str
    published: str | None
    source: str
    model_id: int | None
    model: str | None
    locality_id: int | None
    place: str | None
    new_place: str | None
    new_province: str | None
    count: float | None
    count_max: float | None
    qualifier: str
    unit: str | None
    event: str | None
    date: str | None
    confidence: float
    state: str
    evidence: str
    start: int
    end: int
    sentence: str
    sentence_start: int
    rule: str
    links: str
    first_run: int | None
    last_run: int | None
    holds: bool
    model_slug: str | None
    place_slug: str | None
    source_id: str


@dataclass(frozen=True, slots=True)
class Was:
    """A slot as the extractor found it, where an editor says otherwise."""

    slot: str
    value: object


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag with its reason in words."""

    flag: str
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of linking, with the text it was taken from where there is one."""

    slot: str
    scope: str
    rule: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of the place's name that was considered."""

    path: str
    vintage: str | None
    chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the log of decisions; ``live`` says that it counts now."""

    id: int
    verdict: str
    corrected: str
    note: str | None
    editor: str
    decided_at: str
    undoes: int | None
    live: bool


@dataclass(frozen=True, slots=True)
class Other:
    """Another statement about the same model in the same place."""

    id: str
    at: str | None
    count: float | None
    unit: str | None
    source: str
    event: str | None


@dataclass(frozen=True, slots=True)
class FactPage:
    """Everything about one statement."""

    fact: Slots
    extracted: tuple[Was, ...]
    sentence: tuple[Stretch, ...]
    flags: tuple[Flag, ...]
    steps: tuple[Step, ...]
    candidates: tuple[Candidate, ...]
    decisions: tuple[Decision, ...]
    also: tuple[Also, ...]
    others: tuple[Other, ...]

    @property
    def sources(self) -> int:
        """How many sources say what it says."""
        return len({self.fact.source_id, *(one.source_id for one in self.also)})


# A statement as it holds; one that an editor rejected, or that is gone, as it was extracted.
_FACT = """
    SELECT f.id, f.article_id, a.title, a.url, a.published, s.name AS source, a.source_id,
           CASE WHEN h.id IS NULL THEN f.model_id ELSE h.model_id END AS model_id,
           CASE WHEN h.id IS NULL THEN m.name ELSE h.model END AS model,
           CASE WHEN h.id IS NULL THEN f.locality_id ELSE h.locality_id END AS locality_id,
           CASE WHEN h.id IS NULL THEN l.path ELSE h.place END AS place,
           el.new_path AS new_place, el.new_province, el.slug AS place_slug, em.slug AS model_slug,
           CASE WHEN h.id IS NULL THEN f.value ELSE h.count END AS count,
           CASE WHEN h.id IS NULL THEN f.value_max ELSE h.count_max END AS count_max,
           CASE WHEN h.id IS NULL THEN f.qualifier ELSE h.qualifier END AS qualifier,
           CASE WHEN h.id IS NULL THEN f.unit ELSE h.unit END AS unit,
           CASE WHEN h.id IS NULL THEN f.event ELSE h.event END AS event,
           CASE WHEN h.id IS NULL THEN f.date ELSE h.date END AS date,
           f.confidence, f.state, f.evidence, f.start, f."end", f.sentence, f.sentence_start, f.rule, f.links,
           f.first_run, f.last_run, h.id IS NOT NULL AS holds
    FROM facts AS f JOIN articles AS a ON a.id = f.article_id JOIN sources AS s ON s.id = a.source_id
    LEFT JOIN holding AS h ON h.id = f.id
    LEFT JOIN models AS m ON m.id = f.model_id LEFT JOIN localities AS l ON l.id = f.locality_id
    LEFT JOIN models AS em ON em.id = CASE WHEN h.id IS NULL THEN f.model_id ELSE h.model_id END
    LEFT JOIN localities AS el ON el.id = CASE WHEN h.id IS NULL THEN f.locality_id ELSE h.locality_id END
    WHERE f.id = :id
"""
_EXTRACTED = """
    SELECT m.name AS model, l.path AS place, f.value AS count, f.value_max AS count_max, f.qualifier, f.unit, f.event,
           f.date
    FROM facts AS f LEFT JOIN models AS m ON m.id = f.model_id LEFT JOIN localities AS l ON l.id = f.locality_id
    WHERE f.id = :id
"""
_TEXT = "SELECT text FROM articles WHERE id = :article"
_FLAGS = "SELECT flag, reason FROM flags WHERE fact_id = :id ORDER BY flag"
_DECISIONS = """
    SELECT r.id, r.verdict, r.corrected, r.note, r.editor, r.decided_at, r.undoes,
           r.id IN (SELECT d.id FROM decisions AS d WHERE d.fact_id = r.fact_id) AS live
    FROM reviews AS r WHERE r.fact_id = :id ORDER BY r.id DESC
"""
_OTHERS = """
    SELECT id, coalesce(date, published) AS at, count, unit, source, event FROM (
        SELECT * FROM facts_holding WHERE model_id = :model AND locality_id = :locality AND id <> :id
          AND id NOT IN (SELECT value FROM json_each(:also)) AND number NOT IN (SELECT number FROM repeats)
        ORDER BY year DESC LIMIT 20)
    ORDER BY at DESC
"""
_MENTIONS = """
    SELECT start, "end", kind, label FROM mentions
    WHERE article_id = :article AND start >= :begin AND "end" <= :finish
"""
_CANDIDATES = """
    SELECT candidates FROM mentions
    WHERE article_id = :article AND locality_id = :locality AND candidates <> '[]' ORDER BY start LIMIT 1
"""


def read_fact(connection: sqlite3.Connection, fact_id: str) -> FactPage | None:
    """The page of a statement, or None if there is none with this id."""
    found = rows(connection, Slots, _FACT, {"id": fact_id})
    if not found:
        return None
    fact = found[0]
    parameters = {
        "id": fact.id,
        "article": fact.article_id,
        "model": fact.model_id,
        "locality": fact.locality_id,
        "begin": fact.sentence_start,
        "finish": fact.sentence_start + len(fact.sentence),
    }
    also = who_else(connection, fact.id, fact.article_id)
    parameters["also"] = json.dumps([one.id for one in also])
    text = str(connection.execute(_TEXT, {"article": fact.article_id}).fetchone()[0])
    return FactPage(
        fact=fact,
        extracted=_extracted(connection, fact),
        sentence=_sentence(connection, fact, text, parameters),
        flags=tuple(rows(connection, Flag, _FLAGS, {"id": fact.id})),
        steps=_steps(fact, text),
        candidates=_candidates(connection, parameters),
        decisions=tuple(rows(connection, Decision, _DECISIONS, {"id": fact.id})),
        also=also,
        others=tuple(rows(connection, Other, _OTHERS, parameters)),
    )


def _extracted(connection: sqlite3.Connection, fact: Slots) -> tuple[Was, ...]:
    """The slots in which what was extracted differs from what holds."""
    cursor = connection.execute(_EXTRACTED, {"id": fact.id})
    found = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
    return tuple(Was(slot, value) for slot, value in found.items() if value != getattr(fact, slot))


def _in_text(fact: Slots, text: str) -> bool:
    """Whether the stored sentence still stands where it stood: a gone statement's article has changed."""
    return text.startswith(fact.sentence, fact.sentence_start)


def _sentence(
    connection: sqlite3.Connection, fact: Slots, text: str, parameters: dict[str, Any]
) -> tuple[Stretch, ...]:
    if not _in_text(fact, text):
        return cut(fact.sentence, ())
    marks = [Mark(fact.start, fact.end, "evidence"), *rows(connection, Mark, _MENTIONS, parameters)]
    return cut(text, marks, fact.sentence_start, fact.sentence_start + len(fact.sentence))


def _steps(fact: Slots, text: str) -> tuple[Step, ...]:
    return tuple(
        Step(
            step["slot"],
            step["scope"],
            step["rule"],
            text[step["start"] : step["end"]] if _in_text(fact, text) and step["start"] is not None else None,
        )
        for step in json.loads(fact.links)
    )


def _candidates(connection: sqlite3.Connection, parameters: dict[str, Any]) -> tuple[Candidate, ...]:
    row = connection.execute(_CANDIDATES, parameters).fetchone()
    return tuple(
        Candidate(found["path"], found["vintage"], found["chosen"], found["reason"])
        for found in (json.loads(row[0]) if row else [])
    )
