"""Second opinions: a sample of the decisions is judged again by another editor, who does not see the first.

The sample is drawn by the statement's id, which is a hash: one in `SHARE` of all, the same for everybody.
"""

from __future__ import annotations

import json
import sqlite3

from sqlite_utils import Database

from db.connection import writing
from db.runs import utc_now
from review.decisions import Judgement, Verdict, used
from review.errors import NotAllowedError, OutdatedError, ReplayedError
from review.statement import read_statement

SHARE = 10

_NEXT = """
    SELECT d.fact_id FROM decided AS d JOIN facts AS f ON f.id = d.fact_id
    WHERE d.editor <> :editor AND d.verdict <> 'unsure' AND f.state = 'current' AND d.fact_id NOT IN
          (SELECT fact_id FROM opinions WHERE editor = :editor)
      AND NOT EXISTS (SELECT 1 FROM reviews AS r WHERE r.fact_id = d.fact_id AND r.editor = :editor)
      AND (instr('0123456789abcdef', substr(d.fact_id, 1, 1)) * 256 + instr('0123456789abcdef', substr(d.fact_id, 2, 1)) * 16
           + instr('0123456789abcdef', substr(d.fact_id, 3, 1))) % :share = 0
    ORDER BY d.review_id DESC LIMIT 1
"""


def next_sampled(connection: sqlite3.Connection, editor: str, share: int = SHARE) -> str | None:
    """A statement of the sample that somebody else has decided and *editor* has had no part in; None when all are done."""
    row = connection.execute(_NEXT, {"editor": editor, "share": share}).fetchone()
    return None if row is None else str(row[0])


def give_opinion(db: Database, judgement: Judgement, version: str, token: str | None = None) -> int:
    """Store a second opinion beside the live decision; gives its id. Raises as `review.decisions.decide` does."""
    with writing(db):
        if token and used(db.conn, token):
            raise ReplayedError("This form has been sent before; it was counted once.")
        statement = read_statement(db.conn, judgement.fact_id)
        if statement.version != version:
            raise OutdatedError("The statement has changed since you saw it; nothing was saved.")
        first = db.execute(
            "SELECT review_id, editor FROM decided WHERE fact_id = ?", (judgement.fact_id,)
        ).fetchone()
        if first is None or first[1] == judgement.editor:
            raise NotAllowedError("A second opinion is about somebody else's decision.")
        cursor = db.conn.execute(
            "INSERT INTO opinions (fact_id, review_id, verdict, corrected, note, editor, given_at, shown, token) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (review_id, editor) DO NOTHING",
            (
                judgement.fact_id, first[0], Verdict(judgement.verdict).value,
                json.dumps(dict(judgement.corrected), ensure_ascii=False), judgement.note, judgement.editor, utc_now(),
                json.dumps(statement.shown(), ensure_ascii=False), token,
            ),
        )  # fmt: skip
        return int(cursor.lastrowid or 0)
