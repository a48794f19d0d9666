"""All that an editor sees of one statement: its paragraph with the slots marked, what to pick from, reasons, rivals, history."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from db.site.highlight import Mark, Stretch, cut
from db.site.rows import rows
from review.decisions import Decision, history
from review.second_look import SecondLook, find_second_look
from review.statement import Statement, find_statement

_SHOWN_SLOTS = {"model": "model", "locality": "locality", "date": "time", "value": "quantity"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A place to pick: its path, and in words which structure it belongs to and why it was chosen or not."""

    path: str
    code: str | None
    vintage: str | None
    new_path: str | None
    chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A flag with its reason in words."""

    flag: str
    reason: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another statement: of the same sentence (sibling), or about the same thing with another number (conflict)."""

    id: str
    model: str | None
    place: str | None
    count: float | None
    unit: str | None
    at: str | None
    source: str
    verdict: str | None


@dataclass(frozen=True, slots=True)
class StatementPage:
    """One statement with everything about it.

    ``second`` is set when its decision needs a second look, ``page_id`` when its page is in the archive.
    """

    statement: Statement
    paragraph: tuple[Stretch, ...]
    moved: bool
    reasons: tuple[Reason, ...]
    places: tuple[Choice, ...]
    models: tuple[str, ...]
    units: tuple[str, ...]
    siblings: tuple[Other, ...]
    conflicts: tuple[Other, ...]
    history: tuple[Decision, ...]
    second: SecondLook | None
    page_id: int | None


def read_page(connection: sqlite3.Connection, fact_id: str) -> StatementPage | None:
    """The page of a statement, or None if there is none with this id."""
    statement = find_statement(connection, fact_id)
    if statement is None:
        return None
    text, page_id = connection.execute(_ARTICLE, (statement.article_id,)).fetchone()
    log = tuple(history(connection, fact_id))
    live = next((decision for decision in log if decision.live), None)
    known = _known(statement)
    return StatementPage(
        statement=statement,
        paragraph=_paragraph(connection, statement, text),
        moved=not _in_text(statement, text),
        reasons=tuple(rows(connection, Reason, _REASONS, known)),
        places=_places(connection, statement),
        models=_column(connection, _MODELS, known),
        units=_column(connection, _UNITS, known),
        siblings=tuple(rows(connection, Other, _SIBLINGS, known)),
        conflicts=tuple(rows(connection, Other, _CONFLICTS, known)),
        history=log,
        second=find_second_look(connection, live.id) if live else None,
        page_id=page_id,
    )


_ARTICLE = "SELECT text, page_id FROM articles WHERE id = ?"
_REASONS = "SELECT flag, reason FROM flags WHERE fact_id = :id ORDER BY flag"
_MODELS = """
    SELECT DISTINCT m.name FROM mentions AS x JOIN models AS m ON m.id = x.model_id
    WHERE x.article_id = :article AND x.kind = 'model' ORDER BY x.start LIMIT 30
"""
_UNITS = """
    SELECT unit FROM facts WHERE model_id IS :model AND unit IS NOT NULL GROUP BY unit ORDER BY count(*) DESC LIMIT 12
"""
_OTHER = """
    SELECT f.id, m.name AS model, l.path AS place, f.value AS count, f.unit,
           coalesce(f.date, substr(a.published, 1, 10)) AS at, s.name AS source, d.verdict
    FROM facts AS f JOIN articles AS a ON a.id = f.article_id JOIN sources AS s ON s.id = a.source_id
    LEFT JOIN models AS m ON m.id = f.model_id LEFT JOIN localities AS l ON l.id = f.locality_id
    LEFT JOIN decided AS d ON d.fact_id = f.id
"""
_SIBLINGS = f"""{_OTHER}
    WHERE f.article_id = :article AND f.sentence_start = :sentence AND f.state = 'current' AND f.id <> :id
    ORDER BY f.start LIMIT 12
"""
_CONFLICTS = f"""{_OTHER}
    WHERE f.model_id = :model AND f.locality_id = :locality AND +f.state = 'current' AND f.unit IS :unit
      AND f.value IS NOT NULL AND f.value <> :value AND f.id <> :id ORDER BY at DESC LIMIT 8
"""
_MENTIONS = """
    SELECT start, "end", kind, label FROM mentions
    WHERE article_id = :article AND start >= :begin AND "end" <= :finish
      AND (kind = 'quantity' OR (kind = 'model' AND model_id IS :model) OR (kind = 'locality' AND locality_id IS :locality))
"""
_CANDIDATES = """
    SELECT candidates FROM mentions
    WHERE article_id = :article AND kind = 'locality' AND locality_id IS :locality AND candidates <> '[]'
    ORDER BY start LIMIT 1
"""
_OTHER_PLACES = """
    SELECT DISTINCT l.path, l.code, l.vintage, l.new_path FROM mentions AS x JOIN localities AS l ON l.id = x.locality_id
    WHERE x.article_id = :article AND x.kind = 'locality' ORDER BY x.start LIMIT 12
"""
_SUCCESSOR = "SELECT new_path FROM localities WHERE path = ?"


def _known(statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.id,
        "article": statement.article_id,
        "model": statement.model_id,
        "locality": statement.locality_id,
        "value": statement.slots.value,
        "unit": statement.slots.unit,
        "sentence": statement.sentence_start,
    }


def _in_text(statement: Statement, text: str) -> bool:
    """Whether the sentence still stands where it stood: the article of a gone statement may have changed."""
    return text.startswith(statement.sentence, statement.sentence_start)


def _paragraph(connection: sqlite3.Connection, statement: Statement, text: str) -> tuple[Stretch, ...]:
    if not _in_text(statement, text):
        return cut(statement.sentence, ())
    begin = text.rfind("\n", 0, statement.sentence_start) + 1
    end = text.find("\n", statement.sentence_start + len(statement.sentence))
    end = len(text) if end < 0 else end
    sentence_end = statement.sentence_start + len(statement.sentence)
    within = {**_known(statement), "begin": begin, "finish": end}
    mentions = [
        mark
        for mark in rows(connection, Mark, _MENTIONS, within)
        if mark.kind != "quantity" or (statement.start <= mark.start and mark.end <= statement.end)
    ]
    marks = [
        Mark(statement.sentence_start, sentence_end, "sentence"),
        Mark(statement.start, statement.end, "evidence"),
        *mentions,
        *_linked(connection, statement),
    ]
    return cut(text, marks, begin, end)


def _linked(connection: sqlite3.Connection, statement: Statement) -> list[Mark]:
    """Where the linker took the slots from."""
    stored = connection.execute("SELECT links FROM facts WHERE id = ?", (statement.id,)).fetchone()[0]
    return [
        Mark(link["start"], link["end"], _SHOWN_SLOTS[link["slot"]], f"{link['rule']} ({link['scope']})")
        for link in json.loads(stored)
        if link["slot"] in _SHOWN_SLOTS and link["start"] is not None
    ]


def _places(connection: sqlite3.Connection, statement: Statement) -> tuple[Choice, ...]:
    """The readings that were considered for the statement's place, then the other places of the article."""
    known = _known(statement)
    row = connection.execute(_CANDIDATES, known).fetchone()
    choices = [
        Choice(found["path"], found["code"], found["vintage"], _successor(connection, found["path"]), found["chosen"], found["reason"])
        for found in (json.loads(row[0]) if row else [])
    ]  # fmt: skip
    met = {choice.path for choice in choices}
    for path, code, vintage, new_path in connection.execute(_OTHER_PLACES, known):
        if path not in met:
            choices.append(Choice(path, code, vintage, new_path, path == statement.slots.locality, ""))
    return tuple(choices[:12])


def _successor(connection: sqlite3.Connection, path: str) -> str | None:
    row = connection.execute(_SUCCESSOR, (path,)).fetchone()
    return None if row is None else row[0]


def _column(connection: sqlite3.Connection, sql: str, parameters: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in connection.execute(sql, parameters))
