"""Asking a source live: each question has an answer in words, and no site makes it raise."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.check import check_source
from crawler.checked import Verdict
from crawler.clock import utc_now
from crawler.registry import load_registry
from crawler.settings import CrawlSettings
from crawler.shapes import article_shapes
from crawler.suggest import blank_source, changes_text, entry_text, suggested
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


def test_a_clock_that_is_off_and_lists_the_entry_does_not_have_are_told(site, tmp_path):
    site.pages = {
        "/robots.txt": f"User-agent: *\nAllow: /\nSitemap: {site.url}/sitemap.xml\n".encode(),
        "/tin/": page("Tin", "/bai/a-1.html", head='<link rel="alternate" type="application/rss+xml" href="/rss">'),
        "/bai/a-1.html": ARTICLE,
    }  # fmt: skip
    (tmp_path / "r.toml").write_text(site.entry(), encoding="utf-8")
    (source,) = load_registry(tmp_path / "r.toml").sources
    result = check_source(source, SETTINGS, wait=lambda _: None, clock=lambda: utc_now() - timedelta(hours=2))
    (clock,) = [one.message for one in result.checks if one.what == "clock"]
    assert "s ahead of ours" in clock
    assert [one.target for one in result.checks if one.what == "found"] == [
        f"{site.url}/rss",
        f"{site.url}/sitemap.xml",
    ]
    (sample,) = [one for one in result.checks if one.what == "article"]
    assert dict(sample.fields)["title"] == "Tiếng kẻng ở xóm núi"
    assert dict(sample.fields)["published"].startswith("2025-11-06T07:47 (from ")
    assert result.as_dict()["checks"][-1]["fields"]["author"] == ""


SLUGS = ("tieng-keng-o-xom-nui-vung-cao", "ra-mat-mo-hinh-an-ninh-trat-tu", "to-tu-quan-giu-binh-yen-thon-xom", "camera-an-ninh-ve-voi-ban-lang")  # fmt: skip


@pytest.fixture
def moved_site(site):
    """A site whose articles stand under other addresses than its entry says."""
    links = [f"/tin-tuc/{slug}-{n + 100}.html" for n, slug in enumerate(SLUGS)]
    site.pages = {
        "/tin/": page("Tin", *links, "/gioi-thieu", "/chuyen-muc/phap-luat", "/chuyen-muc/xa-hoi", head='<link rel="alternate" type="application/atom+xml" href="/atom.xml">'),
        **dict.fromkeys(links, ARTICLE),
    }  # fmt: skip
    return site


def test_a_corrected_entry_is_proposed_from_what_the_site_shows(moved_site, tmp_path):
    (tmp_path / "r.toml").write_text(moved_site.entry(feeds=[f"{moved_site.url}/gone.rss"]), encoding="utf-8")
    (source,) = load_registry(tmp_path / "r.toml").sources
    result = check_source(source, SETTINGS, wait=lambda _: None, explore=True)
    changed = suggested(source, result)
    assert [pattern.pattern for pattern in changed.article] == [r"^/[a-z0-9-]+/[a-z0-9-]+-\d+\.html$"]
    assert changed.feeds == (f"{moved_site.url}/atom.xml",)
    text = changes_text(source, changed)
    assert r"article = ['^/[a-z0-9-]+/[a-z0-9-]+-\d+\.html$']" in text
    assert "hosts" not in text


def test_a_first_entry_for_an_unknown_site_can_be_loaded_and_crawled(moved_site, tmp_path):
    source = replace(blank_source(f"{moved_site.url}/tin/"), allow_private=True)
    result = check_source(source, SETTINGS, wait=lambda _: None, explore=True)
    text = entry_text(suggested(source, result))
    (tmp_path / "new.toml").write_text(text + "allow_private = true\n", encoding="utf-8")
    (loaded,) = load_registry(tmp_path / "new.toml").sources
    assert loaded.is_article(f"{moved_site.url}/tin-tuc/mot-bai-viet-moi-999.html")
    assert not loaded.is_article(f"{moved_site.url}/chuyen-muc/phap-luat")
    assert loaded.examples[0].endswith("-100.html")


@pytest.mark.parametrize(
    ("urls", "pattern"),
    [
        ([f"https://x.vn/thoi-su/202504/{slug}-103988{n}/" for n, slug in enumerate(SLUGS)], r"^/[a-z0-9-]+/\d{6}/[a-z0-9-]+-\d+/$"),
        ([f"https://x.vn/{slug}-post{n + 10}.antd" for n, slug in enumerate(SLUGS)], r"^/[a-z0-9-]+\-post\d+\.antd$"),
        ([f"https://x.vn/ch40/{n + 70}-{slug.title()}.mhtml" for n, slug in enumerate(SLUGS)], r"^/[a-z0-9-]+/\d+-[A-Za-z0-9-]+\.mhtml$"),
        ([f"https://x.vn/vi/tin-bai/{slug}?id={n + 1000}&type=NEWS" for n, slug in enumerate(SLUGS)], r"^/[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]{20,}\?(?=.*\bid=\d+)"),
        ([f"https://x.vn/{slug}" for slug in SLUGS], "^/[a-z0-9-]{20,}$"),
    ],
)  # fmt: skip
def test_the_form_of_article_addresses_is_guessed(urls, pattern):
    sections = [
        f"https://x.vn/{name}" for name in ("gioi-thieu", "lien-he", "phap-luat", "xa-hoi", "an-ninh")
    ]
    shape = article_shapes([*sections, *urls])[0]
    assert shape.pattern.replace(r"\-", "-") == pattern.replace(r"\-", "-")
