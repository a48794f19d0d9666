"""The demo's content holds together: nothing twice, nothing unreachable, every record complete."""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import Counter, defaultdict
from html import unescape
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
import requests

from demo import content
from demo.charset import to_windows_1258

ARTICLES = list(content.articles())
LINK = re.compile(r'(?:<a\b[^>]*?\bhref=|<option value=)"([^"#]+)"')


def robots_prefixes(site):
    return tuple(
        line.partition(":")[2].strip() for line in site.robots.splitlines() if line.startswith("Disallow:")
    )


def walk(server, site):
    """All pages of a site that plain links, feed and sitemap lead to, robots.txt obeyed: path → text."""
    base = server.urls[site.id]
    forbidden = robots_prefixes(site)
    queue = ["/"] + ([site.rss_path] if site.rss_path else []) + (["/sitemap.xml"] if site.sitemap else [])
    seen = dict.fromkeys(queue)
    pages = {}
    with requests.Session() as session:
        while queue:
            target = queue.pop()
            answer = session.get(base + target, timeout=5)
            assert answer.status_code == 200, target
            body = gzip.decompress(answer.content) if target.endswith(".gz") else answer.content
            pages[target] = text = body.decode(answer.encoding or "utf-8")
            links = (
                [node.text for node in ET.fromstring(body).iter() if node.tag.endswith(("loc", "link"))]
                if "xml" in answer.headers["Content-Type"] or target.endswith(".gz")
                else [unescape(link) for link in LINK.findall(text)]
            )
            for link in links:
                parts = urlsplit(urljoin(base, link))
                if f"{parts.scheme}://{parts.netloc}" != base:
                    continue
                following = content.normal_target(parts.path + (f"?{parts.query}" if parts.query else ""))
                if following not in seen and not following.startswith(forbidden):
                    seen[following] = None
                    queue.append(following)
    return pages


def test_there_are_about_sixty_articles_on_six_sites_of_six_layouts():
    assert len(content.sites()) == 6
    assert len({site.layout for site in content.sites()}) == 6
    assert len(ARTICLES) >= 60


def test_no_address_is_used_twice_on_any_site():
    paths = Counter(content.normal_target(article.path) for article in content.articles(traps=True))
    assert [path for path, count in paths.items() if count > 1] == []


@pytest.mark.parametrize("site", content.sites(), ids=lambda site: site.id)
def test_a_polite_walk_over_links_feed_and_sitemap_finds_every_article_and_no_trap(server, site):
    pages = walk(server, site)
    own = content.articles_of(site.id)
    wanted = {content.normal_target(article.path) for article in own if article.trap is None}
    traps = {content.normal_target(article.path) for article in own if article.trap}
    assert wanted <= pages.keys()
    assert not traps & pages.keys()


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.path)
def test_an_article_page_shows_every_part_of_its_expected_record(server, article):
    url = server.url_of(article)
    answer = requests.get(url, timeout=5)
    text = unescape(unicodedata.normalize("NFC", answer.content.decode(article.charset)))
    record = content.expected(url)
    assert record.kind == "article"
    for part in (record.title, *record.text.split("\n"), *record.captions, record.author or ""):
        assert part in text


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.path)
def test_an_expected_record_is_complete(article):
    site = content.site(article.site)
    record = content.expected_of(article, "http://127.0.0.1/").as_json()
    assert record.keys() >= {
        "url",
        "kind",
        "title",
        "lead",
        "text",
        "captions",
        "author",
        "published",
        "layout",
    }
    assert record["title"]
    assert record["text"].startswith(record["lead"] + "\n")
    assert bool(record["published"]) is site.dated
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d", article.published)
    assert unicodedata.is_normalized("NFC", record["text"] + record["title"])
    assert not any(caption in article.paragraphs for caption in article.captions)


def test_no_long_line_stands_in_two_articles_but_for_the_one_that_two_others_reprint():
    printed = defaultdict(set)
    for article in ARTICLES:
        for line in article.text.split("\n"):
            if len(line) > 40:
                printed[line].add((article.site, article.published[:10]))
    shared = {frozenset(where) for where in printed.values() if len(where) > 1}
    assert shared == {
        frozenset({("nghean", "2025-11-05"), ("gialai", "2025-11-06"), ("thanhhoa", "2025-11-07")})
    }


def test_the_sites_have_the_variety_the_pipeline_is_shown_with():
    published = [article.published for article in ARTICLES]
    assert sum(when < "2025-07-01" for when in published) > 20
    assert sum(when >= "2025-07-01" for when in published) > 15
    assert {article.language for article in ARTICLES} == {"vi", "en"}
    assert {article.charset for article in ARTICLES} == {"utf-8", "windows-1258"}
    assert any(article.author is None for article in ARTICLES)
    assert any(not article.listed for article in ARTICLES)


def test_listing_and_tag_pages_are_expected_to_be_no_articles(server):
    base = server.urls["nghean"]
    for path in ("/", "/phong-trao-toan-dan/?p=2", "/tag/camera-an-ninh/"):
        assert requests.get(base + path, timeout=5).status_code == 200
        assert content.expected(base + path).kind == "not_article"


def test_an_address_outside_the_demo_is_an_error_that_names_it():
    with pytest.raises(content.ContentError, match="khong-co-that"):
        content.expected("http://127.0.0.1:1/khong-co-that")


def test_the_order_of_query_parts_does_not_matter(server):
    article = content.articles_of("tuyenquang")[0]
    path, _, query = article.path.partition("?")
    turned = f"{path}?{'&'.join(reversed(query.split('&')))}"
    assert turned != article.path
    assert requests.get(server.urls["tuyenquang"] + turned, timeout=5).status_code == 200
    assert content.expected(server.urls["tuyenquang"] + turned).title == article.title.upper()


@pytest.mark.parametrize(
    "text", ["Tổ xe Honda khách tự quản", "Giữ yên vùng giáp ranh: Đường, ngõ, ẩn ốc ửng"]
)
def test_windows_1258_gives_back_what_went_in(text):
    assert unicodedata.normalize("NFC", to_windows_1258(text).decode("cp1258")) == text


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('[[article]]\ntitle = "A"\n', "article 1 .A.: 'section'"),
        (
            '[[article]]\nsection = "la"\npublished = "2024-01-01T00:00"\ntitle = "B"\n',
            "unknown section 'la'",
        ),
        ("[[article]\n", "articles.toml"),
    ],
)
def test_a_mistake_in_a_content_file_is_named(tmp_path, monkeypatch, body, message):
    content.sites()  # the sites themselves stay as they are; only the articles are read from elsewhere
    monkeypatch.setattr(content, "SITES_DIR", tmp_path)
    content.articles_of.cache_clear()
    (tmp_path / "nghean").mkdir()
    (tmp_path / "nghean" / "articles.toml").write_text(body, encoding="utf-8")
    with pytest.raises(content.ContentError, match=message):
        content.articles_of("nghean")
    content.articles_of.cache_clear()
