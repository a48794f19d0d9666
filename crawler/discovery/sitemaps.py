"""Sitemaps: indexes and address lists, plain or gzipped."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from crawler.discovery.feeds import parse_moment, parse_xml
from crawler.urls import is_web_address

MOST_ADDRESSES = 50_000
"""The limit of the sitemap protocol."""


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """An address of a sitemap and when the site says it changed."""

    url: str
    modified: datetime | None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Addresses of pages, and of further sitemaps."""

    pages: tuple[SitemapEntry, ...]
    sitemaps: tuple[SitemapEntry, ...]


def read_sitemap(body: bytes, limit: int = 50_000_000) -> Sitemap | None:
    """What a sitemap lists; None when the body is none, or would unpack to more than ``limit`` bytes."""
    unpacked = _unpack(body, limit)
    tree = parse_xml(unpacked) if unpacked is not None else None
    if tree is None or etree.QName(tree).localname not in {"urlset", "sitemapindex"}:
        return None
    return Sitemap(_entries(tree, "{*}url"), _entries(tree, "{*}sitemap"))


def _entries(tree: etree._Element, tag: str) -> tuple[SitemapEntry, ...]:
    found = []
    for element in tree.iterchildren(tag):
        address = (element.findtext("{*}loc") or "").strip()
        if is_web_address(address):
            found.append(SitemapEntry(address, parse_moment(element.findtext("{*}lastmod"))))
        if len(found) >= MOST_ADDRESSES:
            break
    return tuple(found)


def _unpack(body: bytes, limit: int) -> bytes | None:
    """The body without its own gzip, cut short by nothing but an honest end."""
    if not body.startswith(b"\x1f\x8b"):
        return body if len(body) <= limit else None
    unzip = zlib.decompressobj(wbits=31)
    try:
        unpacked = unzip.decompress(body, limit + 1)
    except zlib.error:
        return None
    return unpacked if len(unpacked) <= limit else None
