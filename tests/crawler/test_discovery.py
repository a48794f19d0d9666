"""Links, next pages, feeds and sitemaps as sites write them."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest

from crawler.discovery.feeds import parse_moment, read_feed
from crawler.discovery.links import Link, read_links
from crawler.discovery.pagination import next_page, page_number
from crawler.discovery.sitemaps import read_sitemap
from crawler.registry import load_registry

SOURCE = load_registry().select(["congan-langson"])[0]
BASE = "https://congan.langson.gov.vn"


def test_links_are_absolute_and_what_leads_nowhere_is_left_out():
    body = b"""<base href="/tin/"><a href="a.html"> M\xe1\xbb\x99t\n b\xc3\xa0i </a><a href="javascript:x()">x</a><a>y</a>
        <a href="mailto:a@b.vn">m</a><a href="http://[bad">b</a><a href="//khac.vn/x">k</a><a href='#top'>t</a>
        <link rel="alternate" type="application/rss+xml" href="/rss/"><link rel="stylesheet" href="/x.css">"""
    page = read_links(body, f"{BASE}/", "utf-8")
    assert [(link.url, link.text) for link in page.links] == [
        (f"{BASE}/tin/a.html", "Một bài"),
        ("https://khac.vn/x", "k"),
    ]
    assert page.feeds == (f"{BASE}/rss/",)


@pytest.mark.parametrize(
    "body", [b"", b"  \n", b"\x00\xff\xfe", b"<", b"<html", b"<a href='/x'>", b"just text"]
)
def test_broken_pages_give_what_can_be_read(body):
    assert len(read_links(body, BASE, "no-such-charset").links) <= 1


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("/tin/", 1), ("/tin/?page=2", 2), ("/tin/?p=3&d=", 3), ("/tin/page/4/", 4), ("/tin/page-4/", 4), ("/tin/trang-5.html", 5),
        ("/tin/30/pg10.aspx", 10), ("/tin/30.aspx", 1), ("/tin/?id=7", 1), ("/tin/bai-viet-2", 1), ("/tin-p2.html", 2),
    ],
)  # fmt: skip
def test_the_page_number_of_a_listing_stands_in_its_address(url, number):
    assert page_number(BASE + url)[0] == number


@pytest.mark.parametrize(
    ("here", "links", "following"),
    [
        ("/tin/30.aspx", ["/tin/30/pg2.aspx", "/tin/30/pg3.aspx", "/tin/31/pg2.aspx"], "/tin/30/pg2.aspx"),
        ("/tin/30/pg2.aspx", ["/tin/30.aspx", "/tin/30/pg3.aspx", "/tin/30/pg9.aspx"], "/tin/30/pg3.aspx"),
        ("/tin/", ["/tin/?page=2", "/tin/?page=1"], "/tin/?page=2"),
        ("/tin/?page=9", ["/tin/?page=8", "/tin/?page=9"], None),
        ("/tin/", ["/khac/?page=2"], None),
        ("/tin/", ["https://khac.vn/tin/?page=2"], None),
        ("/tin/", [], None),
    ],
)
def test_the_next_page_is_one_the_page_offers(here, links, following):
    offered = [Link(link if "://" in link else BASE + link, "", frozenset()) for link in links]
    found = next_page(SOURCE, BASE + here, offered)
    assert found == (BASE + following if following else None)


def test_rel_next_counts_first_and_words_last():
    plain = Link(f"{BASE}/tin/?page=2", "2", frozenset())
    rel = Link(f"{BASE}/tin/?tu=20", "", frozenset({"next"}))
    word = Link(f"{BASE}/xem-them/?page=2", "Trang sau", frozenset())
    assert next_page(SOURCE, f"{BASE}/tin/", [word, plain, rel]) == rel.url
    assert next_page(SOURCE, f"{BASE}/tin/", [word, plain]) == plain.url
    assert next_page(SOURCE, f"{BASE}/tin/", [word]) == word.url


def test_rss_atom_and_rdf_are_read():
    rss = b"""<?xml version="1.0"?><rss><channel><link>https://a.vn/</link><item><title>x</title><link> https://a.vn/1 </link></item>
        <item><guid isPermaLink="false">7</guid></item><item><guid>https://a.vn/2</guid></item></channel></rss>"""
    assert [item.url for item in read_feed(rss, "https://a.vn/rss")] == ["https://a.vn/1", "https://a.vn/2"]
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="edit" href="/e"/><link href="/3"/>
        <updated>2026-01-19T08:50:00+07:00</updated></entry></feed>"""
    (item,) = read_feed(atom, "https://a.vn/atom")
    assert (item.url, item.modified) == ("https://a.vn/3", datetime(2026, 1, 19, 1, 50, tzinfo=UTC))
    rdf = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <item><link>https://a.vn/4</link></item></rdf:RDF>"""
    assert [item.url for item in read_feed(rdf, "https://a.vn/")] == ["https://a.vn/4"]


def test_a_broken_feed_gives_what_is_whole_and_a_page_is_no_feed():
    broken = b"<rss><channel><item><link>https://a.vn/1</link></item><item><link>https://a.vn/2</li"
    assert read_feed(broken, "https://a.vn/")[0].url == "https://a.vn/1"
    assert read_feed(b"<html><body>x</body></html>", "https://a.vn/") is None
    assert read_feed(b"", "https://a.vn/") is None


def test_entities_are_never_opened():
    evil = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item>
        <link>https://a.vn/&x;</link></item></channel></rss>"""
    assert all("root" not in item.url for item in read_feed(evil, "https://a.vn/") or ())


def test_sitemaps_are_read_plain_and_packed_and_bombs_are_not():
    urls = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc> https://a.vn/1 </loc>
        <lastmod>2026-01-19</lastmod></url><url><loc>nonsense</loc></url></urlset>"""
    for body in (urls, gzip.compress(urls)):
        (entry,) = read_sitemap(body).pages
        assert (entry.url, entry.modified) == ("https://a.vn/1", None)  # a day without a zone tells no moment
    index = (
        urls.replace(b"urlset", b"sitemapindex")
        .replace(b"<url>", b"<sitemap>")
        .replace(b"</url>", b"</sitemap>")
    )
    assert [entry.url for entry in read_sitemap(index).sitemaps] == ["https://a.vn/1"]
    assert read_sitemap(gzip.compress(b"<urlset>" + b" " * 1_000_000), limit=10_000) is None
    assert read_sitemap(b"\x1f\x8bbroken") is None
    assert read_sitemap(b"<html/>") is None


def test_moments_are_read_only_with_a_time_zone():
    assert parse_moment("Mon, 19 Jan 2026 08:50:00 +0700") == datetime(2026, 1, 19, 1, 50, tzinfo=UTC)
    assert parse_moment("2026-01-19T01:50:00Z") == datetime(2026, 1, 19, 1, 50, tzinfo=UTC)
    assert parse_moment("2026-01-19T01:50:00") is None
    assert parse_moment("hôm qua") is None
    assert parse_moment(None) is None
