"""What lives as long as the server: the one connection that writes, the queue in memory, and who has just failed to sign in."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from sqlite_utils import Database

from db.connection import BUSY_SECONDS, open_database, writing
from db.runs import utc_now
from db.site.configuration import DATABASE
from review.editors import Editors, editors_file, load_editors
from review.errors import BusyError
from review.queue.index import QueueIndex

Result = TypeVar("Result")

_OLDEST = 5.0
"""Seconds after which a queue is built anew when the database has changed; longer when building takes long."""

_FAILURES, _WINDOW = 5, 300.0
"""So many wrong passwords for a name in so many seconds, and it has to wait."""


class Desk:
    """The desk of one database. Everything is written by one thread over one connection, one after the other."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="review-writer")
        self._builder = ThreadPoolExecutor(1, thread_name_prefix="review-builder")
        self._local = threading.local()
        self._failures: dict[str, deque[float]] = {}
        self._building: Future[None] | None = None
        self._guard = threading.Lock()
        self.index = QueueIndex()
        self._first = self._builder.submit(self._build)

    async def write(self, work: Callable[[Database], Result]) -> Result:
        """Run *work* on the writing connection, and take what it decided into the queue."""

        def run() -> Result:
            db = self._connection()
            with first_in_line(db):
                result = work(db)
            self.index.refresh(db.conn)
            return result

        await self.ready()
        return await asyncio.wrap_future(self._writer.submit(run))

    async def ready(self) -> QueueIndex:
        """The queue, once it is there; begins to build it anew if it is old and the database has changed."""
        await asyncio.wrap_future(self._first)
        if time.monotonic() - self.index.built_at > max(_OLDEST, 20 * self.index.built_in):
            with self._guard:
                if self._building is None or self._building.done():
                    self._building = self._builder.submit(self._rebuild)
        return self.index

    async def refuse(self, path: str, reason: str, editor: str | None = None) -> None:
        """Write down that something was refused."""

        def note(db: Database) -> None:
            with writing(db):
                db.conn.execute(
                    "INSERT INTO refusals (at, editor, path, reason) VALUES (?, ?, ?, ?)",
                    (utc_now(), editor, path[:300], reason),
                )

        await self.write(note)

    @property
    def editors(self) -> Editors:
        """Everybody at the desk, as the file has them now."""
        return load_editors(editors_file(self._path))

    def must_wait(self, name: str) -> bool:
        """Whether too many wrong passwords were given for a name just now."""
        failures = self._failures.get(name, deque())
        while failures and failures[0] < time.monotonic() - _WINDOW:
            failures.popleft()
        return len(failures) >= _FAILURES

    def failed(self, name: str) -> None:
        """Note a wrong password."""
        if len(self._failures) > 1_000:
            self._failures.clear()
        self._failures.setdefault(name, deque()).append(time.monotonic())

    def close(self) -> None:
        """End both threads and close their connections; the last one writes the log back into the file."""
        for thread in (self._builder, self._writer):
            thread.submit(self._close_connection)
            thread.shutdown(wait=True)

    def _close_connection(self) -> None:
        if hasattr(self._local, "db"):
            self._local.db.close()

    def _connection(self) -> Database:
        """The connection of whichever thread asks. A confirmed decision is on the disk: more than WAL needs against kill -9."""
        if not hasattr(self._local, "db"):
            self._local.db = open_database(self._path, create=False)
            self._local.db.execute("PRAGMA synchronous = FULL")
        db: Database = self._local.db
        return db

    def _build(self) -> None:
        self.index.build(self._connection().conn)

    def _rebuild(self) -> None:
        connection: sqlite3.Connection = self._connection().conn
        if self.index.outdated(connection):
            self.index.build(connection)
        else:
            self.index.built_at = time.monotonic()


@contextmanager
def first_in_line(db: Database) -> Iterator[None]:
    """A write transaction that is begun in the first gap another writer leaves.

    SQLite's own waiting looks every tenth of a second, and an extraction that writes batch after batch leaves gaps of some
    milliseconds: an editor would wait for seconds.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    db.conn.execute("PRAGMA busy_timeout = 0")
    while True:
        try:
            db.conn.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            if time.monotonic() > deadline:
                raise BusyError(
                    "The database has been busy for too long; nothing was saved. Try again."
                ) from error
            time.sleep(0.001)
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise


_DESKS: WeakKeyDictionary[Datasette, Desk] = WeakKeyDictionary()


def is_ours(datasette: Datasette) -> bool:
    """Whether this Datasette serves a database of mohinh's."""
    return DATABASE in datasette.databases


def desk_of(datasette: Datasette) -> Desk:
    """The desk of a Datasette, made when first asked for."""
    desk = _DESKS.get(datasette)
    if desk is None:
        desk = Desk(Path(str(datasette.get_database(DATABASE).path)))
        _DESKS[datasette] = desk
    return desk


def close_desk(datasette: Datasette) -> None:
    """End the desk of a Datasette that stops serving."""
    desk = _DESKS.pop(datasette, None)
    if desk is not None:
        desk.close()
