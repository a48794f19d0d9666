"""Articles from WARC files: ours, CC-NEWS or anybody's.

Pages of known sources (current, mirror or former hosts) whose address has the form of an article are registered in
``pages`` and in the ledger. A file of our own archive is referenced where it lies; a page from anywhere else is copied
into our archive, so that the archive holds every page the database names and can be moved as a whole. Pages stored
already are not stored again, so an import can be repeated. A damaged file gives what is whole in it and a line that
says where it broke off.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from crawler.archive import Archive, Location
from crawler.clock import stamp
from crawler.crawl import source_row
from crawler.entry import Answer
from crawler.errors import ArchiveError
from crawler.ledger import Ledger
from crawler.registry import Registry
from crawler.source import Source
from crawler.stored import StoredPage, holds_page, page_of
from crawler.urls import host_of, is_web_address
from crawler.warc_members import last_whole_member
from crawler.warc_records import Fetch
from db.connection import open_database, writing
from db.records import PageRow
from db.store import save_page, save_sources

# Headers about a transport that is over, once the body has been unpacked.
_UNPACKED = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file: what its responses were. ``broken`` says where and why reading ended early, None when it did not."""

    file: str
    responses: int
    imported: int
    known: int
    no_article: int
    unknown_host: int
    unreadable: int
    broken: str | None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All files; ``hosts`` are the commonest hosts of no source, with their number of pages."""

    files: tuple[FileReport, ...]
    hosts: tuple[tuple[str, int], ...]

    @property
    def needs_attention(self) -> bool:
        """Whether a file was broken or held pages that could not be read."""
        return any(file.broken or file.unreadable for file in self.files)

    def total(self, name: str) -> int:
        """The sum of a count over all files."""
        return sum(int(getattr(file, name)) for file in self.files)


@dataclass(slots=True)
class _Counts:
    responses: int = 0
    imported: int = 0
    known: int = 0
    no_article: int = 0
    unknown_host: int = 0
    unreadable: int = 0
    broken: str | None = None
    hosts: Counter[str] = field(default_factory=Counter)


def import_warc(
    db_path: Path,
    archive_dir: Path,
    registry: Registry,
    files: Sequence[Path],
    run_id: int | None = None,
    on_progress: Callable[[str, int], None] | None = None,
) -> ImportReport:
    """Register the article pages of WARC files; ``on_progress`` is told file name and responses read so far.

    Raises:
        ArchiveError: a file is not there or cannot be opened (before anything is read).
        StorageFullError, StoreError: archive or database cannot be written; what was stored before is whole.
    """
    for path in files:
        if not path.is_file():
            raise ArchiveError(f"{path}: no such file")
    db = open_database(db_path)
    hosts: Counter[str] = Counter()
    reports = []
    try:
        save_sources(db, [source_row(source) for source in registry.sources])
        with Archive(archive_dir, run_id=run_id or 0) as archive:
            importer = _Importer(db, archive, archive_dir, registry, run_id)
            for path in files:
                counts = importer.file(path, on_progress)
                hosts += counts.hosts
                reports.append(_report(path, counts))
    finally:
        db.close()
    return ImportReport(tuple(reports), tuple(hosts.most_common(10)))


def _report(path: Path, counts: _Counts) -> FileReport:
    return FileReport(
        file=path.name,
        responses=counts.responses,
        imported=counts.imported,
        known=counts.known,
        no_article=counts.no_article,
        unknown_host=counts.unknown_host,
        unreadable=counts.unreadable,
        broken=counts.broken,
    )


class _Importer:
    """Takes pages in, one transaction a page."""

    def __init__(
        self, db: Database, archive: Archive, archive_dir: Path, registry: Registry, run_id: int | None
    ) -> None:
        self._db = db
        self._archive = archive
        self._archive_dir = archive_dir.resolve()
        self._registry = registry
        self._run_id = run_id
        self._ledger = Ledger(db)

    def file(self, path: Path, on_progress: Callable[[str, int], None] | None) -> _Counts:
        """All of one file."""
        counts = _Counts()
        ours = path.resolve().parent == self._archive_dir
        for record, offset in _responses(path, counts):
            counts.responses += 1
            record_id = record.rec_headers.get_header("WARC-Record-ID") or ""
            self._record(record, Location(path.name, offset, record_id) if ours else None, counts)
            if on_progress is not None:
                on_progress(path.name, counts.responses)
        return counts

    def _record(self, record: ArcWarcRecord, place: Location | None, counts: _Counts) -> None:
        url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
        source = self._registry.source_for(url) if is_web_address(url) else None
        if source is None:
            counts.unknown_host += 1
            counts.hosts[host_of(url) or "(no address)"] += 1
            return
        if (
            not source.is_article(url)
            or (record.http_headers is not None and record.http_headers.get_statuscode() != "200")
            or not _is_page(record, service=source.detail is not None)
        ):
            counts.no_article += 1
            return
        page = _whole(record)
        if page is None:
            counts.unreadable += 1
            return
        self._page(source, page, source.canonical(url), place, counts)

    def _page(
        self, source: Source, page: StoredPage, url: str, place: Location | None, counts: _Counts
    ) -> None:
        content_hash = hashlib.sha256(page.body).hexdigest()
        fetched_at = _moment(page.fetched_at)
        versions = self._db.execute(
            "SELECT content_hash, fetched_at FROM pages WHERE url = ? ORDER BY fetched_at, id", (url,)
        ).fetchall()
        # The newest again, or one known from that time or later. An edit taken back makes an older one the newest again.
        newest = bool(versions) and versions[-1][0] == content_hash
        if newest or any(one == content_hash and at >= stamp(fetched_at) for one, at in versions):
            counts.known += 1
            return
        where = place or self._copy(url, page, fetched_at)
        with writing(self._db):
            save_page(
                self._db,
                PageRow(
                    url=url,
                    source_id=source.id,
                    run_id=self._run_id,
                    fetched_at=stamp(fetched_at),
                    status=page.status,
                    content_type=page.header("Content-Type"),
                    content_hash=content_hash,
                    size=len(page.body),
                    warc_file=where.warc_file,
                    warc_offset=where.warc_offset,
                    warc_record_id=where.record_id,
                ),
            )
            answer = Answer(page.status, content_hash)
            self._ledger.register(url, source.id, answer, stamp(fetched_at), f"warc:{where.warc_file}")
        counts.imported += 1

    def _copy(self, url: str, page: StoredPage, fetched_at: datetime) -> Location:
        headers = [(name, value) for name, value in page.headers if name.lower() not in _UNPACKED]
        return self._archive.write(
            Fetch(
                url=url,
                status=page.status,
                reason="OK",
                headers=(*headers, ("Content-Length", str(len(page.body)))),
                body=page.body,
                request_headers=(("Host", host_of(url)),),
                fetched_at=fetched_at,
                note=(("imported-from", page.url),),
            )
        )


def _responses(path: Path, counts: _Counts) -> Iterator[tuple[ArcWarcRecord, int]]:
    """The pages of a file with their offsets; where it is damaged, reading ends and ``counts`` says why."""
    offset = 0
    rendered: set[str] = set()
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file)
            for record in records:
                # Not get_record_offset(): that reads the record to its end, and its content would be gone.
                offset = records.offset
                if record.format != "warc":  # warcio takes anything it does not know for the older ARC
                    counts.broken = f"what stands at offset {offset} is no WARC record"
                    return
                if record.rec_type == "conversion":
                    rendered.add(record.rec_headers.get_header("WARC-Refers-To"))
                # Of a rendered page, what was sent is not the page: ours stands before it.
                sent_only = record.rec_headers.get_header("WARC-Record-ID") in rendered
                if holds_page(record) and not sent_only:
                    yield record, offset
            file.seek(0)
            compressed = file.read(2) == b"\x1f\x8b"
        rest = path.stat().st_size - last_whole_member(path, offset) if compressed else 0
        if rest:
            counts.broken = f"broken off: the last {rest} bytes are no whole record"
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        counts.broken = f"broken off behind offset {offset}: {' '.join(str(error).split())[:200]}"


def _whole(record: ArcWarcRecord) -> StoredPage | None:
    """The page of a record; None when the record is shorter than it says, or empty."""
    try:
        page = page_of(record)
    except (OSError, EOFError, ValueError, ArchiveLoadFailed):
        return None
    missing = getattr(record.raw_stream, "limit", 0)
    return page if page.body.strip() and not missing else None


def _is_page(record: ArcWarcRecord, *, service: bool) -> bool:
    """Whether a record holds HTML, or with ``service`` the JSON of an article."""
    headers = record.http_headers or record.rec_headers
    content_type = (headers.get_header("Content-Type") or "text/html").lower()
    kinds = ("html", "multipart/related", "message/rfc822", *(("json",) if service else ()))
    return any(kind in content_type for kind in kinds)


def _moment(text: str) -> datetime:
    """The date of a record; the day of the import when it is missing or unreadable would be a lie, so: the epoch."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0)
    except (ValueError, TypeError):
        return datetime.fromtimestamp(0, UTC)
