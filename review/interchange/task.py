"""A statement as a task for an annotation tool, and an answer as a judgement: what the formats have in common."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from db.connection import writing
from review.batches import open_batch
from review.decisions import Judgement, Origin, Verdict, append, find_decision
from review.errors import ReviewError, SlotError
from review.slots import NAMES, Slots, changes, check_slots
from review.statement import Statement, read_statement

SPANS = {"model": "model", "locality": "locality", "quantity": "quantity", "time": "time"}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the task's text and what it is."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Task:
    """A statement to be judged: its sentence, what stands where in it, and the decision there is (None: still to do)."""

    statement: Statement
    spans: tuple[Span, ...]
    decision: Judgement | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A judgement that came back; ``version`` is that of the statement when it went out, None where the file has none."""

    fact_id: str
    verdict: Verdict
    editor: str
    corrected: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the answers: taken in, already there, about a statement that is gone or has changed."""

    taken: int
    known: int
    outdated: tuple[str, ...]
    batch: int | None


_IDS = """
    SELECT f.id FROM facts AS f LEFT JOIN decided AS d ON d.fact_id = f.id
    WHERE f.state = 'current' AND (:decided AND d.fact_id IS NOT NULL
          OR d.fact_id IS NULL AND EXISTS (SELECT 1 FROM flags AS g WHERE g.fact_id = f.id))
    ORDER BY f.number
"""
_SPANS = """
    SELECT start, "end", kind FROM mentions WHERE article_id = ? AND start >= ? AND "end" <= ? ORDER BY start, "end"
"""
_LIVE = "SELECT review_id FROM decided WHERE fact_id = ?"


def tasks(connection: sqlite3.Connection, *, decided: bool = False) -> Iterator[Task]:
    """The flagged statements that nobody has decided; with ``decided`` those that somebody has, too."""
    for (key,) in connection.execute(_IDS, {"decided": decided}).fetchall():
        statement = read_statement(connection, key)
        begin = statement.sentence_start
        rows = connection.execute(
            _SPANS, (statement.article_id, begin, begin + len(statement.sentence))
        ).fetchall()
        spans = tuple(Span(start - begin, end - begin, SPANS[kind]) for start, end, kind in rows)
        yield Task(statement, spans, _decision(connection, key))


def _decision(connection: sqlite3.Connection, fact_id: str) -> Judgement | None:
    row = connection.execute(_LIVE, (fact_id,)).fetchone()
    found = find_decision(connection, row[0]) if row else None
    if found is None:
        return None
    return Judgement(fact_id, Verdict(found.verdict), found.editor, found.corrected, found.note)


def take_in(db: Database, answers: Iterable[Answer], file: str, editor: str) -> Imported:
    """Append the answers as decisions, in one batch that can be undone.

    An answer that is the statement's live decision already is not stored again, so importing a file twice does nothing
    twice. One about a statement that has gone, changed or been decided since is left out and named.
    """
    taken, known, outdated = 0, 0, []
    with writing(db):
        batch = open_batch(db.conn, "import", {"file": file}, editor)
        for answer in answers:
            judgement = Judgement(
                answer.fact_id, answer.verdict, answer.editor, answer.corrected, answer.note
            )
            if _decision(db.conn, answer.fact_id) == judgement:
                known += 1
                continue
            try:
                statement = read_statement(db.conn, answer.fact_id)
            except ReviewError as error:
                outdated.append(str(error))
                continue
            if answer.version is not None and statement.version != answer.version:
                outdated.append(f"{answer.fact_id}: the statement has changed or been decided since")
                continue
            append(db.conn, judgement, statement.shown(), Origin(batch=batch))
            taken += 1
        if not taken:
            db.conn.execute("DELETE FROM review_batches WHERE id = ?", (batch,))
    return Imported(taken, known, tuple(outdated), batch if taken else None)


def corrected_from(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The slots an answer changes. Raises `SlotError` for slots there are not, or that cannot stand together."""
    odd = set(after) - set(NAMES)
    if odd:
        raise SlotError(min(odd), f"There is no slot “{min(odd)}”.")
    old = Slots.of(before)
    return changes(old, check_slots(Slots.of({**old.as_dict(), **after})))


def read_json(text: str, where: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """A JSON value. Raises `ReviewError` naming the place when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReviewError(f"{where}: not valid JSON ({error})") from error
