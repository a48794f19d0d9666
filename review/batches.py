"""Decisions made together: applied after a preview, each statement checked, undone as one."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from db.connection import writing
from db.runs import utc_now
from review.decisions import Judgement, Origin, Verdict, append, append_undo, find_decision
from review.errors import NotAllowedError, NotFoundError, OutdatedError, ReviewError
from review.overlay import revert_batch
from review.statement import Statement, find_statement

LARGEST = 5_000
"""Statements of one batch: so many are stored in about a second, and an editor can still look through them."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a batch would touch: counts by flag, source and model, some statements, and a ``digest`` of all.

    Applying takes the digest: when anything in the set has changed since the preview, it is another set.
    """

    statements: tuple[Statement, ...]
    by_flag: tuple[tuple[str, int], ...]
    by_source: tuple[tuple[str, int], ...]
    by_model: tuple[tuple[str, int], ...]
    digest: str


def preview(connection: sqlite3.Connection, fact_ids: Sequence[str]) -> Preview:
    """The preview of a batch over these statements. Raises `ReviewError` when they are too many."""
    if len(fact_ids) > LARGEST:
        raise ReviewError(f"{len(fact_ids)} statements are too many at once; at most {LARGEST}.")
    found = [statement for key in fact_ids if (statement := find_statement(connection, key)) is not None]
    versions = "".join(f"{statement.id}{statement.version}" for statement in found)
    return Preview(
        tuple(found),
        _most_common(flag for statement in found for flag in statement.flags),
        _most_common(statement.source for statement in found),
        _most_common(statement.slots.model or "" for statement in found),
        hashlib.sha256(versions.encode()).hexdigest()[:16],
    )


def apply(
    db: Database,
    fact_ids: Sequence[str],
    judge: tuple[Verdict, Mapping[str, Any], str | None],
    editor: str,
    what: Mapping[str, Any],
    digest: str | None = None,
) -> int:
    """Give every statement the same verdict, corrected slots and note (``judge``), in one transaction; gives the batch.

    Raises `OutdatedError`, and stores nothing, when ``digest`` is not that of the preview now.
    """
    verdict, corrected, note = judge
    with writing(db):
        now = preview(db.conn, fact_ids)
        if digest is not None and now.digest != digest:
            raise OutdatedError(
                "Some of these statements have changed since the preview; look at the new one."
            )
        kind = "everywhere" if "everywhere" in what else "bulk"
        batch = open_batch(db.conn, kind, what, editor)
        for statement in now.statements:
            judgement = Judgement(statement.id, verdict, editor, corrected, note)
            append(db.conn, judgement, statement.shown(), Origin(batch=batch))
        return batch


def open_batch(
    connection: sqlite3.Connection,
    kind: str,
    what: Mapping[str, Any],
    editor: str,
    undoes: int | None = None,
) -> int:
    """A new batch, as part of the caller's transaction; gives its id."""
    cursor = connection.execute(
        "INSERT INTO review_batches (kind, what, editor, made_at, undoes) VALUES (?, ?, ?, ?, ?)",
        (kind, json.dumps(what, ensure_ascii=False), editor, utc_now(), undoes),
    )
    return int(cursor.lastrowid or 0)


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as listed: how many decisions it holds, and whether it has been undone."""

    id: int
    kind: str
    what: dict[str, Any]
    editor: str
    made_at: str
    decisions: int
    undone: bool


_BATCHES = """
    SELECT b.id, b.kind, b.what, b.editor, b.made_at, (SELECT count(*) FROM reviews AS r WHERE r.batch_id = b.id),
           EXISTS (SELECT 1 FROM review_batches AS u WHERE u.undoes = b.id)
    FROM review_batches AS b
    WHERE b.kind <> 'undo' AND (:id IS NULL OR b.id = :id) ORDER BY b.id DESC LIMIT :limit
"""


def batches(
    connection: sqlite3.Connection, limit: int = 50, batch_id: int | None = None
) -> tuple[Batch, ...]:
    """The newest batches, or the one with this id."""
    rows = connection.execute(_BATCHES, {"id": batch_id, "limit": limit})
    return tuple(
        Batch(key, kind, json.loads(what), editor, at, count, bool(undone))
        for key, kind, what, editor, at, count, undone in rows
    )


def undo_batch(db: Database, batch_id: int, editor: str, *, others: bool = False) -> int:
    """Take back what a batch did, and what it taught; gives how many decisions were touched.

    Decisions that were replaced since stay as they are. Raises as `review.decisions.undo` does.
    """
    with writing(db):
        found = batches(db.conn, 1, batch_id)
        if not found:
            raise NotFoundError(f"There is no batch {batch_id}.")
        if found[0].editor != editor and not others:
            raise NotAllowedError(f"This was done by {found[0].editor}; only an admin takes it back.")
        if found[0].undone:
            raise OutdatedError("This batch has been undone already.")
        undoing = open_batch(db.conn, "undo", {}, editor, undoes=batch_id)
        revert_batch(db.conn, batch_id, editor)
        rows = db.conn.execute("SELECT id FROM reviews WHERE batch_id = ? ORDER BY id", (batch_id,))
        return sum(_take_back(db.conn, int(row[0]), editor, undoing) for row in rows.fetchall())


def _take_back(connection: sqlite3.Connection, review_id: int, editor: str, batch: int) -> bool:
    """Undo a decision of a batch; where the batch undid one (adopting does), that one is made again."""
    decision = find_decision(connection, review_id)
    assert decision is not None
    if decision.undoes is None:
        if decision.live:
            append_undo(connection, decision, editor, Origin(batch=batch))
        return decision.live
    before = find_decision(connection, decision.undoes)
    assert before is not None
    again = Judgement(before.fact_id, Verdict(before.verdict), editor, before.corrected, before.note)
    append(connection, again, before.shown, Origin(batch=batch, adopts=before.id))
    return True


def _most_common(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(values).most_common(20))
