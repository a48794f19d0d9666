"""What holds for minutes only and is shared by every server of a database: who looks at what, what was skipped, wrong passwords.

It stands in a small SQLite file of its own beside the database. There it waits for no extraction, is in nobody's copy of
the data, and outlives a restart; deleting it loses nothing. What guards a save is the statement's version, not this.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from review.errors import ReviewError

HOLD_SECONDS = 120.0
"""How long a statement stays with the editor it was given to; every look at it begins the time anew."""

SKIP_SECONDS = 3600.0
"""How long a statement that an editor skipped is not given to her again."""

_FAILURES, _WINDOW = 5, 300.0
"""So many wrong passwords for a name in so many seconds, and it has to wait."""

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS holds (fact_id TEXT PRIMARY KEY, editor TEXT NOT NULL, until REAL NOT NULL);
    CREATE TABLE IF NOT EXISTS skips (
        editor TEXT NOT NULL, fact_id TEXT NOT NULL, until REAL NOT NULL, PRIMARY KEY (editor, fact_id)
    );
    CREATE TABLE IF NOT EXISTS failures (name TEXT NOT NULL, until REAL NOT NULL);
"""


def passing_file(db_path: Path) -> Path:
    """Where it is kept: ``mohinh.desk.db`` beside ``mohinh.db``."""
    return db_path.with_name(f"{db_path.stem}.desk.db")


class Passing:
    """The shared state, in the file at *path* or, without one, in memory. Its methods may be called from any thread.

    Raises `ReviewError` for a file that cannot be used.
    """

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._guard = threading.RLock()
        try:
            self._connection = _opened(path)
        except (OSError, sqlite3.Error) as error:
            raise ReviewError(f"{path}: cannot be used ({error}); it may be deleted.") from error

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A stretch in which no other thread or server gives out statements."""
        with self._guard:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise

    def not_for(self, editor: str) -> set[str]:
        """Statements that others look at, or that she has skipped."""
        with self._guard:
            return {str(row[0]) for row in self._connection.execute(_NOT_FOR, (editor, self._clock(), editor, self._clock()))}  # fmt: skip

    def hold(self, fact_id: str, editor: str) -> str | None:
        """Note that *editor* looks at a statement; gives who else does, if somebody does."""
        with self._guard:
            self._connection.execute("DELETE FROM holds WHERE until <= ?", (self._clock(),))
            self._connection.execute(_HOLD, (fact_id, editor, self._clock() + HOLD_SECONDS))
            row = self._connection.execute(
                "SELECT editor FROM holds WHERE fact_id = ?", (fact_id,)
            ).fetchone()
            return None if row is None or row[0] == editor else str(row[0])

    def release(self, fact_id: str) -> None:
        """Nobody looks at the statement any more: it has been decided or passed."""
        with self._guard:
            self._connection.execute("DELETE FROM holds WHERE fact_id = ?", (fact_id,))

    def skip(self, fact_id: str, editor: str) -> None:
        """Leave a statement to others, and to *editor* in an hour."""
        with self.turn():
            self._connection.execute("DELETE FROM skips WHERE until <= ?", (self._clock(),))
            self._connection.execute(
                "INSERT OR REPLACE INTO skips VALUES (?, ?, ?)",
                (editor, fact_id, self._clock() + SKIP_SECONDS),
            )
            self._connection.execute("DELETE FROM holds WHERE fact_id = ? AND editor = ?", (fact_id, editor))

    def must_wait(self, name: str) -> bool:
        """Whether too many wrong passwords were given for a name just now."""
        with self._guard:
            self._connection.execute("DELETE FROM failures WHERE until <= ?", (self._clock(),))
            row = self._connection.execute("SELECT count(*) FROM failures WHERE name = ?", (name,)).fetchone()
            return int(row[0]) >= _FAILURES

    def failed(self, name: str) -> None:
        """Note a wrong password."""
        with self._guard:
            self._connection.execute("INSERT INTO failures VALUES (?, ?)", (name, self._clock() + _WINDOW))

    def close(self) -> None:
        """Close the file."""
        with self._guard:
            self._connection.close()


_NOT_FOR = """
    SELECT fact_id FROM holds WHERE editor <> ? AND until > ?
    UNION SELECT fact_id FROM skips WHERE editor = ? AND until > ?
"""
_HOLD = """
    INSERT INTO holds VALUES (?, ?, ?)
    ON CONFLICT (fact_id) DO UPDATE SET until = excluded.until WHERE editor = excluded.editor
"""


def _opened(path: Path | None) -> sqlite3.Connection:
    if path is not None:
        _make_private(path)
    connection = sqlite3.connect(
        path or ":memory:", timeout=10, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")  # nothing here is worth waiting for a disk
        connection.executescript(_SCHEMA)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_private(path: Path) -> None:
    """The file, readable by its owner only. Made here once: one that is there must not be opened by anybody but SQLite."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return
