"""Pages read back from the archive.

warcio reads the records; ours lie each in a gzip member of its own, which is unpacked at once: read by warcio line by line out of the
file, a page takes four times as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader

from crawler.errors import ArchiveError
from crawler.warc_members import member_at
from crawler.warc_records import Headers

_LOADER = ArcWarcRecordLoader()


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


def read_page(archive_dir: Path, warc_file: str, warc_offset: int) -> StoredPage:
    """Read one page back.

    Raises:
        ArchiveError: the file or the record is missing or broken; names file and offset.
    """
    path = archive_dir / warc_file
    try:
        record = _LOADER.parse_record_stream(BytesIO(member_at(path, warc_offset)), known_format="warc")
        if holds_page(record):
            return page_of(record)
    except (OSError, ArchiveLoadFailed, EOFError, ValueError) as error:
        raise ArchiveError(f"{path}: no page can be read at {warc_offset}: {error}") from error
    raise ArchiveError(f"{path}: no page stands at {warc_offset}")


def read_digest(archive_dir: Path, warc_file: str, warc_offset: int) -> str | None:
    """The payload digest in the head of a stored page's record; None when it cannot be read."""
    try:
        with (archive_dir / warc_file).open("rb") as file:
            file.seek(warc_offset)
            for record in ArchiveIterator(file):
                digest = record.rec_headers.get_header("WARC-Payload-Digest")
                return str(digest) if digest else None
    except (OSError, ArchiveLoadFailed, EOFError, ValueError):
        return None
    return None


def holds_page(record: ArcWarcRecord) -> bool:
    """Whether a record of warcio holds a page: an answer of a site, or what it showed after its scripts had run."""
    if record.rec_type == "response":
        return record.http_headers is not None
    return record.rec_type == "conversion" and "html" in (record.rec_headers.get_header("Content-Type") or "")


def page_of(record: ArcWarcRecord) -> StoredPage:
    """The page in a record that holds one (`holds_page`)."""
    headers = record.http_headers
    told: Headers
    if headers is None:
        status, told = 200, (("Content-Type", str(record.rec_headers.get_header("Content-Type"))),)
    else:
        status = int(headers.get_statuscode() or 0)
        told = tuple((str(name), str(value)) for name, value in headers.headers)
    return StoredPage(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=status,
        headers=told,
        body=record.content_stream().read(),
        fetched_at=record.rec_headers.get_header("WARC-Date"),
    )
