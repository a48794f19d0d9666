"""A fetched page as WARC records: pure, bytes out."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from warcio.recordbuilder import RecordBuilder
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.clock import stamp

_OF_THE_BODY = frozenset({"transfer-encoding", "content-length", "content-encoding"})

_BUILDER = RecordBuilder()
_LEVEL = 6
"""Of compression. warcio's own, 9, takes half as long again for the same size."""
_GZIP = zlib.MAX_WBITS + 16

SOFTWARE = "mohinh (warcio)"

Headers = Sequence[tuple[str, str]]

NOT_MODIFIED = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
SAME_BYTES = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
RENDERED_TYPE = "text/html; charset=utf-8"
"""What a conversion record of ours holds: the page after its scripts have run."""

SAME_ARTICLE = "urn:mohinh:revisit:same-article"
"""A profile of our own, as the standard allows: other bytes (a counter, a clock), the same article."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One answer of a site as it came, and the question. ``body`` as on the wire, without chunking.

    ``rendered`` is what the page showed after its scripts had run (HTML in UTF-8), None where they were not run.
    ``requested`` is the address that was asked, None where it is ``url``.
    """

    url: str
    status: int
    reason: str
    headers: Headers
    body: bytes
    request_headers: Headers
    fetched_at: datetime
    ip_address: str | None = None
    note: Headers = ()
    rendered: bytes | None = None
    requested: str | None = None


@dataclass(frozen=True, slots=True)
class Revisit:
    """A visit that brought nothing new. ``first_id`` and ``first_date`` are those of the record that holds the page.

    ``profile`` says how it is known, ``digest`` is that of the payload it refers to, None where it is not known.
    """

    url: str
    profile: str
    status: int
    headers: Headers
    fetched_at: datetime
    first_id: str
    first_date: str
    digest: str | None = None
    ip_address: str | None = None


def revisit_record(visit: Revisit) -> bytes:
    """A revisit record as bytes."""
    head = {
        "WARC-Date": stamp(visit.fetched_at),
        "WARC-Profile": visit.profile,
        "WARC-Refers-To": visit.first_id,
        "WARC-Refers-To-Target-URI": visit.url,
        "WARC-Refers-To-Date": visit.first_date,
    }
    if visit.ip_address:
        head["WARC-IP-Address"] = visit.ip_address
    if visit.digest:
        head["WARC-Payload-Digest"] = visit.digest
    headers = [(name, value) for name, value in visit.headers if name.lower() not in _OF_THE_BODY]
    reason = "Not Modified" if visit.status == 304 else "OK"
    record = _BUILDER.create_warc_record(
        visit.url,
        "revisit",
        http_headers=StatusAndHeaders(f"{visit.status} {reason}", headers, protocol="HTTP/1.1"),
        warc_headers_dict={name: value for name, value in head.items() if value},
    )
    return _members([record])


def payload_digest(body: bytes) -> str:
    """The digest of a body as it came over the wire, as `page_records` has it in its record."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def page_records(fetch: Fetch) -> tuple[bytes, str]:
    """Response, request and metadata record of a page as bytes, and the id of the first: the one that is read.

    Of a rendered page that is a conversion record. It stands before the response it was made from, so that who reads
    the file from its beginning knows what not to take for the page.
    """
    date = stamp(fetch.fetched_at)
    common = {"WARC-Date": date}
    if fetch.ip_address:
        common["WARC-IP-Address"] = fetch.ip_address
    # The transport's own coding is undone already; saying otherwise would make readers undo it again.
    headers = [(name, value) for name, value in fetch.headers if name.lower() != "transfer-encoding"]
    response = _BUILDER.create_warc_record(
        fetch.url,
        "response",
        payload=BytesIO(fetch.body),
        length=len(fetch.body),
        http_headers=StatusAndHeaders(f"{fetch.status} {fetch.reason}".strip(), headers, protocol="HTTP/1.1"),
        warc_headers_dict=dict(common),
    )
    record_id = str(response.rec_headers.get_header("WARC-Record-ID"))
    asked = fetch.requested or fetch.url
    path = asked.split("/", 3)[3] if asked.count("/") > 2 else ""
    request = _BUILDER.create_warc_record(
        fetch.url,
        "request",
        http_headers=StatusAndHeaders(
            f"GET /{path} HTTP/1.1", list(fetch.request_headers), is_http_request=True
        ),
        warc_headers_dict={"WARC-Date": date, "WARC-Concurrent-To": record_id},
    )
    note = "".join(f"{name}: {value}\r\n" for name, value in fetch.note).encode()
    metadata = _BUILDER.create_warc_record(
        fetch.url,
        "metadata",
        payload=BytesIO(note),
        length=len(note),
        warc_content_type="application/warc-fields",
        warc_headers_dict={"WARC-Date": date, "WARC-Concurrent-To": record_id},
    )
    records = [response, request, metadata]
    if fetch.rendered is not None:
        conversion = _BUILDER.create_warc_record(
            fetch.url,
            "conversion",
            payload=BytesIO(fetch.rendered),
            length=len(fetch.rendered),
            warc_content_type=RENDERED_TYPE,
            warc_headers_dict={"WARC-Date": date, "WARC-Refers-To": record_id},
        )
        records.insert(0, conversion)
    return _members(records), str(records[0].rec_headers.get_header("WARC-Record-ID"))


def info_record(name: str, now: datetime) -> bytes:
    """The record that opens a file and says what it is."""
    record = _BUILDER.create_warcinfo_record(name, {"software": SOFTWARE, "format": "WARC File Format 1.0"})
    record.rec_headers.replace_header("WARC-Date", stamp(now))
    return _members([record])


def _members(records: Sequence[ArcWarcRecord]) -> bytes:
    """Records as bytes, each a gzip member of its own."""
    members = []
    for record in records:
        plain = BytesIO()
        WARCWriter(plain, gzip=False).write_record(record)
        members.append(zlib.compress(plain.getvalue(), _LEVEL, _GZIP))
    return b"".join(members)
