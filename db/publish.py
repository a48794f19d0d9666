"""`mohinh publish`: a copy of the database to show to the world, without what is only for editors and operators.

The copy has no names, notes, second opinions, refusals or lessons of editors, no ledger, and no archive positions of
use to a reader; it is one file without a write-ahead log, for `datasette -i` or `mohinh serve --immutable`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from db.connection import APPLICATION_ID, open_database
from db.errors import StoreError, readable_errors
from db.folding import register_fold
from db.migrations import schema_version
from db.summaries import refresh_summaries

PRIVATE = (
    "UPDATE decided SET editor = 'editor'",
    "DROP TRIGGER reviews_stay",
    "DROP TRIGGER reviews_remain",
    "UPDATE reviews SET editor = 'editor', note = NULL, token = NULL, batch_id = NULL",
    "DELETE FROM opinions",
    "DELETE FROM refusals",
    "UPDATE overlay SET editor = 'editor', reverted_by = iif(reverted_by IS NULL, NULL, 'editor'), batch_id = NULL",
    "UPDATE calibrations SET editor = 'editor', reverted_by = iif(reverted_by IS NULL, NULL, 'editor')",
    "DELETE FROM review_batches",
    "UPDATE runs SET summary = json_remove(summary, '$.report') WHERE json_valid(summary)",
    "DELETE FROM ledger",
)
"""What makes the copy public, in this order. A test compares the tables with a list of the public columns."""


def publish(source: Path, target: Path) -> int:
    """Write a public copy of the database at *source* to *target*; gives its size in bytes.

    Written beside first and then moved. Raises `StoreError` for a *source* that cannot be read and a *target* that
    cannot be written, or is the source itself.
    """
    if target.exists() and target.samefile(source):
        raise StoreError(f"{target}: that is the database itself; publish to another file.")
    if not target.parent.is_dir():
        raise StoreError(f"{target}: the folder {target.parent} does not exist.")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(open_database(source, create=False)) as db, readable_errors(part):
            refresh_summaries(db)
            db.conn.execute("VACUUM INTO ?", (str(part),))  # a consistent copy, even while a run writes
        with closing(sqlite3.connect(part)) as copy, readable_errors(part):
            register_fold(copy)
            with copy:
                for statement in PRIVATE:
                    copy.execute(statement)
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute("ANALYZE")
            copy.execute("VACUUM")  # what was deleted must not be readable in free pages
        part.replace(target)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written ({error.strerror}).") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def check_published(path: Path) -> None:
    """Raise `StoreError` unless *path* is a database of ours with this schema; it is opened read-only."""
    if not path.exists():
        raise StoreError(f"{path}: no database there. `mohinh publish` makes one.")
    with (
        readable_errors(path),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as copy,
    ):
        application, schema = (
            copy.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
    if application != APPLICATION_ID or schema != schema_version():
        raise StoreError(
            f"{path}: not published by this mohinh (schema {schema}, not {schema_version()}); publish it again."
        )
