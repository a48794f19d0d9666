"""The archive: every fetched page as WARC records, one gzip member a record.

Three records a page: the response as it came over the wire (bytes still compressed as the site sent them), the request
and a metadata record that says for which source and from which listing it was asked. Files are named after the day
and the run (``mohinh-20261124-r000012-00001.warc.gz``); a new one is begun at midnight (UTC) and when one
has grown to ``rotate_bytes``.

A file being written has a ``.open`` file beside it, locked by the writer. What a killed process leaves there is cut
back to its last whole record when the next archive is opened, so that every file always reads to its end. All of a page
is written with one call and, with ``fsync``, forced to disk before `Archive.write` returns: only then may a
database row name it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.clock import Clock, stamp, utc_now
from crawler.errors import ArchiveError, StorageFullError
from crawler.warc_members import last_whole_member

SOFTWARE = "mohinh (warcio)"

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Fetch:
    """One answer of a site as it came, and the question. ``body`` as on the wire, without chunking."""

    url: str
    status: int
    reason: str
    headers: Headers
    body: bytes
    request_headers: Headers
    fetched_at: datetime
    ip_address: str | None = None
    note: Headers = ()


@dataclass(frozen=True, slots=True)
class Location:
    """Where a page lies: file name within the archive, offset of its response record, id of the record."""

    warc_file: str
    warc_offset: int
    record_id: str


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page read back; ``body`` is decoded (no compression), ``fetched_at`` as in the record."""

    url: str
    status: int
    headers: Headers
    body: bytes
    fetched_at: str

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


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
        block, record_id = _records(fetch)
        try:
            file = self._current()
            offset = self._size
            self._append(file, block, offset)
        except OSError as error:
            name = self._name or self._directory
            raise StorageFullError(
                f"{name}: a page could not be archived ({error.strerror or error}); "
                "what was stored before is whole. Make room and run again"
            ) from error
        self._size = offset + len(block)
        return Location(self._name, offset, record_id)

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

    def _append(self, file: IO[bytes], block: bytes, offset: int) -> None:
        """All of the block or nothing of it."""
        try:
            view = memoryview(block)
            while view:
                view = view[file.write(view) :]
            if self._fsync:
                os.fsync(file.fileno())
        except OSError:
            file.truncate(offset)
            raise

    def _current(self) -> IO[bytes]:
        day = self._clock().strftime("%Y%m%d")
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
        info = _info_record(self._name, self._clock())
        self._file = file
        self._append(file, info, 0)
        self._size = len(info)


def read_page(archive_dir: Path, warc_file: str, warc_offset: int) -> StoredPage:
    """Read one page back.

    Raises:
        ArchiveError: the file or the record is missing or broken; names file and offset.
    """
    path = archive_dir / warc_file
    try:
        with path.open("rb") as file:
            file.seek(warc_offset)
            for record in ArchiveIterator(file):
                if record.rec_type != "response" or record.http_headers is None:
                    break
                return page_of(record)
    except (OSError, ArchiveLoadFailed, EOFError, ValueError) as error:
        raise ArchiveError(f"{path}: no page can be read at {warc_offset}: {error}") from error
    raise ArchiveError(f"{path}: no page stands at {warc_offset}")


def page_of(record: ArcWarcRecord) -> StoredPage:
    """The page in a response record of warcio."""
    headers = record.http_headers
    return StoredPage(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(headers.get_statuscode() or 0),
        headers=tuple((str(name), str(value)) for name, value in headers.headers),
        body=record.content_stream().read(),
        fetched_at=record.rec_headers.get_header("WARC-Date"),
    )


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


def _records(fetch: Fetch) -> tuple[bytes, str]:
    """Response, request and metadata record of a page as bytes, and the id of the response."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    date = stamp(fetch.fetched_at)
    common = {"WARC-Date": date}
    if fetch.ip_address:
        common["WARC-IP-Address"] = fetch.ip_address
    # The transport's own coding is undone already; saying otherwise would make readers undo it again.
    headers = [(name, value) for name, value in fetch.headers if name.lower() != "transfer-encoding"]
    response = writer.create_warc_record(
        fetch.url,
        "response",
        payload=BytesIO(fetch.body),
        length=len(fetch.body),
        http_headers=StatusAndHeaders(f"{fetch.status} {fetch.reason}".strip(), headers, protocol="HTTP/1.1"),
        warc_headers_dict=dict(common),
    )
    record_id = str(response.rec_headers.get_header("WARC-Record-ID"))
    path = fetch.url.split("/", 3)[3] if fetch.url.count("/") > 2 else ""
    request = writer.create_warc_record(
        fetch.url,
        "request",
        http_headers=StatusAndHeaders(
            f"GET /{path} HTTP/1.1", list(fetch.request_headers), is_http_request=True
        ),
        warc_headers_dict={"WARC-Date": date, "WARC-Concurrent-To": record_id},
    )
    note = "".join(f"{name}: {value}\r\n" for name, value in fetch.note).encode()
    metadata = writer.create_warc_record(
        fetch.url,
        "metadata",
        payload=BytesIO(note),
        length=len(note),
        warc_content_type="application/warc-fields",
        warc_headers_dict={"WARC-Date": date, "WARC-Concurrent-To": record_id},
    )
    for record in (response, request, metadata):
        writer.write_record(record)
    return out.getvalue(), record_id


def _info_record(name: str, now: datetime) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    record = writer.create_warcinfo_record(name, {"software": SOFTWARE, "format": "WARC File Format 1.0"})
    record.rec_headers.replace_header("WARC-Date", stamp(now))
    writer.write_record(record)
    return out.getvalue()
