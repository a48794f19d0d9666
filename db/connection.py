"""Opening the database file: the one place where it is made, migrated and recognised.

Invariant: a database that `open_database` gives back has exactly the schema this version knows.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from db.errors import NewerDatabaseError, StoreError, readable_errors
from db.folding import register_fold
from db.migrations import migrations, schema_version, unknown_migrations

BUSY_SECONDS = 30
"""How long a writer waits for another. Our own transactions last milliseconds; a checkpoint can take a second."""

APPLICATION_ID = 0x6D6F6869
"""“mohi” in the file's header: says that a SQLite file is one of ours before anything is written to it."""


_paths: WeakKeyDictionary[Database, Path] = WeakKeyDictionary()
"""Asked for with every transaction."""


def open_database(path: Path, *, create: bool = True) -> Database:
    """The database at *path*, ready to use: WAL, foreign keys on, `fold()` registered, all migrations applied.

    With ``create=False`` a missing file is an error, otherwise it is made. Close it with ``.close()``.

    Raises `StoreError` for a file that is not ours, not a database, read-only or on a full disk, and
    `NewerDatabaseError` for one made by a newer mohinh, which is left untouched.
    """
    _check_file(path, create=create)
    with readable_errors(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
        try:
            return _prepare(connection, path)
        except BaseException:
            connection.close()
            raise


def database_path(db: Database) -> Path:
    """The file behind an open database."""
    known = _paths.get(db)
    if known is None:
        row = db.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()
        known = _paths[db] = Path(row[0])
    return known


@contextmanager
def writing(db: Database) -> Iterator[Database]:
    """One short write transaction; keep it to one article or a small batch. Errors come out as `StoreError`.

    The write lock is taken at once: a transaction that reads first and writes later fails without waiting when
    somebody else wrote in between. Inside another such block it is part of that transaction.
    """
    if db.conn.in_transaction:
        with _part(db):
            yield db
        return
    with readable_errors(database_path(db)):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:  # a full disk has already rolled back
                db.conn.execute("ROLLBACK")
            raise


@contextmanager
def _part(db: Database) -> Iterator[None]:
    """A part of a transaction that is undone by itself when it fails.

    The names of savepoints may repeat, the innermost counts. `Database.atomic` makes up another each time, so that
    SQLite has to read all three statements anew: a tenth of what it takes to store an article.
    """
    db.conn.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK TO part")
            db.conn.execute("RELEASE part")
        raise
    db.conn.execute("RELEASE part")


def _check_file(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path}: this is a folder; a database file is needed.")
    if not path.exists():
        if not create:
            raise StoreError(f"{path}: no database there. `mohinh run` makes one, or give another with --db.")
        if not path.parent.is_dir():
            raise StoreError(f"{path}: the folder {path.parent} does not exist.")
        return
    # Never open the file here to look inside: closing it again would drop the locks that SQLite holds on it for this
    # process's other connections (POSIX locks belong to the process). Another process then takes itself for the last
    # one, deletes the write-ahead log, and what is committed into it afterwards is lost. It has happened.
    if not os.access(path, os.R_OK):
        raise StoreError(f"{path}: cannot be read (Permission denied).")


def _prepare(connection: sqlite3.Connection, path: Path) -> Database:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(
        "PRAGMA synchronous = NORMAL"
    )  # with WAL: safe against kill -9, no fsync for each article
    register_fold(connection)
    db = Database(connection, execute_plugins=False)
    _recognise(db, path)
    if _pragma(db, "application_id") == APPLICATION_ID and not migrations().pending(db):
        return db
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _migrate(db)
    return db


def _recognise(db: Database, path: Path) -> None:
    tables = _number(db, "SELECT count(*) FROM sqlite_master")
    if tables and _pragma(db, "application_id") != APPLICATION_ID:
        raise StoreError(f"{path}: this is a SQLite database, but not one of mohinh's; it is left as it is.")
    version, ours = _pragma(db, "user_version"), schema_version()
    unknown = unknown_migrations(db)
    if version > ours or unknown:
        what = f" (unknown: {', '.join(unknown)})" if unknown else ""
        raise NewerDatabaseError(
            f"{path}: made by a newer mohinh, schema {version}{what}; this one knows schemas up to {ours}. "
            "Upgrade mohinh, or use another database with --db."
        )


def _migrate(db: Database) -> None:
    """Bring the schema up to date, under the write lock: two processes may open a new file at the same moment."""
    with writing(db):
        migrations().apply(db)


def _pragma(db: Database, name: str) -> int:
    return _number(db, f"PRAGMA {name}")


def _number(db: Database, sql: str) -> int:
    return int(db.execute(sql).fetchone()[0])
