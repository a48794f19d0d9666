"""“Wrong everywhere”: a name that is no model, or another model's name, decided once for all its statements.

Every undecided statement about it gets the decision, as one batch, and the next extraction is taught.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database

from db.connection import writing
from review.batches import LARGEST, apply
from review.decisions import Verdict
from review.errors import NotFoundError, ReviewError
from review.overlay import ALIAS, NOT_A_MODEL, Lesson, teach

_UNDECIDED = """
    SELECT f.id FROM facts AS f LEFT JOIN decided AS d ON d.fact_id = f.id
    WHERE f.model_id = ? AND f.state = 'current' AND (d.verdict IS NULL OR d.verdict = 'unsure') ORDER BY f.number
"""


_LIKE_NAMED = """
    SELECT m.name FROM models AS m JOIN models AS this ON this.id = :id JOIN facts AS f ON f.model_id = m.id
    WHERE m.id <> this.id AND f.state = 'current'
    GROUP BY m.id ORDER BY substr(m.key, 1, 5) = substr(this.key, 1, 5) DESC, count(*) DESC LIMIT 40
"""


def undecided(connection: sqlite3.Connection, model_id: int) -> list[str]:
    """Ids of the statements about a model that nobody has decided: what a decision everywhere touches."""
    return [str(row[0]) for row in connection.execute(_UNDECIDED, (model_id,))]


def model_name(connection: sqlite3.Connection, model_id: int) -> str:
    """The name of a model. Raises `NotFoundError`."""
    row = connection.execute("SELECT name FROM models WHERE id = ?", (model_id,)).fetchone()
    if row is None:
        raise NotFoundError(f"There is no model {model_id}.")
    return str(row[0])


def like_named(connection: sqlite3.Connection, model_id: int) -> tuple[str, ...]:
    """Names of the models most statements are about, those that begin alike first: what a name may stand for."""
    return tuple(str(row[0]) for row in connection.execute(_LIKE_NAMED, {"id": model_id}))


def reject_everywhere(
    db: Database, model_id: int, editor: str, note: str | None, digest: str | None = None
) -> int:
    """The name is no model: reject all that is said about it; gives the batch."""
    with writing(db):
        name = model_name(db.conn, model_id)
        what = {"everywhere": "not_a_model", "name": name}
        batch = apply(
            db, undecided(db.conn, model_id)[:LARGEST], (Verdict.REJECT, {}, note), editor, what, digest
        )
        teach(db.conn, Lesson(NOT_A_MODEL, name), editor, batch=batch)
        return batch


def rename_everywhere(
    db: Database, model_id: int, means: str, editor: str, note: str | None, digest: str | None = None
) -> int:
    """The name stands for the model *means*: correct all that is said about it; gives the batch."""
    with writing(db):
        name = model_name(db.conn, model_id)
        means = " ".join(means.split())
        if not means or means == name:
            raise ReviewError("Say which other model this name stands for.")
        what = {"everywhere": "alias", "name": name, "means": means}
        judge = (Verdict.CORRECT, {"model": means}, note)
        batch = apply(db, undecided(db.conn, model_id)[:LARGEST], judge, editor, what, digest)
        teach(db.conn, Lesson(ALIAS, name, means), editor, batch=batch)
        return batch
