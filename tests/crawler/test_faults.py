"""Bad sites: each fault is noted for its address and in the report, the other sources are unharmed."""

from __future__ import annotations

import gzip
import random
import shutil
import socket
import ssl
import struct
import subprocess

import pytest

from crawler.stored import read_page
from tests.crawler.small_site import Reply, Site, crawl, ledger, make_due, only, page, rows, stored


def reset(handler):
    """Half an answer, then a TCP reset."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html>")
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def endless(handler):
    """30 MB without saying so beforehand."""
    handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html><body>"
    )
    for _ in range(300):
        handler.wfile.write(b"x" * 100_000)
    handler.close_connection = True


def test_every_fault_is_noted_and_the_rest_of_the_site_is_stored(tmp_path):
    with Site() as site:
        site.pages = {
            "/tin/": page(
                "Tin", "/bai/tot-1.html", "/bai/mat-2.html", "/bai/loi-3.html", "/bai/rong-4.html", "/bai/hong-5.html",
                "/bai/cp1258-6.html", "/bai/to-7.html", "/bai/dut-8.html", "/bai/anh-9.html", "/bai/xong-10.html",
            ),
            "/bai/tot-1.html": page("Tốt"),
            "/bai/loi-3.html": Reply(b"oops", 500),
            "/bai/rong-4.html": Reply(b"  \n", headers={"Content-Type": "text/html"}),
            "/bai/hong-5.html": b"<html><body><p>M\xff<div><<a href='/bai/tot-1.html'<li></table>",
            "/bai/cp1258-6.html": Reply("Mô hình ở Đồng Nai".encode("cp1258", "replace"), headers={"Content-Type": "text/html; charset=windows-1258"}),
            "/bai/to-7.html": Reply(act=endless),
            "/bai/dut-8.html": Reply(act=reset),
            "/bai/anh-9.html": Reply(b"\x89PNG....", headers={"Content-Type": "image/png"}),
            "/bai/xong-10.html": page("Xong"),
        }  # fmt: skip
        report = only(crawl(tmp_path, site.entry()))
    names = sorted(url.rpartition("/")[2] for url in stored(tmp_path))
    assert names == ["cp1258-6.html", "hong-5.html", "tot-1.html", "xong-10.html"]
    assert (report["failed"], report["gone"], report["refused"], report["stopped"]) == (4, 1, 1, None)
    expected = {
        "mat-2": ("gone", 404, "the site answers 404"),
        "loi-3": ("failed", 500, "the site answers 500"),
        "rong-4": ("failed", 200, "the page is empty"),
        "to-7": ("failed", None, "larger than 10000000 bytes: cut off"),
        "dut-8": ("failed", None, "connection closed before the answer was complete"),
        "anh-9": ("refused", 200, "is image/png, not a page"),
    }
    for name, (state, status, words) in expected.items():
        entry = ledger(tmp_path, f"{site.url}/bai/{name}.html")
        assert (entry["state"], entry["status"]) == (state, status), name
        assert words in entry["error"], name
        assert (entry["due"] is None) == (state == "gone"), name
        if state == "failed":
            assert any(name in error and words in error for error in report["errors"]), report["errors"]


def test_a_transient_fault_is_tried_once_more_in_the_same_run(tmp_path):
    with Site() as site:

        def first_time(handler):
            site.pages["/bai/mot-1.html"] = page("Một")
            reset(handler)

        site.pages = {"/tin/": page("Tin", "/bai/mot-1.html"), "/bai/mot-1.html": Reply(act=first_time)}
        report = only(crawl(tmp_path, site.entry()))
    assert (report["new_pages"], report["failed"], report["requested"]) == (1, 0, 4)


def test_what_failed_is_asked_again_ever_later_and_comes_back(tmp_path):
    with Site() as site:
        site.pages = {"/tin/": page("Tin", "/bai/mot-1.html"), "/bai/mot-1.html": Reply(b"", 500)}
        crawl(tmp_path, site.entry())
        url = f"{site.url}/bai/mot-1.html"
        assert ledger(tmp_path, url)["tries"] == 1
        asked = len(site.asked("/bai"))
        crawl(tmp_path, site.entry())
        assert len(site.asked("/bai")) == asked  # not yet
        make_due(tmp_path)
        site.pages["/bai/mot-1.html"] = page("Một")
        assert only(crawl(tmp_path, site.entry()))["new_pages"] == 1
    assert ledger(tmp_path, url) | {"due": None} == {
        "state": "done", "status": 200, "error": None, "tries": 0, "visits": 1, "due": None,
    }  # fmt: skip


def test_an_unreachable_host_does_not_hold_up_the_others(tmp_path):
    with socket.socket() as closed, Site() as site:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]  # bound, not listening: refuses
        dead = site.entry(
            "dead", hosts=[f"127.0.0.1:{port}", "khong-co.invalid"],
            start=[f"http://127.0.0.1:{port}/tin/", "http://khong-co.invalid/"],
        )  # fmt: skip
        site.pages = {"/tin/": page("Tin", "/bai/mot-1.html"), "/bai/mot-1.html": page("Một")}
        report = crawl(tmp_path, dead, site.entry("alive"))
    gone, alive = report["sources"]
    assert alive["new_pages"] == 1
    assert alive["stopped"] is None
    assert "connection refused" in gone["stopped"]
    assert "khong-co.invalid: robots.txt cannot be had: host not found" in gone["stopped"]
    assert "connection refused" in ledger(tmp_path, f"http://127.0.0.1:{port}/tin/")["error"]
    assert report["needs_attention"]


def test_a_host_that_fails_again_and_again_is_left_alone_and_what_is_due_stays_due(tmp_path):
    with Site() as site:
        links = [f"/bai/a-{number}.html" for number in range(30)]
        site.pages = {"/tin/": page("Tin", *links)}
        site.pages |= dict.fromkeys(links, Reply(b"", 502))
        report = only(crawl(tmp_path, site.entry(), breaker=3))
    assert "3 failures in a row" in report["stopped"]
    assert len(site.asked("/bai")) <= 2 * 4  # each once more, and the one that was on its way
    assert report["not_reached"] >= 26
    assert report["not_reached"] + report["failed"] == 30


def test_a_slow_page_is_given_up_in_time(tmp_path):
    with Site() as site:
        site.pages = {
            "/tin/": page("Tin", "/bai/cham-1.html", "/bai/mot-2.html"),
            "/bai/cham-1.html": Reply(act=lambda handler: site.stopped.wait(10)),
            "/bai/mot-2.html": page("Một"),
        }
        report = only(crawl(tmp_path, site.entry(), timeout=0.5))
        assert (report["new_pages"], report["failed"]) == (1, 1)
        assert "no complete answer in time" in report["errors"][0]


def test_a_bomb_is_not_unpacked(tmp_path):
    with Site() as site:
        bomb = gzip.compress(b"0" * 30_000_000)
        site.pages = {
            "/tin/": page("Tin", "/bai/bom-1.html"),
            "/bai/bom-1.html": Reply(bomb, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"}),
        }
        report = only(crawl(tmp_path, site.entry()))
    assert report["failed"] == 1
    assert "larger than 10000000 bytes when unpacked" in report["errors"][0]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_certificate_that_cannot_be_verified_is_refused_unless_the_source_says_otherwise(tmp_path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "k.pem", "-out", tmp_path / "c.pem",
         "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "c.pem", tmp_path / "k.pem")
    with Site(tls=context) as site:
        site.pages = {"/tin/": page("Tin", "/bai/mot-1.html"), "/bai/mot-1.html": page("Một")}
        strict, lenient = tmp_path / "strict", tmp_path / "lenient"
        strict.mkdir()
        lenient.mkdir()
        report = only(crawl(strict, site.entry()))
        assert "TLS" in report["stopped"]
        assert site.log == []
        assert only(crawl(lenient, site.entry(verify_tls=False)))["new_pages"] == 1


def test_a_full_disk_ends_the_crawl_with_a_clear_error_and_loses_nothing(tmp_path):
    with Site() as site:
        links = [f"/bai/a-{number}.html" for number in range(20)]
        site.pages = {"/tin/": page("Tin", *links)}
        site.pages |= {
            link: Reply(bytes(range(256)) * 400, headers={"Content-Type": "text/html"}) for link in links
        }
        result = crawl(tmp_path, site.entry(), largest_file=10_000_000)
        assert only(result)["new_pages"] == 20

        small = tmp_path / "small"
        small.mkdir()
        for number, link in enumerate(links):  # what does not compress
            site.pages[link] = Reply(
                random.Random(number).randbytes(100_000), headers={"Content-Type": "text/html"}
            )
        result = crawl(small, site.entry(), largest_file=900_000)
        assert result["type"] in {"StorageFullError", "StoreError"}
        assert "m.db" in result["error"] or "warc.gz" in result["error"]
        assert 0 < len(stored(small)) < 20
        for url, file, offset in rows(small, "SELECT url, warc_file, warc_offset FROM pages"):
            assert (
                read_page(small / "archive", file, offset).body == site.pages[url.removeprefix(site.url)].body
            )
        assert only(crawl(small, site.entry()))["failed"] == 0
        assert len(stored(small)) == 20
