"""Pages from WARC files: ours, somebody else's, and broken ones."""

from __future__ import annotations

import random
import shutil
import sqlite3
from io import BytesIO

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.errors import ArchiveError
from crawler.registry import load_registry
from crawler.stored import read_page
from crawler.warc_import import import_warc
from db.connection import open_database
from db.records import ArticleRow
from db.store import save_article

REGISTRY = load_registry()
ONE = "https://baolongan.vn/mo-hinh-mot-a18804.html"
TWO = "http://congan.haugiang.gov.vn/savefile/tin/mo-hinh-hai-859.html"


def warc(path, *pages, gzip=True):
    """A file as other crawlers write it: a request before each response, nothing of ours in it."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        for url, body, extra in pages:
            headers = {"Content-Type": "text/html; charset=utf-8", **extra}
            status = headers.pop("status", "200 OK")
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "request",
                    http_headers=StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True),
                )
            )
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=BytesIO(body), length=len(body), warc_headers_dict={"WARC-Date": "2022-04-07T03:00:00Z"},
                    http_headers=StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1"),
                )
            )  # fmt: skip
    return path


def load(tmp_path, *files):
    return import_warc(tmp_path / "m.db", tmp_path / "archive", REGISTRY, files)


def pages(tmp_path):
    with sqlite3.connect(tmp_path / "m.db") as db:
        return db.execute(
            "SELECT url, source_id, fetched_at, warc_file, warc_offset, parsed_as FROM pages ORDER BY id"
        ).fetchall()


@pytest.mark.parametrize("gzip", [True, False])
def test_articles_of_known_sites_are_copied_into_our_archive(tmp_path, gzip):
    file = warc(
        tmp_path / "CC-NEWS-1.warc.gz",
        (ONE, b"<p>one</p>", {}),
        (TWO, b"<p>two</p>", {}),
        ("https://baolongan.vn/", b"<p>home</p>", {}),
        ("https://baolongan.vn/khong-con-a1.html", b"gone", {"status": "404 Not Found"}),
        ("https://baolongan.vn/anh-a2.html", b"GIF", {"Content-Type": "image/gif"}),
        ("https://la.example.com/x", b"<p>x</p>", {}),
        gzip=gzip,
    )
    report = load(tmp_path, file)
    file.unlink()
    (only,) = report.files
    assert (only.responses, only.imported, only.no_article, only.unknown_host, only.broken) == (
        6,
        2,
        3,
        1,
        None,
    )
    assert report.hosts == (("la.example.com", 1),)
    assert not report.needs_attention
    stored = pages(tmp_path)
    assert [row[:3] for row in stored] == [
        (ONE, "bao-longan", "2022-04-07T03:00:00Z"),
        (TWO.replace("/savefile", ""), "congan-cantho", "2022-04-07T03:00:00Z"),
    ]
    assert [read_page(tmp_path / "archive", row[3], row[4]).body for row in stored] == [
        b"<p>one</p>",
        b"<p>two</p>",
    ]


def test_importing_again_stores_nothing_again(tmp_path):
    file = warc(tmp_path / "x.warc.gz", (ONE, b"<p>one</p>", {}))
    load(tmp_path, file)
    report = load(tmp_path, file)
    assert (report.total("imported"), report.total("known")) == (0, 1)
    assert len(pages(tmp_path)) == 1


def test_a_file_of_our_own_archive_is_read_where_it_lies(tmp_path):
    load(tmp_path, warc(tmp_path / "x.warc.gz", (ONE, b"<p>one</p>", {}), (TWO, b"<p>two</p>", {})))
    before = pages(tmp_path)
    (tmp_path / "new").mkdir()
    shutil.copytree(tmp_path / "archive", tmp_path / "new" / "archive")
    files = sorted((tmp_path / "new" / "archive").iterdir())
    report = load(tmp_path / "new", *files)
    assert report.total("imported") == 2
    assert pages(tmp_path / "new") == before
    assert sorted((tmp_path / "new" / "archive").iterdir()) == files


def test_a_truncated_file_gives_what_is_whole_and_says_where_it_broke(tmp_path):
    file = warc(
        tmp_path / "x.warc.gz", (ONE, b"<p>one</p>" * 50, {}), (TWO, random.Random(1).randbytes(5000), {})
    )
    file.write_bytes(file.read_bytes()[:-600])
    report = load(tmp_path, file)
    assert [row[0] for row in pages(tmp_path)] == [ONE]
    (only,) = report.files
    assert "are no whole record" in only.broken
    assert report.needs_attention


def test_garbage_is_named_and_the_other_files_are_read(tmp_path):
    garbage = tmp_path / "rac.warc.gz"
    garbage.write_bytes(b"not a warc at all" * 10)
    report = load(tmp_path, garbage, warc(tmp_path / "x.warc.gz", (ONE, b"<p>one</p>", {})))
    assert report.files[0].broken
    assert report.total("imported") == 1
    with pytest.raises(ArchiveError, match=r"khong-co.warc.gz: no such file"):
        load(tmp_path, tmp_path / "khong-co.warc.gz")


def test_an_older_copy_does_not_take_the_place_of_the_article_as_it_is(tmp_path):
    load(tmp_path, warc(tmp_path / "new.warc.gz", (ONE, b"<p>new</p>", {})))
    with sqlite3.connect(tmp_path / "m.db") as db:
        db.execute("UPDATE pages SET fetched_at = '2026-01-01T00:00:00Z'")
    load(tmp_path, warc(tmp_path / "old.warc.gz", (ONE, b"<p>old</p>", {})))
    db = open_database(tmp_path / "m.db")
    for page_id, title in db.execute(
        "SELECT id, CASE fetched_at > '2025' WHEN 1 THEN 'new' ELSE 'old' END FROM pages ORDER BY id"
    ).fetchall():
        save_article(db, ArticleRow(ONE, "bao-longan", "Văn bản.", "layout", page_id=page_id, title=title))
    assert db.execute("SELECT title FROM articles").fetchall() == [("new",)]
    assert db.execute("SELECT title FROM revisions").fetchall() == [("old",)]
    db.close()
