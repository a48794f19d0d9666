"""Decisions to look at again: the statement now says something else, or is no longer found.

A decision is never lost with its statement: it is listed here, beside the nearest statement of the same article, until an
editor confirms it, carries it over to that statement, or takes it back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from sqlite_utils import Database

from db.connection import writing
from db.statement import fold_spaces
from review.batches import open_batch
from review.decisions import Decision, Judgement, Origin, Verdict, append, append_undo, find_decision
from review.errors import NotFoundError, OutdatedError
from review.slots import Slots, changes
from review.statement import Statement, find_statement

_CONFIRMING = {Verdict.ACCEPT, Verdict.CORRECT}


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A live decision and why it is to be looked at again: ``changed``, ``gone`` or ``missing``.

    ``decided`` are the slots it stands for, ``now`` the statement as it is (None if missing), ``nearest`` the statement of
    the same article to carry it over to, ``agrees`` whether what is found now says exactly what was decided.
    """

    decision: Decision
    why: str
    decided: Slots
    now: Statement | None
    nearest: Statement | None
    agrees: bool


_LOOKS = "SELECT review_id, why FROM second_looks ORDER BY review_id LIMIT ? OFFSET ?"


def second_looks(connection: sqlite3.Connection, limit: int = 50, offset: int = 0) -> list[SecondLook]:
    """The decisions to look at again, oldest first."""
    rows = connection.execute(_LOOKS, (limit, offset)).fetchall()
    return [_look(connection, int(review_id), str(why)) for review_id, why in rows]


def find_second_look(connection: sqlite3.Connection, review_id: int) -> SecondLook | None:
    """The second look at one decision, or None if it needs none."""
    row = connection.execute(
        "SELECT review_id, why FROM second_looks WHERE review_id = ?", (review_id,)
    ).fetchone()
    return None if row is None else _look(connection, int(row[0]), str(row[1]))


def decided_slots(decision: Decision) -> Slots:
    """The slots a decision stands for, as `decided` has them."""
    return Slots.of(decision.shown.get("slots") or {}).with_changes(decision.corrected)


def confirm(db: Database, review_id: int, editor: str) -> int:
    """Stand by a decision as it is, whatever is found now; gives the id of the new row."""
    with writing(db):
        look = _needed(db.conn, review_id)
        decision, now = look.decision, look.now
        if now is None:
            shown: dict[str, Any] = {**decision.shown, "state": "missing"}
            judgement = Judgement(
                decision.fact_id, Verdict(decision.verdict), editor, decision.corrected, decision.note
            )
        else:
            shown = now.shown()
            judgement = carried_over(look.decision, now, editor)
        return append(db.conn, judgement, shown)


def adopt(db: Database, review_id: int, fact_id: str, editor: str) -> int:
    """Carry a decision over to another statement of the same article; gives the batch, which can be undone."""
    with writing(db):
        look = _needed(db.conn, review_id)
        heir = find_statement(db.conn, fact_id)
        if heir is None or heir.state != "current":
            raise NotFoundError(f"There is no statement {fact_id} to carry the decision over to.")
        batch = open_batch(
            db.conn, "adopt", {"from": look.decision.fact_id, "to": fact_id, "review": review_id}, editor
        )
        origin = Origin(batch=batch)
        append_undo(db.conn, look.decision, editor, origin)
        append(
            db.conn, carried_over(look.decision, heir, editor), heir.shown(), Origin(batch, adopts=review_id)
        )
        return batch


def carried_over(decision: Decision, to: Statement, editor: str) -> Judgement:
    """The judgement that makes *decision* hold for *to*: what was decided stays, whatever *to* says."""
    verdict = Verdict(decision.verdict)
    corrected: dict[str, Any] = {}
    if verdict in _CONFIRMING:
        corrected = changes(to.slots, decided_slots(decision))
        verdict = Verdict.CORRECT if corrected else Verdict.ACCEPT
    return Judgement(to.id, verdict, editor, corrected, decision.note)


def _needed(connection: sqlite3.Connection, review_id: int) -> SecondLook:
    look = find_second_look(connection, review_id)
    if look is None:
        raise OutdatedError(f"Decision {review_id} needs no second look any more.")
    return look


def _look(connection: sqlite3.Connection, review_id: int, why: str) -> SecondLook:
    decision = find_decision(connection, review_id)
    assert decision is not None
    decided = decided_slots(decision)
    now = find_statement(connection, decision.fact_id)
    near = None if why == "changed" else nearest(connection, decision, decided)
    rival = now if why == "changed" else near
    return SecondLook(decision, why, decided, now, near, rival is not None and rival.slots == decided)


_OTHERS = """
    SELECT f.id FROM facts AS f
    JOIN articles AS a ON a.id = f.article_id
    LEFT JOIN decided AS d ON d.fact_id = f.id
    WHERE a.id = coalesce((SELECT article_id FROM facts WHERE id = :id), (SELECT id FROM articles WHERE url = :url))
      AND +f.state = 'current' AND f.id <> :id AND d.fact_id IS NULL
    LIMIT 500
"""


def nearest(connection: sqlite3.Connection, decision: Decision, decided: Slots) -> Statement | None:
    """The undecided statement of the same article that is most like what was decided; None where none is like it."""
    rows = connection.execute(_OTHERS, {"id": decision.fact_id, "url": decision.shown.get("url")}).fetchall()
    found = [statement for row in rows if (statement := find_statement(connection, row[0])) is not None]
    return most_like(found, decided, str(decision.shown.get("sentence") or ""))


_ALIKE_ENOUGH = 0.5


def most_like(statements: Iterable[Statement], decided: Slots, sentence: str) -> Statement | None:
    """The statement whose slots and sentence are most like the given ones, if they are more alike than not."""
    scored = [(likeness(statement, decided, sentence), statement) for statement in statements]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= _ALIKE_ENOUGH else None


def likeness(statement: Statement, decided: Slots, sentence: str) -> float:
    """0 to 1: half for slots that agree (model, value, unit and place), half for sentences with the same words."""
    pairs = [
        (statement.slots.model, decided.model),
        (statement.slots.value, decided.value),
        (statement.slots.unit, decided.unit),
        (statement.slots.locality, decided.locality),
    ]
    same = sum(new == old for new, old in pairs) / len(pairs)
    words = SequenceMatcher(
        None, fold_spaces(statement.sentence).split(" "), fold_spaces(sentence).split(" "), autojunk=False
    )
    return 0.5 * same + 0.5 * words.ratio()


def adopt_identical(db: Database, editor: str, limit: int = 1_000) -> int:
    """Carry over every decision whose nearest statement says exactly what was decided; gives how many."""
    with writing(db):
        looks = [
            look
            for look in second_looks(db.conn, limit)
            if look.nearest is not None
            and look.agrees
            and fold_spaces(look.nearest.sentence) == fold_spaces(str(look.decision.shown.get("sentence")))
        ]
        for look in looks:
            assert look.nearest is not None
            adopt(db, look.decision.id, look.nearest.id, editor)
    return len(looks)


def count_second_looks(connection: sqlite3.Connection) -> dict[str, int]:
    """How many there are of each kind."""
    rows = connection.execute("SELECT why, count(*) FROM second_looks GROUP BY why")
    return {str(why): int(count) for why, count in rows}
