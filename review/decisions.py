"""The log of decisions: rows are appended, never changed. Undoing one is another row.

Invariant: each statement has at most one live decision, the newest that is neither an undo nor undone; the database
keeps it in `decided` and applies it in its views.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from db.connection import writing
from db.runs import utc_now
from review.errors import NotAllowedError, NotFoundError, OutdatedError, ReplayedError, SlotError
from review.slots import Slots, changes
from review.statement import Statement, read_statement

LONGEST_NOTE = 2_000


class Verdict(StrEnum):
    """What an editor can say of a statement."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict of an editor; ``corrected`` holds the slots she changed, for `Verdict.CORRECT` alone."""

    fact_id: str
    verdict: Verdict
    editor: str
    corrected: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """How a judgement came about: ``batch`` it is part of, decision it ``adopts``, ``token`` of the form."""

    batch: int | None = None
    adopts: int | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the log; ``live`` says that it counts now, ``shown`` is what the editor saw."""

    id: int
    fact_id: str
    verdict: str
    corrected: dict[str, Any]
    note: str | None
    editor: str
    decided_at: str
    shown: dict[str, Any]
    undoes: int | None
    batch_id: int | None
    adopts: int | None
    live: bool


def corrections(statement: Statement, after: Slots) -> dict[str, Any]:
    """The slots a correction changes. Raises `SlotError` when there is none: that is accepting."""
    changed = changes(statement.slots, after)
    if not changed:
        raise SlotError("", "Nothing was changed: accept it instead.")
    return changed


def decide(
    db: Database, judgement: Judgement, version: str | None = None, origin: Origin | None = None
) -> int:
    """Append a judgement, in one transaction; gives the decision's id.

    ``version`` is the `Statement.version` that was shown. Raises `OutdatedError` when the statement has another now,
    `ReplayedError` when the form's token has been used, `NotFoundError` when there is no such statement.
    """
    with writing(db):
        if origin and origin.token and used(db.conn, origin.token):
            raise ReplayedError("This form has been sent before; it was counted once.")
        statement = read_statement(db.conn, judgement.fact_id)
        if version is not None and statement.version != version:
            raise OutdatedError("The statement has changed since you saw it; nothing was saved.")
        return append(db.conn, judgement, statement.shown(), origin)


_APPEND = """
    INSERT INTO reviews (fact_id, verdict, corrected, note, editor, decided_at, shown, batch_id, adopts, token)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def append(
    connection: sqlite3.Connection,
    judgement: Judgement,
    shown: Mapping[str, Any],
    origin: Origin | None = None,
) -> int:
    """Append a judgement about what was ``shown``, as part of the caller's transaction; gives the decision's id."""
    origin = origin or Origin()
    if (judgement.verdict is Verdict.CORRECT) != bool(judgement.corrected):
        raise SlotError("", "A correction says what is corrected, and nothing else does.")
    values = (
        judgement.fact_id, judgement.verdict.value, _json(judgement.corrected), _note(judgement.note), judgement.editor,
        utc_now(), _json(shown), origin.batch, origin.adopts, origin.token,
    )  # fmt: skip
    return int(connection.execute(_APPEND, values).lastrowid or 0)


def used(connection: sqlite3.Connection, token: str) -> bool:
    """Whether a form with this token has been counted, as a decision or as a second opinion."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM reviews WHERE token = :token) OR "
        "EXISTS (SELECT 1 FROM opinions WHERE token = :token)",
        {"token": token},
    ).fetchone()
    return bool(found[0])


def undo(
    db: Database, review_id: int, editor: str, *, others: bool = False, origin: Origin | None = None
) -> int:
    """Take back a live decision; the one before it counts again. Gives the id of the new row.

    Raises `NotAllowedError` for a decision of somebody else unless ``others``, `OutdatedError` for one that does
    not count any more, `NotFoundError` for none.
    """
    with writing(db):
        decision = find_decision(db.conn, review_id)
        if decision is None or decision.undoes is not None:
            raise NotFoundError(f"There is no decision {review_id}.")
        if decision.editor != editor and not others:
            raise NotAllowedError(f"This is a decision of {decision.editor}; only an admin takes it back.")
        if not decision.live:
            raise OutdatedError("This decision has been undone or replaced already.")
        return append_undo(db.conn, decision, editor, origin)


def append_undo(
    connection: sqlite3.Connection, decision: Decision, editor: str, origin: Origin | None = None
) -> int:
    """Append the undoing of a decision, as part of the caller's transaction."""
    origin = origin or Origin()
    cursor = connection.execute(
        "INSERT INTO reviews (fact_id, verdict, editor, decided_at, shown, undoes, batch_id, token) "
        "VALUES (?, 'undo', ?, ?, ?, ?, ?, ?)",
        (
            decision.fact_id,
            editor,
            utc_now(),
            _json(decision.shown),
            decision.id,
            origin.batch,
            origin.token,
        ),
    )
    return int(cursor.lastrowid or 0)


_DECISIONS = """
    SELECT r.id, r.fact_id, r.verdict, r.corrected, r.note, r.editor, r.decided_at, r.shown, r.undoes, r.batch_id, r.adopts,
           r.id IS (SELECT d.review_id FROM decided AS d WHERE d.fact_id = r.fact_id) AS live
    FROM reviews AS r
"""
_LAST = """
    WHERE r.editor = ? AND r.undoes IS NULL AND r.batch_id IS NULL
      AND r.id = (SELECT d.review_id FROM decided AS d WHERE d.fact_id = r.fact_id)
    ORDER BY r.id DESC LIMIT 1
"""


def find_decision(connection: sqlite3.Connection, review_id: int) -> Decision | None:
    """A row of the log, or None."""
    row = connection.execute(f"{_DECISIONS} WHERE r.id = ?", (review_id,)).fetchone()
    return None if row is None else _decision(tuple(row))


def history(connection: sqlite3.Connection, fact_id: str) -> list[Decision]:
    """Every row about a statement, newest first."""
    rows = connection.execute(f"{_DECISIONS} WHERE r.fact_id = ? ORDER BY r.id DESC", (fact_id,))
    return [_decision(tuple(row)) for row in rows]


def last_of(connection: sqlite3.Connection, editor: str) -> Decision | None:
    """The newest live decision an editor made by herself (not in a batch): what “undo” takes back."""
    row = connection.execute(_DECISIONS + _LAST, (editor,)).fetchone()
    return None if row is None else _decision(tuple(row))


def _decision(row: tuple[Any, ...]) -> Decision:
    key, fact_id, verdict, corrected, note, editor, at, shown, undoes, batch, adopts, live = row
    return Decision(
        key, fact_id, verdict, json.loads(corrected), note, editor, at, json.loads(shown), undoes, batch, adopts, bool(live)
    )  # fmt: skip


def _note(note: str | None) -> str | None:
    kept = (note or "").strip()
    if len(kept) > LONGEST_NOTE:
        raise SlotError("note", f"A note has at most {LONGEST_NOTE} letters.")
    return kept or None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
