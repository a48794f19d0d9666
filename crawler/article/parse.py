"""One stored page in, one parsed page out. Pure: no network, no database, and no page makes it fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from crawler.article.address import canonical_url, said, slug_words
from crawler.article.blocks import Page, read_blocks
from crawler.article.body import Body, read_body
from crawler.article.dates import read_date_line
from crawler.article.decode import decode, is_binary
from crawler.article.detect import detect_layout, layout_for_host
from crawler.article.dom import Tree, clean, parse_tree
from crawler.article.json_service import page_from_json
from crawler.article.language import language_of
from crawler.article.metadata import Metadata, read_metadata
from crawler.article.names import read_labelled, read_names
from crawler.article.nonarticle import refused_address, why_not_article
from crawler.article.published import PublicationDate, Published
from crawler.article.record import Method, PageKind, ParsedPage
from crawler.article.region import Region, generic_region, has_long_line, layout_region, text_region
from crawler.article.title import Title, find_title
from crawler.article.window import Marks, Window, open_window
from crawler.article.witness import (
    DATE_LINE,
    DENSITY,
    EXTRACTOR,
    FIRST_PARAGRAPH,
    PAGE,
    TEXT,
    TITLE_LINE,
    by_layout,
    by_machine,
)
from crawler.layout import Generation, Layout, load_layouts
from crawler.registry import Registry
from crawler.urls import path_and_query

_WEAK_BODY = 300  # below this the density extractor is checked against trafilatura
_NEAR = 5  # lines between two finds that still belong to one body
_SHORT = 200


def parse_stored(
    body: bytes, url: str, registry: Registry, layouts: Mapping[str, Layout], content_type: str | None = None
) -> ParsedPage:
    """Parse a page with the layout that the registry names for its address; detect one where it names none."""
    source = registry.source_for(url)
    layout = layouts.get(source.layout or "") if source else None
    fits = source.is_article(url) if source and source.article else None
    return parse_page(body, url, content_type=content_type, layout=layout, layouts=layouts, address_fits=fits)


def parse_page(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    layout: Layout | None = None,
    layouts: Mapping[str, Layout] | None = None,
    address_fits: bool | None = None,
) -> ParsedPage:
    """Parse one page.

    ``layout`` None: it is detected from host, page and address among ``layouts`` (the bundled ones when None).
    ``address_fits`` says whether the source's patterns take the address for an article's (None: unknown).
    Never raises for what a page contains: bytes that are no page give ``not_article`` with a reason.
    """
    if is_binary(body) or not body.strip():
        return _nothing(url, layout, "not_html" if body.strip() else "empty")
    text = decode(body, content_type)
    text = page_from_json(text) or text
    tree = parse_tree(text)
    if tree is None:
        return _nothing(url, layout, "not_html")
    meta = read_metadata(tree.root)
    known = layouts if layouts is not None else _bundled()
    layout = layout or layout_for_host(url, known) or detect_layout(tree, url, meta.generator, known.values())
    return _Parser(text, tree, url, meta, layout).parse(address_fits=address_fits)


@cache
def _bundled() -> Mapping[str, Layout]:
    return load_layouts()


def _nothing(url: str, layout: Layout | None, reason: str) -> ParsedPage:
    return ParsedPage(
        url=url,
        canonical_url=canonical_url(url, None),
        kind=PageKind.NOT_ARTICLE,
        title="",
        lead="",
        text="",
        captions=(),
        author=None,
        published=None,
        published_from=None,
        layout=layout.id if layout else None,
        method=Method.FALLBACK,
        reason=reason,
    )


class _Parser:
    """The steps for one page, each a method; the tree is changed (cleaned) on the way."""

    def __init__(self, text: str, tree: Tree, url: str, meta: Metadata, layout: Layout | None) -> None:
        self.text, self.tree, self.url, self.meta, self.layout = text, tree, url, meta, layout
        self.generation = self._generation()
        clean(tree, self.generation.drop)
        self.page: Page = read_blocks(tree)
        self.marks = Marks(
            lead=self._orders(self.generation.lead[:]),
            author=self._orders(self.generation.author),
            date=self._orders(self.generation.date),
            caption=self._orders(self.generation.caption, every=True),
        )

    def parse(self, *, address_fits: bool | None) -> ParsedPage:
        title = find_title(self.page, self.tree, self.generation.title, self.meta, self.url)
        region = self._region(title) or self._region_anywhere(title)
        if region is None:
            return self._record(title, None, Body((), (), None, ()), None, reason="no_text")
        window = open_window(self.page, title, region, self.marks, self.layout)
        body = read_body(self.page, window, self.marks, self.layout)
        author, author_from = self._author(body, window)
        body = replace(body, author=author, author_from=author_from)
        published = self._dates().find(title, window, body, region)
        reason = why_not_article(
            self.page,
            title,
            body,
            self.meta,
            date_lines=window.listed_dates,
            signed=published is not None and body.author is not None,
            address_fits=address_fits,
        )
        return self._record(title, region, body, published, reason=reason)

    def _dates(self) -> PublicationDate:
        """The witnesses of the time of publication."""
        return PublicationDate(self.page, self.tree, self.url, self.meta, self.layout, self.generation)

    def _region_anywhere(self, title: Title) -> Region | None:
        """For a page whose whole content stands in what looks like navigation: the same search without that distinction."""
        if all(block.region is None for block in self.page.blocks):
            return None
        for block in self.page.blocks:
            block.region = None
        return self._region(title)

    def _generation(self) -> Generation:
        """The newest generation of the layout whose body selectors match; an empty one without layout."""
        generations = self.layout.generations if self.layout else ()
        target = path_and_query(self.url)
        fitting = [one for one in generations if one.url is None or one.url.search(target)]
        for generation in fitting:
            if any(self.tree.select(css) for css in generation.body):
                return generation
        return fitting[0] if fitting else Generation(id="none")

    def _orders(self, selectors: tuple[str, ...], *, every: bool = False) -> frozenset[int]:
        """Numbers of the blocks inside what the selectors match: of the first that matches, or of every one."""
        found: set[int] = set()
        for css in selectors:
            for element in self.tree.select(css):
                first, last = self.page.span(element)
                found.update(block.order for block in self.page.blocks[first:last] if not block.image)
            if found and not every:
                break
        return frozenset(found)

    def _region(self, title: Title) -> Region | None:
        region = layout_region(self.page, self.tree, self.generation.body)
        if region is not None:
            return region
        region = generic_region(self.page, title.last if title.order >= 0 else 0)
        if region is not None and _size(self.page, region) >= _WEAK_BODY:
            return region
        if not has_long_line(self.page):  # then no text of an extractor can be found among the lines again
            return region
        # A quarter of a second to import, for pages of which most runs have none.
        import trafilatura  # noqa: PLC0415

        extracted = trafilatura.extract(
            self.text, include_comments=False, include_tables=False, favor_recall=True
        )
        other = text_region(self.page, extracted or "")
        if other is None or (
            region is not None and _size(self.page, other) <= 1.5 * _size(self.page, region)
        ):
            return region
        if region is not None and region.first <= other.last + _NEAR and other.first <= region.last + _NEAR:
            first, last = min(region.first, other.first), max(region.last, other.last)
            return Region(first, last, by_layout=False, witness=f"{DENSITY}, {EXTRACTOR}")
        return other

    def _record(
        self,
        title: Title,
        region: Region | None,
        body: Body,
        published: Published | None,
        *,
        reason: str | None,
    ) -> ParsedPage:
        if refused_address(self.url):
            reason = "address"
        article = reason is None
        paragraphs = body.paragraphs if article else ()
        published = published if article else None
        text = "\n".join(paragraphs)
        return ParsedPage(
            url=self.url,
            canonical_url=canonical_url(self.url, self.meta.canonical),
            kind=PageKind.ARTICLE if article else PageKind.NOT_ARTICLE,
            title=title.text,
            lead=paragraphs[0] if paragraphs else "",
            text=text,
            captions=body.captions if article else (),
            author=body.author if article else None,
            published=published.stamp.value if published else None,
            published_from=published.origin if published else None,
            layout=self.layout.id if self.layout else None,
            method=Method.LAYOUT if region is not None and region.by_layout else Method.FALLBACK,
            section=self._section(title)[0],
            tags=self._tags()[0],
            language=language_of(text),
            published_month=self._dates().month(),
            reason=reason,
            issues=self._issues(title, text, published) if article else (),
            witnesses=self._witnesses(title, region, body, published) if article and region else {},
        )

    def _author(self, body: Body, window: Window) -> tuple[str | None, str]:
        """The author and the witness."""
        named, css = self._text_of(self.generation.author)
        if named:
            line = read_date_line(named)
            names = (line.author if line else None) or read_labelled(named) or read_names(named)
            if names:
                return names, by_layout(css)
        if body.author:
            return body.author, body.author_from
        from_line = next((line.author for line in (*window.dates, *window.dates_above) if line.author), None)
        if from_line:
            return from_line, DATE_LINE
        return self._machine_author(), by_machine("author", self.meta)

    def _machine_author(self) -> str | None:
        name = self.meta.author
        if not name or name == self.meta.site_name or "http" in name:
            return None
        return read_names(name, single=False)

    def _text_of(self, selectors: tuple[str, ...]) -> tuple[str | None, str]:
        """The first text that one of the selectors finds, and the selector."""
        for css in selectors:
            for element in self.tree.select(css):
                text = self.page.text_of(element)
                if text:
                    return text, css
        return None, ""

    def _section(self, title: Title) -> tuple[str | None, str]:
        """The section and the witness."""
        text, css = self._text_of(self.generation.section)
        if text:
            return text, by_layout(css)
        if title.section:
            return title.section, TITLE_LINE
        return self.meta.section, by_machine("section", self.meta)

    def _tags(self) -> tuple[tuple[str, ...], str]:
        """The tags and the witness."""
        for css in self.generation.tags:
            texts = [self.page.text_of(element) for element in self.tree.select(css)]
            if any(texts):
                return tuple(dict.fromkeys(text for text in texts if text)), by_layout(css)
        return self.meta.tags, by_machine("tags", self.meta)

    def _witnesses(
        self, title: Title, region: Region, body: Body, published: Published | None
    ) -> dict[str, str]:
        """Where each field that the article has was found."""
        lead = next(
            (css for css in self.generation.lead if self._orders((css,)) & set(body.orders[:1])), None
        )
        found: dict[str, str | None] = {
            "title": title.witness if title.text else None,
            "lead": by_layout(lead) if lead else FIRST_PARAGRAPH,
            "text": region.witness,
            "captions": self._caption_witness(body) if body.captions else None,
            "author": body.author_from if body.author else None,
            "section": self._section(title)[1] if self._section(title)[0] else None,
            "tags": self._tags()[1] if self._tags()[0] else None,
            "language": TEXT,
        }
        if published is not None:
            found["published"] = by_layout(published.selector) if published.selector else published.origin
        return {field: witness for field, witness in found.items() if witness}

    def _caption_witness(self, body: Body) -> str:
        """The layout's selectors that found captions; the page's form where none did, or where it found more."""
        told: list[str] = []
        known: set[int] = set()
        for css in self.generation.caption:
            orders = self._orders((css,), every=True) & body.caption_orders
            if orders - known:
                told.append(by_layout(css))
                known |= orders
        return ", ".join(told if known == body.caption_orders else [*told, PAGE])

    def _issues(self, title: Title, text: str, published: Published | None) -> tuple[str, ...]:
        issues = []
        if published is None:
            issues.append("no_date")
        elif published.origin in {"lead", "image"}:
            issues.append("weak_date")
        if len(text) < _SHORT:
            issues.append("short_body")
        slug = set(slug_words(self.url))
        told = " ".join(("", said(title.text), *map(said, text.split("\n")), ""))
        if slug and sum(f" {word} " in told for word in slug) < 0.4 * len(slug):
            issues.append("slug_mismatch")
        return tuple(issues)


def _size(page: Page, region: Region) -> int:
    return sum(
        len(block.text)
        for block in page.blocks[region.first : region.last]
        if not block.image and block.links < 0.5
    )
