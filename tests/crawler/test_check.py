"""Asking a source live: each question has an answer in words, and no site makes it raise."""

from __future__ import annotations

import socket

import pytest

from crawler.check import Verdict, check_source
from crawler.registry import load_registry
from crawler.settings import CrawlSettings
from tests.crawler.small_site import Reply, Site, page

SETTINGS = CrawlSettings(timeout=2.0, max_page_bytes=100_000)
ARTICLE = (
    "<html lang='vi'><head><title>Tiếng kẻng ở xóm núi</title><meta property='og:type' content='article'>"
    "<meta property='article:published_time' content='2025-11-06T07:47:00+07:00'></head><body><article><h1>Tiếng kẻng ở xóm núi</h1>"
    + "".join(f"<p>Đoạn {n}: bà con trong xóm cùng nhau giữ gìn an ninh trật tự, đêm nào cũng có người trực và gõ kẻng.</p>" for n in range(9))
    + "</article></body></html>"
).encode()  # fmt: skip


@pytest.fixture
def site():
    with Site() as running:
        yield running


def check(tmp_path, entry, wait=lambda seconds: None, settings=SETTINGS):
    (tmp_path / "r.toml").write_text(entry, encoding="utf-8")
    (source,) = load_registry(tmp_path / "r.toml").sources
    return check_source(source, settings, wait=wait)


def told(result):
    return [(one.what, one.verdict.value, one.message) for one in result.checks]


def test_a_source_that_fits_its_entry_is_ok_in_every_point(site, tmp_path):
    site.pages = {
        "/robots.txt": b"User-agent: *\nCrawl-delay: 2\n",
        "/tin/": page("Tin", *(f"/bai/a-{number}.html" for number in range(5)), "/gioi-thieu"),
        "/rss": Reply(f"<rss><item><link>{site.url}/bai/a-1.html</link></item></rss>".encode()),
        "/sitemap.xml": Reply(f"<urlset><url><loc>{site.url}/bai/a-2.html</loc></url></urlset>".encode()),
    }
    site.pages |= {f"/bai/a-{number}.html": ARTICLE for number in range(5)}
    waits = []
    result = check(
        tmp_path, site.entry(feeds=[f"{site.url}/rss"], sitemaps=[f"{site.url}/sitemap.xml"]), waits.append
    )
    assert result.verdict in {Verdict.OK, Verdict.WARNING}
    messages = told(result)
    assert ("robots", "ok", "read; asks for 2 s between requests") in messages
    assert ("start", "ok", "5 of 6 links look like articles") in messages
    assert ("feed", "ok", "1 of 1 addresses look like articles") in messages
    assert ("sitemap", "ok", "1 of 1 addresses look like articles") in messages
    articles = [message for what, _, message in messages if what == "article"]
    assert len(articles) == 3
    assert "published 2025-11-06T07:47" in articles[0]
    assert waits == [2.0] * (len(site.log) - 1)


def test_what_does_not_fit_is_said_in_words(site, tmp_path):
    site.pages = {
        "/robots.txt": b"User-agent: mohinh\nDisallow: /kin\n",
        "/tin/": page("Tin", "/khac/a-1.html"),
        "/rss": page("no feed"),
        "/moi/": Reply(status=302, headers={"Location": "https://khac.example.vn/"}),
        "/to/": Reply(b"x" * 200_000),
        "/rong/": Reply(b" "),
    }
    starts = [f"{site.url}/{name}/" for name in ("tin", "mat", "kin", "moi", "to", "rong")]
    result = check(
        tmp_path, site.entry(start=starts, feeds=[f"{site.url}/rss"], sitemaps=[f"{site.url}/rss"])
    )
    assert result.verdict is Verdict.FAILED
    lines = [(verdict, message) for _, verdict, message in told(result)[2:]]
    assert lines == [
        (
            "warning",
            "none of 1 links looks like an article: article pattern or start page may be out of date",
        ),
        ("failed", "answers 404"),
        ("failed", "not asked: robots.txt forbids it"),
        ("failed", "redirects to “khac.example.vn”, which is none of the source's hosts"),
        ("failed", "larger than 100000 bytes: cut off"),
        ("failed", "answers with an empty page"),
        ("failed", "answers, but is no RSS or Atom"),
        ("failed", "answers, but is no sitemap"),
    ]


def test_hosts_that_cannot_be_reached_are_told_apart(site, tmp_path):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        dead = f"127.0.0.1:{closed.getsockname()[1]}"
        starts = [f"http://{dead}/", "http://khong-co.invalid/"]
        result = check(tmp_path, site.entry(hosts=[dead, "khong-co.invalid"], start=starts))
    messages = [message for _, _, message in told(result)]
    assert messages[0] == "no connection (Connection refused)"
    assert messages[1].startswith("the name cannot be resolved")
    assert messages[2] == "not asked: no connection (Connection refused)"


def test_a_private_address_is_not_asked(site, tmp_path):
    result = check(tmp_path, site.entry(allow_private=False))
    assert "is not a public address" in result.checks[0].message
    assert site.log == []


def test_a_host_whose_robots_txt_fails_is_not_asked_further(site, tmp_path):
    site.pages = {"/robots.txt": Reply(b"", 500), "/tin/": page("Tin")}
    result = check(tmp_path, site.entry())
    assert result.verdict is Verdict.FAILED
    assert site.asked() == []


def test_a_silent_host_is_given_up(site, tmp_path):
    site.pages = {"/robots.txt": Reply(act=lambda handler: site.stopped.wait(5))}
    result = check(tmp_path, site.entry(), settings=CrawlSettings(timeout=0.3))
    assert result.checks[0].message == "no answer within 0.3 s"
