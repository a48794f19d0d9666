"""The archive: every fetched page as WARC records, one gzip member a record.

Three records a page: the response as it came over the wire (bytes still compressed as the site sent them), the request
and a metadata record that says for which source and from which listing it was asked; before them a conversion
record for a page that was rendered. A visit that brought nothing new
leaves a revisit record. Files are named after the day
and the run (``mohinh-20261124-r000012-00001.warc.gz``); a new one is begun at midnight (UTC) and when one
has grown to ``rotate_bytes``.

A file being written has a ``.open`` file beside it, locked by the writer. What a killed process leaves there is cut
back to its last whole record when the next archive is opened, so that every file always reads to its end. All of a page
is written with one call and, with ``fsync``, forced to disk before `Archive.write` returns: only then may a
database row name it.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from crawler.clock import Clock, utc_now
from crawler.errors import ArchiveError, StorageFullError
from crawler.warc_members import last_whole_member
from crawler.warc_records import Fetch, Revisit, info_record, page_records, revisit_record


@dataclass(frozen=True, slots=True)
class Location:
    """Where a page lies: file name within the archive, offset of the record to read, id of the record."""

    warc_file: str
    warc_offset: int
    record_id: str


class Archive:
    """Writes WARC files into a directory; one writer a process, several processes do not disturb each other."""

    def __init__(
        self,
        directory: Path,
        *,
        run_id: int = 0,
        rotate_bytes: int = 512_000_000,
        fsync: bool = True,
        clock: Clock = utc_now,
        opener: Callable[[Path], IO[bytes]] | None = None,
    ) -> None:
        self._directory = directory
        self._run_id = run_id
        self._rotate_bytes = rotate_bytes
        self._fsync = fsync
        self._clock = clock
        self._opener = opener or (lambda path: path.open("ab", buffering=0))
        self._file: IO[bytes] | None = None
        self._lock: IO[bytes] | None = None
        self._name = ""
        self._day = ""
        self._size = 0
        self._number = 0
        try:
            directory.mkdir(parents=True, exist_ok=True)
            repair(directory)
        except OSError as error:
            raise ArchiveError(
                f"{directory}: the archive cannot be written: {error.strerror or error}"
            ) from error

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def write(self, fetch: Fetch) -> Location:
        """Store a page; when this returns, it is on disk.

        Raises:
            StorageFullError: nothing of the page was kept, everything before it is whole.
        """
        block, record_id = page_records(fetch)
        offset = self._store(block, fsync=self._fsync)
        return Location(self._name, offset, record_id)

    def write_revisit(self, visit: Revisit) -> None:
        """Note a visit that brought nothing new. No database row names it, so it is not forced to disk by itself.

        Raises:
            StorageFullError: as for `write`.
        """
        self._store(revisit_record(visit), fsync=False)

    def digest_of(self, warc_file: str, warc_offset: int) -> str | None:
        """The payload digest of a page stored earlier."""
        from crawler.stored import read_digest  # noqa: PLC0415 - loads warcio, which a night without changes can do without

        return read_digest(self._directory, warc_file, warc_offset)

    def _store(self, block: bytes, *, fsync: bool) -> int:
        """Append to the current file; gives the offset."""
        try:
            file = self._current()
            offset = self._size
            self._append(file, block, offset, fsync=fsync)
        except OSError as error:
            forbidden = error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}
            remedy = "Give this account the right to write there" if forbidden else "Make room"
            raise StorageFullError(
                f"{self._directory / self._name}: a page could not be archived ({error.strerror or error}); "
                f"what was stored before is whole. {remedy} and run again"
            ) from error
        self._size = offset + len(block)
        return offset

    def close(self) -> None:
        """Finish the current file. Writing again begins a new one."""
        if self._file is None:
            return
        self._file.close()
        self._file = None
        if self._lock is not None:
            (self._directory / f"{self._name}.open").unlink(missing_ok=True)
            self._lock.close()
            self._lock = None

    def _append(self, file: IO[bytes], block: bytes, offset: int, *, fsync: bool) -> None:
        """All of the block or nothing of it."""
        try:
            view = memoryview(block)
            while view:
                view = view[file.write(view) :]
            if fsync:
                os.fsync(file.fileno())
        except OSError:
            file.truncate(offset)
            raise

    def _current(self) -> IO[bytes]:
        now = self._clock()
        day = f"{now.year}{now.month:02}{now.day:02}"
        if self._file is not None and (day != self._day or self._size >= self._rotate_bytes):
            self.close()
        if self._file is None:
            self._begin(day)
        assert self._file is not None
        return self._file

    def _begin(self, day: str) -> None:
        self._day = day
        while True:
            self._number += 1
            self._name = f"mohinh-{day}-r{self._run_id:06d}-{self._number:05d}.warc.gz"
            if not (self._directory / self._name).exists():
                break
        lock = (self._directory / f"{self._name}.open").open("wb")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._lock = lock
        file = self._opener(self._directory / self._name)
        info = info_record(self._name, self._clock())
        self._file = file
        self._append(file, info, 0, fsync=self._fsync)
        self._size = len(info)
        if self._fsync:
            self._sync_directory()

    def _sync_directory(self) -> None:
        """Make the new file's name as safe as its content."""
        handle = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def repair(directory: Path) -> int:
    """Cut files that a killed process left open back to their last whole record; gives the bytes cut off.

    Files that another process is still writing are left alone.
    """
    cut = 0
    for marker in sorted(directory.glob("*.warc.gz.open")):
        with marker.open("rb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            path = marker.with_suffix("")
            if path.exists():
                end, size = last_whole_member(path), path.stat().st_size
                if end < size:
                    os.truncate(path, end)
                    cut += size - end
                if end == 0:
                    path.unlink()
            marker.unlink(missing_ok=True)
    return cut
