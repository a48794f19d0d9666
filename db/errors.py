"""What can go wrong with the database, each as one readable line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class StoreError(Exception):
    """The database cannot be used as asked; the message names the file and what to do."""


class NewerDatabaseError(StoreError):
    """The database was made by a newer mohinh, with a schema this one does not know."""


class ServeError(StoreError):
    """The web server cannot start; the message says why."""


# SQLite tells these apart only by its own English messages; ours add the file and the way out.
_REASONS: tuple[tuple[str, str], ...] = (
    (
        "database or disk is full",
        "the disk is full. Nothing of the last step was stored; make room and run it again",
    ),
    ("disk i/o error", "the disk reports an error. Nothing of the last step was stored"),
    ("file is not a database", "this is not a SQLite database"),
    ("file is encrypted", "this is not a SQLite database"),
    (
        "database disk image is malformed",
        "the file is damaged. Restore a copy, or build it again from the archive",
    ),
    ("readonly database", "the file or its folder is read-only for this user"),
    (
        "unable to open database file",
        "the file cannot be opened or made; check that its folder exists and is writable",
    ),
    (
        "database is locked",
        "another process has kept it locked for too long. Try again when that one is done",
    ),
    (
        "database table is locked",
        "another process has kept it locked for too long. Try again when that one is done",
    ),
)


def explain(error: sqlite3.Error, path: Path | str) -> StoreError:
    """A `StoreError` that says in words what SQLite's error about the database at *path* means."""
    message = str(error)
    for sign, reason in _REASONS:
        if sign in message.casefold():
            return StoreError(f"{path}: {reason}.")
    return StoreError(f"{path}: {message}.")


@contextmanager
def readable_errors(path: Path | str) -> Iterator[None]:
    """Turn any SQLite error inside the block into a `StoreError` about *path*.

    Programming errors (wrong SQL, a broken constraint) pass unchanged: they are bugs, not conditions.
    """
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.DatabaseError as error:
        if "no such" in str(error) or "syntax error" in str(error):
            raise
        raise explain(error, path) from error
