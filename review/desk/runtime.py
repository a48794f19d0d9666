"""What lives as long as the server: the one connection that writes, the queue in memory, and what is shared with other servers."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
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
from review.editors import Editors, editors_file, keep_keys, load_editors
from review.errors import BusyError
from review.passing import Passing, passing_file
from review.queue.index import QueueIndex

Result = TypeVar("Result")

_OLDEST = 5.0
"""Seconds after which a queue is built anew when the database has changed; longer when building takes long."""

PATIENCE = 0.2
"""Seconds that who has just come waits for the whole queue before a few statements are shown in its place."""

_WRITES = 100
"""After so many the write-ahead log is written back, in the background: no save waits for that."""


_MOST_REFUSED = 100
_REFUSED = """
    INSERT INTO refusals (at, editor, path, reason) SELECT ?, ?, ?, ?
    WHERE (SELECT count(*) FROM refusals WHERE id > (SELECT max(id) FROM refusals) - ?
           AND at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 minute')) < ?
"""


class Desk:
    """The desk of one database. Everything is written by one thread over one connection, one after the other."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="review-writer")
        self._builder = ThreadPoolExecutor(1, thread_name_prefix="review-builder")
        self._local = threading.local()
        self._building: Future[None] | None = None
        self._guard = threading.Lock()
        self._writes = 0
        self.door = asyncio.Semaphore(1)  # one password is tried at a time: each takes 64 MB and a processor
        self.passing = Passing(passing_file(path))
        self.index = QueueIndex(self.passing)
        self._first = self._builder.submit(self._begin)
        self._whole = self._builder.submit(self._build)

    async def write(self, work: Callable[[Database], Result]) -> Result:
        """Run *work* on the writing connection, and take what it decided into the queue."""

        def run() -> Result:
            db = self._connection()
            try:
                with first_in_line(db):
                    result = work(db)
            except sqlite3.Error:  # not stored, but the queue may have taken it in already
                self._builder.submit(self._build)
                raise
            self.index.refresh(db.conn)
            self._writes += 1
            if self._writes % _WRITES == 0:
                self._builder.submit(self._write_back)
            return result

        return await asyncio.wrap_future(self._writer.submit(run))

    async def ready(self, patience: float | None = 0.0) -> QueueIndex:
        """The queue: just after the start a few statements of it, if all have not been read after *patience* seconds (None: ever).

        Begins to build it anew if it is old and the database has changed.
        """
        await asyncio.wrap_future(self._first)
        building = asyncio.wrap_future(self._whole)
        await asyncio.wait({building}, timeout=patience)
        if building.done():
            building.result()
        else:
            return self.index
        if time.monotonic() - self.index.built_at > max(_OLDEST, 20 * self.index.built_in):
            with self._guard:
                if self._building is None or self._building.done():
                    self._building = self._builder.submit(self._rebuild)
        return self.index

    async def refuse(self, path: str, reason: str, editor: str | None = None) -> None:
        """Write down that something was refused; not more than a hundred a minute, or anybody could fill the disk."""

        def note(db: Database) -> None:
            with writing(db):
                db.conn.execute(
                    _REFUSED, (utc_now(), editor, path[:300], reason, _MOST_REFUSED, _MOST_REFUSED)
                )

        await self.write(note)

    @property
    def editors(self) -> Editors:
        """Everybody at the desk, as the file has them now."""
        return load_editors(editors_file(self._path))

    def keep_keys(self, editor: str, keys: Mapping[str, str]) -> None:
        """Keep what an editor presses for what."""
        keep_keys(editors_file(self._path), editor, keys)

    def close(self) -> None:
        """End both threads and close their connections; the last one writes the log back into the file."""
        for thread in (self._builder, self._writer):
            thread.submit(self._close_connection)
            thread.shutdown(wait=True)
        self.passing.close()

    def _close_connection(self) -> None:
        if hasattr(self._local, "db"):
            self._local.db.close()

    def _connection(self) -> Database:
        """The connection of whichever thread asks. A confirmed decision is on the disk: more than WAL needs against kill -9."""
        if not hasattr(self._local, "db"):
            self._local.db = open_database(self._path, create=False)
            self._local.db.execute("PRAGMA synchronous = FULL")
            self._local.db.execute("PRAGMA wal_autocheckpoint = 0")
        db: Database = self._local.db
        return db

    def _write_back(self) -> None:
        self._connection().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def _begin(self) -> None:
        self.index.begin(self._connection().conn)

    def _build(self) -> None:
        with _giving_way():
            self.index.build(self._connection().conn)

    def _rebuild(self) -> None:
        connection: sqlite3.Connection = self._connection().conn
        if self.index.outdated(connection):
            with _giving_way():
                self.index.build(connection)
        else:
            self.index.built_at = time.monotonic()


@contextmanager
def _giving_way() -> Iterator[None]:
    """While one thread goes through 100,000 rows, those that answer editors get the interpreter back ten times as soon."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 10)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


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
