"""Whether a page that was asked again still holds the article it held before.

Bytes differ from visit to visit on many sites (view counters, clocks, related news, tokens in forms): a new version
is one whose *article* reads otherwise. A page that was no article and still is none has not changed either.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from crawler.layout import Layout, load_layouts
from crawler.source import Source

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.article import ParsedPage


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest stored version of a page: where it lies, when it was fetched, and as what it was read (None: not yet)."""

    page_id: int
    content_hash: str
    warc_file: str
    warc_offset: int
    warc_record_id: str
    fetched_at: str
    parsed_as: str | None


def kept_version(db: Database, url: str) -> Kept | None:
    """What is stored of an address."""
    row = db.execute(
        "SELECT id, content_hash, warc_file, warc_offset, warc_record_id, fetched_at, parsed_as FROM pages WHERE url = ? "
        "ORDER BY fetched_at DESC, id DESC LIMIT 1",
        (url,),
    ).fetchone()
    return Kept(*row) if row else None


def reads_the_same(
    db: Database, kept: Kept, source: Source, url: str, body: bytes, content_type: str | None
) -> bool:
    """Whether ``body`` reads as the stored version does; False when that has not been read yet."""
    if kept.parsed_as not in {"article", "not_article"}:
        return False
    # A quarter of a second to import, for what most crawls never need.
    from crawler.article import PageKind, parse_page  # noqa: PLC0415

    page = parse_page(
        body,
        url,
        content_type=content_type,
        layout=_layouts().get(source.layout or ""),
        layouts=_layouts(),
        address_fits=source.is_article(url) if source.article else None,
    )
    if kept.parsed_as == "not_article" or page.kind is not PageKind.ARTICLE:
        return kept.parsed_as == "not_article" and page.kind is not PageKind.ARTICLE
    row = db.execute(
        "SELECT title, published, author, text, captions FROM articles WHERE page_id = ?", (kept.page_id,)
    ).fetchone()
    return row is not None and (*row[:4], json.loads(row[4])) == _said(page)


def _said(page: ParsedPage) -> tuple[object, ...]:
    return (page.title, page.published, page.author, page.text, list(page.captions))


@cache
def _layouts() -> Mapping[str, Layout]:
    return load_layouts()
