"""A fetched page as WARC records: pure, bytes out.

The records are what warcio would write, field for field (`tests/crawler/test_warc_records.py`), put together here because
warcio takes ten times as long: a fifth of what it takes to crawl an article.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.clock import stamp

_OF_THE_BODY = frozenset({"transfer-encoding", "content-length", "content-encoding"})

_LEVEL = 6
"""Of compression. warcio's own, 9, takes half as long again for the same size."""
_GZIP = 16
_SMALL = 2048
"""Bytes. For records up to this size zlib is given less memory: to get its usual quarter of a megabyte ready takes longer than to pack them."""

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
    block = _http(f"HTTP/1.1 {visit.status} {reason}", headers)
    return _record("revisit", head, visit.url, "application/http; msgtype=response", block)


def payload_digest(body: bytes) -> str:
    """The digest of a body as it came over the wire, as `page_records` has it in its record."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


_OF_NOTHING = payload_digest(b"")


def page_records(fetch: Fetch) -> tuple[bytes, str]:
    """Response, request and metadata record of a page as bytes, and the id of the first: the one that is read.

    Of a rendered page that is a conversion record. It stands before the response it was made from, so that who reads
    the file from its beginning knows what not to take for the page.
    """
    date = {"WARC-Date": stamp(fetch.fetched_at)}
    record_id = _new_id()
    # The transport's own coding is undone already; saying otherwise would make readers undo it again.
    headers = [(name, value) for name, value in fetch.headers if name.lower() != "transfer-encoding"]
    answer = _http(f"HTTP/1.1 {fetch.status} {fetch.reason}".strip(), headers)
    response = _record(
        "response",
        date | ({"WARC-IP-Address": fetch.ip_address} if fetch.ip_address else {}),
        fetch.url,
        "application/http; msgtype=response",
        answer + fetch.body,
        payload_digest(fetch.body),
        record_id,
    )
    asked = fetch.requested or fetch.url
    path = asked.split("/", 3)[3] if asked.count("/") > 2 else ""
    about = date | {"WARC-Concurrent-To": record_id}
    question = _http(f"GET /{path} HTTP/1.1", fetch.request_headers)
    request = _record("request", about, fetch.url, "application/http; msgtype=request", question, _OF_NOTHING)
    note = "".join(f"{name}: {value}\r\n" for name, value in fetch.note).encode()
    metadata = _record("metadata", about, fetch.url, "application/warc-fields", note, payload_digest(note))
    if fetch.rendered is None:
        return response + request + metadata, record_id
    shown_id = _new_id()
    conversion = _record(
        "conversion",
        date | {"WARC-Refers-To": record_id},
        fetch.url,
        RENDERED_TYPE,
        fetch.rendered,
        payload_digest(fetch.rendered),
        shown_id,
    )
    return conversion + response + request + metadata, shown_id


def info_record(name: str, now: datetime) -> bytes:
    """The record that opens a file and says what it is."""
    block = f"software: {SOFTWARE}\r\nformat: WARC File Format 1.0\r\n".encode()
    head = {"WARC-Filename": name, "WARC-Date": stamp(now)}
    return _record("warcinfo", head, None, "application/warc-fields", block)


def _record(
    kind: str,
    head: Mapping[str, str],
    url: str | None,
    content_type: str,
    block: bytes,
    digest: str | None = None,
    record_id: str | None = None,
) -> bytes:
    """One record as a gzip member of its own; ``digest`` is that of the payload, None for a record without one."""
    fields = {
        **head,
        "WARC-Type": kind,
        "WARC-Record-ID": record_id or _new_id(),
        **({"WARC-Target-URI": url} if url else {}),
        **({"WARC-Payload-Digest": digest} if digest else {}),
        "WARC-Block-Digest": payload_digest(block),
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    plain = b"".join((b"WARC/1.0\r\n", lines.encode(), b"\r\n", block, b"\r\n\r\n"))
    window, memory = (12, 5) if len(plain) <= _SMALL else (zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
    pack = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP + window, memory)
    return pack.compress(plain) + pack.flush()


def _http(first: str, headers: Headers) -> bytes:
    """The head of a message; what is not ASCII in it is escaped as RFC 8187 has it."""
    try:
        return (first + "\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers)).encode(
            "ascii"
        ) + b"\r\n"
    except UnicodeEncodeError:
        from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - few headers need it

        return bytes(StatusAndHeaders(first, list(headers), is_http_request=True).to_ascii_bytes())


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"
