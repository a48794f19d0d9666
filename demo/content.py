"""The demo's articles as data, and what a perfect parser makes of each of them.

`sites()` reads `demo/sites/<id>/site.toml` and `articles.toml`; `expected(url)` gives the record that
`mohinh parse` should print for a page of the demo. The templates render the same data, so the two can't drift apart.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SITES_DIR = Path(__file__).parent / "sites"
IMAGE_MARK = "[ảnh]"  # a body line that begins so is a photo; the rest of the line is its caption


class ContentError(Exception):
    """A content file of the demo is wrong; the message names file, entry and field."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a body, or a photo with its caption (`text`, may be empty)."""

    text: str
    image: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """One article of one site, as its author delivered it.

    ``path`` is path plus query on the site; ``published`` is ``YYYY-MM-DDTHH:MM`` in Viet Nam time. ``trap`` is set on
    articles a well-behaved crawler never fetches (``robots``). ``listed`` is False for articles that only a
    sitemap or a feed names. ``charset`` is the encoding the page is served in.
    """

    site: str
    path: str
    section: str
    title: str
    lead: str
    blocks: tuple[Block, ...]
    published: str
    author: str | None = None
    tags: tuple[str, ...] = ()
    trap: str | None = None
    listed: bool = True
    language: str = "vi"
    charset: str = "utf-8"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the body, without lead and captions."""
        return tuple(block.text for block in self.blocks if not block.image)

    @property
    def captions(self) -> tuple[str, ...]:
        """The photo captions in page order, each once."""
        return tuple(dict.fromkeys(block.text for block in self.blocks if block.image and block.text))

    @property
    def text(self) -> str:
        """Lead and paragraphs, joined by newlines."""
        return "\n".join((self.lead, *self.paragraphs))


@dataclass(frozen=True, slots=True)
class Section:
    """A rubric of a site: its part of the address and its name in the menu."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Site:
    """One demo site: who it claims to be, how its addresses look, how its server behaves.

    ``article_path``, ``listing_path`` and ``listing_page_path`` are `str.format` patterns. ``validators`` names
    the validators its answers carry (``etag``, ``weak-etag``, ``last-modified``). ``rss_path`` is empty on a site without
    feed. ``dated`` is False where the pages print no publication date.
    """

    id: str
    layout: str
    name: str
    short_name: str
    province: str
    kind: str
    sections: tuple[Section, ...]
    article_path: str
    listing_path: str
    listing_page_path: str
    tag_path: str
    page_size: int
    robots: str
    rss_path: str = ""
    sitemap: bool = False
    lead_prefix: str = ""
    cache_control: str = ""
    validators: tuple[str, ...] = ()
    title_upper: bool = False
    dated: bool = True

    def section_name(self, slug: str) -> str:
        """The menu name of a section."""
        return next(section.name for section in self.sections if section.slug == slug)


@dataclass(frozen=True, slots=True)
class Expected:
    """What `mohinh parse` should say of a page; all text in NFC. A page that is no article has nothing but its kind."""

    url: str
    kind: str
    layout: str | None = None
    title: str | None = None
    lead: str | None = None
    text: str | None = None
    captions: tuple[str, ...] = ()
    author: str | None = None
    published: str | None = None
    language: str = "vi"

    def as_json(self) -> dict[str, Any]:
        """The record under the keys of the `mohinh parse` contract."""
        keys = ("url", "kind", "layout", "title", "lead", "text", "author", "published", "language")
        return {key: getattr(self, key) for key in keys} | {"captions": list(self.captions)}


@cache
def sites() -> tuple[Site, ...]:
    """All demo sites, in the order of their ports."""
    found = (_site(path) for path in SITES_DIR.glob("*/site.toml"))
    return tuple(site for _, site in sorted(found, key=lambda pair: pair[0]))


def site(site_id: str) -> Site:
    """The site with this id.

    Raises ContentError for an unknown one.
    """
    for candidate in sites():
        if candidate.id == site_id:
            return candidate
    raise ContentError(f"unknown demo site {site_id!r}; known: {', '.join(each.id for each in sites())}")


@cache
def articles_of(site_id: str) -> tuple[Article, ...]:
    """The articles of one site, newest first, traps included."""
    owner = site(site_id)
    path = SITES_DIR / site_id / "articles.toml"
    entries = _load(path).get("article", [])
    found = [_article(owner, entry, path, number) for number, entry in enumerate(entries, start=1)]
    return tuple(sorted(found, key=lambda article: article.published, reverse=True))


def articles(*, traps: bool = False) -> Iterator[Article]:
    """Every article of every site that a crawl should find; with ``traps`` also those it must leave alone."""
    for each in sites():
        for article in articles_of(each.id):
            if traps or article.trap is None:
                yield article


def expected(url: str) -> Expected:
    """The record a perfect parser gives for a page of the demo, whatever port it was served on.

    A page of the demo that is no article (home page, listing, tag page) gives ``kind="not_article"``.
    Raises ContentError for an address that belongs to no site.
    """
    parts = urlsplit(url)
    target = normal_target(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    for article in articles(traps=True):
        if normal_target(article.path) == target:
            return expected_of(article, url)
    if target == "/" or target.startswith(
        tuple(prefix for each in sites() for prefix in _listing_prefixes(each))
    ):
        return Expected(url, "not_article")
    raise ContentError(f"no page of the demo: {url}")


def expected_of(article: Article, url: str) -> Expected:
    """What a parser should make of ``article`` when it was served at ``url``."""
    owner = site(article.site)
    return Expected(
        url=url,
        kind="article",
        layout=owner.layout,
        title=article.title.upper() if owner.title_upper else article.title,
        lead=article.lead,
        text=article.text,
        captions=article.captions,
        author=article.author,
        published=article.published if owner.dated else None,
        language=article.language,
    )


def normal_target(target: str) -> str:
    """Path and query with the query's parts in order: `?id=…&type=…` and `?type=…&id=…` are one page."""
    path, _, query = target.partition("?")
    return f"{path}?{'&'.join(sorted(query.split('&')))}" if query else path


def _listing_prefixes(each: Site) -> Iterator[str]:
    for section in each.sections:
        yield each.listing_path.format(section=section.slug).partition("?")[0]
    yield each.tag_path.partition("{")[0]


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path}: {error}") from error


def _site(path: Path) -> tuple[int, Site]:
    data = _load(path)
    order = data.pop("order", 0)
    try:
        sections = tuple(Section(**entry) for entry in data.pop("sections"))
        data["validators"] = tuple(data.get("validators", ()))
        return order, Site(id=path.parent.name, sections=sections, **data)
    except (KeyError, TypeError) as error:
        raise ContentError(f"{path}: {error}") from error


def _article(owner: Site, entry: Mapping[str, Any], path: Path, number: int) -> Article:
    fields = dict(entry)
    where = f"{path}: article {number} ({fields.get('title', 'no title')})"
    try:
        section = str(fields["section"])
        published = str(fields["published"])
        if section not in {each.slug for each in owner.sections} | {"noi-bo", "en"}:
            raise ContentError(f"{where}: unknown section {section!r}")
        address = owner.article_path.format(
            section=section,
            slug=fields.pop("slug"),
            id=fields.pop("id", ""),
            yyyymm=published[:4] + published[5:7],
        )
        fields["path"] = fields.pop("path", address)
        fields["blocks"] = tuple(_blocks(str(fields.pop("body"))))
        fields["tags"] = tuple(fields.get("tags", ()))
        return Article(site=owner.id, **fields)
    except (KeyError, TypeError) as error:
        raise ContentError(f"{where}: {error}") from error


def _blocks(body: str) -> Iterator[Block]:
    for line in body.splitlines():
        text = line.strip()
        if text.startswith(IMAGE_MARK):
            yield Block(text.removeprefix(IMAGE_MARK).strip(), image=True)
        elif text:
            yield Block(text)
