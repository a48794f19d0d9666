"""What editors taught: aliases, names that are no models, and readings of places, for the next extraction.

Rows are added and taken back, never changed. Each tells who made it, when, and from which decision or batch.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from sqlite_utils import Database

from db.connection import writing
from db.runs import utc_now
from review.errors import NotFoundError, ReviewError

ALIAS, NOT_A_MODEL, PLACE = "alias", "not_a_model", "place"


@dataclass(frozen=True, slots=True)
class Lesson:
    """``kind`` ``alias``: the model's *name* stands for the model *means*; ``not_a_model``: *name* is none.

    ``place``: the path *name* is to be read as the path *means*, in articles of ``source_id`` (None: everywhere).
    """

    kind: str
    name: str
    means: str | None = None
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson with its origin; ``reverted_by`` is None while it is in force."""

    id: int
    lesson: Lesson
    batch_id: int | None
    review_id: int | None
    editor: str
    made_at: str
    reverted_by: str | None
    reverted_at: str | None


def teach(
    connection: sqlite3.Connection,
    lesson: Lesson,
    editor: str,
    *,
    batch: int | None = None,
    review: int | None = None,
) -> int:
    """Put a lesson in force in place of an older one about the same name, as part of the caller's transaction.

    Raises `ReviewError` for a lesson that would lead in a circle.
    """
    if lesson.means is not None and _leads_to(connection, lesson, lesson.name):
        raise ReviewError(f"“{lesson.means}” already stands for “{lesson.name}”; take that back first.")
    connection.execute(
        "UPDATE overlay SET reverted_by = ?, reverted_at = ? "
        "WHERE kind = ? AND name = ? AND source_id IS ? AND reverted_by IS NULL",
        (editor, utc_now(), lesson.kind, lesson.name, lesson.source_id),
    )
    cursor = connection.execute(
        "INSERT INTO overlay (kind, name, means, source_id, batch_id, review_id, editor, made_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (lesson.kind, lesson.name, lesson.means, lesson.source_id, batch, review, editor, utc_now()),
    )
    return int(cursor.lastrowid or 0)


def _leads_to(connection: sqlite3.Connection, lesson: Lesson, goal: str) -> bool:
    seen: set[str] = set()
    name = lesson.means
    while name is not None and name not in seen:
        if name == goal:
            return True
        seen.add(name)
        row = connection.execute(
            "SELECT means FROM overlay WHERE kind = ? AND name = ? AND source_id IS ? AND reverted_by IS NULL",
            (lesson.kind, name, lesson.source_id),
        ).fetchone()
        name = row[0] if row else None
    return False


_ENTRIES = """
    SELECT id, kind, name, means, source_id, batch_id, review_id, editor, made_at, reverted_by, reverted_at
    FROM overlay WHERE :all OR reverted_by IS NULL ORDER BY id DESC
"""


def entries(connection: sqlite3.Connection, *, everything: bool = False) -> tuple[Entry, ...]:
    """The lessons in force, newest first; with ``everything`` those taken back too."""
    rows = connection.execute(_ENTRIES, {"all": everything})
    return tuple(Entry(row[0], Lesson(*row[1:5]), *row[5:]) for row in map(tuple, rows))


def revert(db: Database, entry_id: int, editor: str) -> None:
    """Take a lesson back; decisions made along with it stay. Raises `NotFoundError`."""
    with writing(db):
        cursor = db.conn.execute(
            "UPDATE overlay SET reverted_by = ?, reverted_at = ? WHERE id = ? AND reverted_by IS NULL",
            (editor, utc_now(), entry_id),
        )
        if cursor.rowcount == 0:
            raise NotFoundError(f"There is no lesson {entry_id} in force.")


def revert_batch(connection: sqlite3.Connection, batch_id: int, editor: str) -> None:
    """Take back what came with a batch, as part of the caller's transaction."""
    connection.execute(
        "UPDATE overlay SET reverted_by = ?, reverted_at = ? WHERE batch_id = ? AND reverted_by IS NULL",
        (editor, utc_now(), batch_id),
    )
