"""From the content data to the pages of a site: one Jinja template set a layout, one function a kind of page.

`render_site` returns everything the site serves, keyed by path and (ordered) query. It is pure: the same content
and base address give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from demo import dates, feeds
from demo.charset import to_windows_1258
from demo.content import SITES_DIR, Article, Section, Site, normal_target
from demo.slugs import slug

NEWEST = "2026-01-12T16:45"  # the day on which the demo takes place; what page clocks show


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a site: its body, type, and the validators that go with it."""

    body: bytes
    content_type: str
    etag: str | None = None
    last_modified: datetime | None = None
    cache_control: str = ""


def render_site(site: Site, base_url: str, articles: Sequence[Article]) -> dict[str, Page]:
    """Every page of ``site`` when it serves ``articles`` (newest first) at ``base_url`` (no trailing slash)."""
    pages: dict[str, Page] = {}
    for target, body, content_type, when in _Renderer(site, base_url, articles).all():
        pages[normal_target(target)] = _page(site, body, content_type, when)
    return pages


def _page(site: Site, body: bytes, content_type: str, when: str) -> Page:
    digest = hashlib.sha256(body).hexdigest()[:20]
    etag = None
    if "etag" in site.validators:
        etag = f'"{digest}"'
    elif "weak-etag" in site.validators:
        etag = f'W/"{digest}"'
    modified = None
    if "last-modified" in site.validators:
        modified = datetime.fromisoformat(when).replace(tzinfo=dates.VIETNAM)
    return Page(body, content_type, etag, modified, site.cache_control)


@cache
def _environment(site_id: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(SITES_DIR / site_id),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: Mapping[str, Callable[[str], str]] = {
        "weekday": dates.weekday,
        "day": dates.day,
        "clock": dates.clock,
        "slug": slug,
    }
    environment.filters.update(filters)
    return environment


_Item = tuple[str, bytes, str, str]  # path and query, body, content type, time of last change


class _Renderer:
    """Renders one site; a class only so that the page functions share site, address and articles."""

    def __init__(self, site: Site, base_url: str, articles: Sequence[Article]) -> None:
        self.site = site
        self.base_url = base_url
        self.articles = articles
        self.shown = [article for article in articles if article.listed]
        self.newest = max((article.published for article in articles), default=NEWEST)

    def all(self) -> Iterator[_Item]:
        """Everything the site serves."""
        yield self._listing("/", self.shown[:8])
        for section in self.site.sections:
            yield from self._section(section)
        yield from self._tags()
        for article in self.articles:
            yield from self._article(article)
        yield from self._extras()

    def _html(self, target: str, template: str, when: str, charset: str = "utf-8", **values: Any) -> _Item:  # noqa: ANN401 - template variables
        common = {
            "site": self.site,
            "base_url": self.base_url,
            "url": self.base_url + target,
            "now": NEWEST,
            "charset": charset,
            "latest": self.shown[:6],
            "listing_path": lambda section: self._listing_path(section, 1),
            "tag_path": self._tag_path,
            "swapped": _swapped,
        }
        text = _environment(self.site.id).get_template(template).render(common | values)
        body = to_windows_1258(text) if charset == "windows-1258" else text.encode(charset)
        return target, body, f"text/html; charset={charset}", when

    def _listing(self, here: str, articles: Sequence[Article], **values: Any) -> _Item:  # noqa: ANN401 - template variables
        when = max((article.published for article in articles), default=NEWEST)
        missing: dict[str, Any] = {"section": None, "tag": None, "pages": [], "number": 1}
        return self._html(here, "listing.html", when, **(missing | values), items=articles)

    def _section(self, section: Section) -> Iterator[_Item]:
        own = [article for article in self.shown if article.section == section.slug]
        size = self.site.page_size
        pages = [self._listing_path(section, number + 1) for number in range(max(1, -(-len(own) // size)))]
        for index, here in enumerate(pages):
            part = own[index * size : (index + 1) * size]
            yield self._listing(here, part, section=section, pages=pages, number=index + 1)

    def _listing_path(self, section: Section, number: int) -> str:
        pattern = self.site.listing_path if number == 1 else self.site.listing_page_path
        return pattern.format(section=section.slug, n=number)

    def _tag_path(self, tag: str) -> str:
        return self.site.tag_path.format(tag=slug(tag))

    def _tags(self) -> Iterator[_Item]:
        for tag in dict.fromkeys(tag for article in self.shown for tag in article.tags):
            own = [article for article in self.shown if tag in article.tags]
            yield self._listing(self._tag_path(tag), own, tag=tag)

    def _article(self, article: Article) -> Iterator[_Item]:
        own = [each for each in self.shown if each.section == article.section and each.path != article.path]
        section = next((each for each in self.site.sections if each.slug == article.section), None)
        values: dict[str, Any] = {
            "article": article,
            "related": own[:4],
            "section": section,
            "charset": article.charset,
        }
        yield self._html(article.path, "article.html", article.published, **values)
        if self._has("savefile.html"):
            yield self._html(f"/savefile{article.path}", "savefile.html", article.published, **values)

    def _extras(self) -> Iterator[_Item]:
        style = (SITES_DIR / self.site.id / "style.css").read_bytes()
        yield "/style.css", style, "text/css; charset=utf-8", self.newest
        yield "/robots.txt", feeds.robots(self.site, self.base_url), "text/plain; charset=utf-8", self.newest
        visible = [article for article in self.articles if article.trap is None]
        if self.site.rss_path:
            body = feeds.rss(self.site, self.base_url, visible[:20], self.site.name)
            yield self.site.rss_path, body, "application/rss+xml; charset=utf-8", self.newest
        if self.site.sitemap:
            yield from self._sitemaps(visible)

    def _sitemaps(self, articles: Sequence[Article]) -> Iterator[_Item]:
        """An index, and a gzipped sitemap for each year."""
        years = sorted({article.published[:4] for article in articles})
        paths = {year: f"/sitemaps/news-{year}.xml.gz" for year in years}
        index = feeds.sitemap_index([self.base_url + path for path in paths.values()])
        yield "/sitemap.xml", index, "application/xml; charset=utf-8", self.newest
        for year, path in paths.items():
            own = [article for article in articles if article.published.startswith(year)]
            yield path, feeds.sitemap(self.base_url, own), "application/gzip", own[0].published

    def _has(self, template: str) -> bool:
        return (SITES_DIR / self.site.id / template).exists()


def _swapped(target: str) -> str:
    """The same address with its query's parts in the opposite order."""
    path, _, query = target.partition("?")
    return f"{path}?{'&'.join(reversed(query.split('&')))}"
