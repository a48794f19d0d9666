"""The archive: whole records, whatever happens while they are written."""

from __future__ import annotations

import errno
import io
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import Archive, repair
from crawler.clock import utc_now
from crawler.errors import ArchiveError, StorageFullError
from crawler.stored import read_page
from crawler.warc_records import NOT_MODIFIED, Fetch, Revisit, payload_digest


def fetch(number: int, body: bytes = b"<p>text</p>") -> Fetch:
    return Fetch(
        url=f"https://thu.example.vn/bai-{number}.html?a=1",
        status=200,
        reason="OK",
        headers=(("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")),
        body=body,
        request_headers=(("Host", "thu.example.vn"), ("User-Agent", "mohinh")),
        fetched_at=datetime(2026, 11, 24, 20, 15, 3, tzinfo=UTC),
        ip_address="192.0.2.7",
        note=(("source", "trang-thu"), ("via", "https://thu.example.vn/")),
    )


def records(path):
    with path.open("rb") as file:
        return [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file, check_digests="raise")
        ]


def test_a_page_is_kept_as_response_request_and_metadata_and_read_back(tmp_path):
    with Archive(tmp_path, run_id=12) as archive:
        first = archive.write(fetch(1, b"one"))
        second = archive.write(fetch(2, b"two"))
    assert first.warc_file.endswith("-r000012-00001.warc.gz")
    page = read_page(tmp_path, second.warc_file, second.warc_offset)
    assert (page.url, page.status, page.body) == ("https://thu.example.vn/bai-2.html?a=1", 200, b"two")
    assert (page.header("content-type"), page.fetched_at) == ("text/html", "2026-11-24T20:15:03Z")
    kinds = [(kind, url) for kind, url, _ in records(tmp_path / first.warc_file)]
    one, two = "https://thu.example.vn/bai-1.html?a=1", "https://thu.example.vn/bai-2.html?a=1"
    assert kinds == [
        ("warcinfo", None), ("response", one), ("request", one), ("metadata", one), ("response", two), ("request", two), ("metadata", two),
    ]  # fmt: skip
    assert not list(tmp_path.glob("*.open"))


def found_valid_by_warcio(path) -> bool:
    command = [sys.executable, "-c", "from warcio.cli import main; main()", "check", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return (result.returncode, result.stderr) == (0, "")


def test_an_independent_tool_finds_every_record_valid(tmp_path):
    visit = Revisit(
        url="https://thu.example.vn/bai-1.html?a=1",
        profile=NOT_MODIFIED,
        status=304,
        headers=(("ETag", '"a"'),),
        fetched_at=utc_now(),
        first_id="<urn:uuid:12345678-1234-1234-1234-123456789012>",
        first_date="2026-11-24T20:00:00Z",
        digest=payload_digest(b"one"),
    )
    with Archive(tmp_path) as archive:
        place = archive.write(fetch(1, b"one"))
        assert archive.digest_of(place.warc_file, place.warc_offset) == payload_digest(b"one")
        archive.write_revisit(visit)
    path = tmp_path / place.warc_file
    assert found_valid_by_warcio(path)
    assert [kind for kind, _, _ in records(path)] == [
        "warcinfo",
        "response",
        "request",
        "metadata",
        "revisit",
    ]


def test_files_are_rotated_by_size_and_day(tmp_path):
    now = [datetime(2026, 11, 24, 23, 59, tzinfo=UTC)]
    with Archive(tmp_path, rotate_bytes=1000, clock=lambda: now[0]) as archive:
        names = [archive.write(fetch(number, b"x" * 600)).warc_file for number in range(3)]
        now[0] = datetime(2026, 11, 25, 0, 1, tzinfo=UTC)
        names.append(archive.write(fetch(4)).warc_file)
    assert len(set(names)) >= 3
    assert ["20261124" in name for name in names] == [True, True, True, False]
    assert all(records(path) for path in tmp_path.iterdir())


def test_a_second_archive_of_the_same_run_writes_beside_the_first(tmp_path):
    with Archive(tmp_path) as one, Archive(tmp_path) as two:
        first, second = one.write(fetch(1)), two.write(fetch(2))
        third = one.write(fetch(3))
    assert first.warc_file != second.warc_file
    for place in (first, second, third):
        assert read_page(tmp_path, place.warc_file, place.warc_offset).status == 200


def test_a_torn_record_is_cut_off_and_everything_before_it_stays(tmp_path):
    with Archive(tmp_path) as archive:
        place = archive.write(fetch(1, b"one"))
        archive.write(fetch(2, b"two" * 5000))
    path = tmp_path / place.warc_file
    whole = path.read_bytes()
    marker = tmp_path / f"{path.name}.open"
    for length in (len(whole) - 1, len(whole) - 200, place.warc_offset + 10):
        path.write_bytes(whole[:length])
        marker.touch()
        assert repair(tmp_path) >= 1
        assert not marker.exists()
        assert records(path)[0][0] == "warcinfo"
    path.write_bytes(b"")
    marker.touch()
    repair(tmp_path)
    assert not path.exists()


class FullDisk(io.FileIO):
    """A file whose disk has room for so many bytes."""

    room = 1500

    def write(self, data):
        left = self.room - self.tell()
        if left <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(bytes(data)[:left])


def test_a_full_disk_keeps_nothing_of_the_page_and_all_of_those_before(tmp_path):
    with Archive(tmp_path, opener=lambda path: FullDisk(path, "ab"), fsync=False) as archive:
        place = archive.write(fetch(1, b"one"))
        size = (tmp_path / place.warc_file).stat().st_size
        with pytest.raises(
            StorageFullError, match=r"\.warc\.gz: a page could not be archived \(No space left on device\)"
        ):
            archive.write(fetch(2, bytes(range(256)) * 100))
        assert (tmp_path / place.warc_file).stat().st_size == size
    assert [kind for kind, _, _ in records(tmp_path / place.warc_file)] == [
        "warcinfo",
        "response",
        "request",
        "metadata",
    ]


def test_a_missing_or_wrong_place_is_named(tmp_path):
    with Archive(tmp_path) as archive:
        place = archive.write(fetch(1))
    with pytest.raises(ArchiveError, match=r"khong-co.warc.gz: no page can be read at 0"):
        read_page(tmp_path, "khong-co.warc.gz", 0)
    for offset in (0, place.warc_offset + 3, 10**9):
        with pytest.raises(ArchiveError, match=str(offset)):
            read_page(tmp_path, place.warc_file, offset)


def test_an_archive_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ArchiveError, match="file/archive: the archive cannot be written"):
        Archive(tmp_path / "file" / "archive")
