"""Our records against warcio's: the same fields, the same bytes, digests that hold."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.warc_records import (
    NOT_MODIFIED,
    SOFTWARE,
    Fetch,
    Revisit,
    info_record,
    page_records,
    payload_digest,
    revisit_record,
)

WHEN = datetime(2026, 11, 24, 20, 15, 3, tzinfo=UTC)
DATE = "2026-11-24T20:15:03Z"
URL = "https://thu.example.vn/bai-1.html?a=1"
BODY = "<p>Tiếng kẻng an ninh</p>".encode() * 300
SENT = (("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("X-Empty", ""))
ASKED = (("Host", "thu.example.vn"), ("User-Agent", "mohinh"))
BUILDER = RecordBuilder()


def fetch(**other) -> Fetch:
    values = {
        "url": URL, "status": 200, "reason": "OK", "headers": SENT, "body": BODY, "request_headers": ASKED, "fetched_at": WHEN,
        "ip_address": "192.0.2.7", "note": (("source", "trang-thu"), ("via", "https://thu.example.vn/")),
    }  # fmt: skip
    return Fetch(**values | other)


def members(data: bytes) -> list[bytes]:
    found = []
    while data:
        unzip = zlib.decompressobj(31)
        found.append(unzip.decompress(data))
        data = unzip.unused_data
    return found


def field(record: bytes, name: str) -> str:
    lines = record.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    return next(line.partition(": ")[2] for line in lines if line.startswith(f"{name}: "))


def by_warcio(kind: str, record: bytes, head: dict[str, str], **parts) -> bytes:
    """The record that warcio writes, under the id that ours has."""
    body = parts.pop("payload", None)
    made = BUILDER.create_warc_record(
        URL, kind, warc_headers_dict={**head, "WARC-Record-ID": field(record, "WARC-Record-ID")},
        payload=None if body is None else BytesIO(body), length=None if body is None else len(body), **parts,
    )  # fmt: skip
    out = BytesIO()
    WARCWriter(out, gzip=False).write_record(made)
    return out.getvalue()


def as_fields(record: bytes) -> tuple[set[str], bytes]:
    """Fields in any order, and what follows them."""
    head, _, rest = record.partition(b"\r\n\r\n")
    return set(head.decode().split("\r\n")), rest


def test_a_page_is_written_as_warcio_writes_it():
    data, first = page_records(fetch())
    response, request, metadata = members(data)
    about = {"WARC-Date": DATE, "WARC-Concurrent-To": first}
    assert field(response, "WARC-Record-ID") == first
    sent = [header for header in SENT if header[0] != "Transfer-Encoding"]
    wanted = [
        by_warcio("response", response, {"WARC-Date": DATE, "WARC-IP-Address": "192.0.2.7"}, payload=BODY,
                  http_headers=StatusAndHeaders("200 OK", sent, protocol="HTTP/1.1")),
        by_warcio("request", request, about, http_headers=StatusAndHeaders("GET /bai-1.html?a=1 HTTP/1.1", list(ASKED), is_http_request=True)),
        by_warcio("metadata", metadata, about, payload=b"source: trang-thu\r\nvia: https://thu.example.vn/\r\n", warc_content_type="application/warc-fields"),
    ]  # fmt: skip
    assert [as_fields(record) for record in (response, request, metadata)] == [
        as_fields(record) for record in wanted
    ]


def test_a_rendered_page_stands_before_the_answer_it_was_made_from():
    data, first = page_records(fetch(rendered=b"<p>shown</p>"))
    conversion, response, *_ = members(data)
    assert field(conversion, "WARC-Record-ID") == first
    assert field(conversion, "WARC-Refers-To") == field(response, "WARC-Record-ID")
    wanted = by_warcio(
        "conversion", conversion, {"WARC-Date": DATE, "WARC-Refers-To": field(response, "WARC-Record-ID")},
        payload=b"<p>shown</p>", warc_content_type="text/html; charset=utf-8",
    )  # fmt: skip
    assert as_fields(conversion) == as_fields(wanted)


def test_a_revisit_is_written_as_warcio_writes_it():
    visit = Revisit(
        URL, NOT_MODIFIED, 304, (("ETag", '"a"'),), WHEN, "<urn:uuid:1>", DATE, "sha1:ABC", "192.0.2.7"
    )
    (record,) = members(revisit_record(visit))
    head = {
        "WARC-Date": DATE, "WARC-Profile": NOT_MODIFIED, "WARC-Refers-To": "<urn:uuid:1>", "WARC-Refers-To-Target-URI": URL,
        "WARC-Refers-To-Date": DATE, "WARC-IP-Address": "192.0.2.7", "WARC-Payload-Digest": "sha1:ABC",
    }  # fmt: skip
    http = StatusAndHeaders("304 Not Modified", [("ETag", '"a"')], protocol="HTTP/1.1")
    assert as_fields(record) == as_fields(by_warcio("revisit", record, head, http_headers=http))


def test_the_record_that_opens_a_file_is_written_as_warcio_writes_it():
    (record,) = members(info_record("a.warc.gz", WHEN))
    made = BUILDER.create_warcinfo_record(
        "a.warc.gz", {"software": SOFTWARE, "format": "WARC File Format 1.0"}
    )
    made.rec_headers.replace_header("WARC-Date", DATE)
    made.rec_headers.replace_header("WARC-Record-ID", field(record, "WARC-Record-ID"))
    out = BytesIO()
    WARCWriter(out, gzip=False).write_record(made)
    assert as_fields(record) == as_fields(out.getvalue())


@pytest.mark.parametrize("body", [b"", b"x", b"x" * 5000])
def test_digests_hold_and_pages_of_any_size_are_read_back(body):
    data, _ = page_records(fetch(body=body))
    read = [
        (record.rec_type, record.content_stream().read())
        for record in ArchiveIterator(BytesIO(data), check_digests="raise")
    ]
    assert [kind for kind, _ in read] == ["response", "request", "metadata"]
    assert read[0][1] == body


def test_headers_beyond_ascii_are_escaped():
    data, _ = page_records(
        fetch(headers=(("Content-Disposition", 'inline; filename="bài.html"'), ("X-Name", "Hà")))
    )
    head = members(data)[0].partition(b"\r\n\r\n")[2].partition(b"\r\n\r\n")[0].decode("ascii")
    assert "filename*=UTF-8''b%C3%A0i.html" in head
    assert "X-Name: H%C3%A0" in head


def test_the_digest_is_sha1_in_base_32():
    assert payload_digest(b"") == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
