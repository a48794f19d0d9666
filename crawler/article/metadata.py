"""What a page says about itself for machines: JSON-LD, meta elements, links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.etree import _Element as Element

from crawler.article.blocks import squeeze

_ARTICLE_TYPES = {
    "article",
    "newsarticle",
    "blogposting",
    "reportagenewsarticle",
    "report",
    "technicalarticle",
    "posting",
}
_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "pubdate", "publishdate", "publish-date", "datepublished",
    "dc.date.issued", "dcterms.created", "dc.date.created", "published_time", "article.published", "sailthru.date",
)  # fmt: skip
_MOST_JSON = 400_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """Machine-readable facts of a page; every field may be wanting.

    ``by_jsonld`` names those of ``section``, ``author`` and ``tags`` that JSON-LD says, not a meta element.
    ``article`` tells that the page calls itself an article, ``listing`` that it calls itself a collection or search page.
    """

    title: str | None = None
    og_title: str | None = None
    description: str | None = None
    canonical: str | None = None
    generator: str | None = None
    section: str | None = None
    author: str | None = None
    site_name: str | None = None
    jsonld_published: str | None = None
    meta_published: str | None = None
    tags: tuple[str, ...] = ()
    article: bool = False
    listing: bool = False
    headline: str | None = None
    by_jsonld: frozenset[str] = frozenset()


@dataclass(slots=True)
class _JsonLd:
    article: dict[str, Any] = field(default_factory=dict)
    types: set[str] = field(default_factory=set)


def read_metadata(tree: Element) -> Metadata:
    """All of it, from a tree that still has its head and scripts."""
    meta = _meta(tree)
    data = _json_ld(tree)
    title = tree.find(".//head/title")
    if title is None:
        title = tree.find(".//title")
    published = next((meta[name] for name in _PUBLISHED_META if meta.get(name)), None) or _microdata(tree)
    types = data.types
    by_jsonld = {
        "section": not meta.get("article:section"),
        "author": bool(_person(data.article.get("author"))),
        "tags": bool(data.article.get("keywords")),
    }
    return Metadata(
        title=squeeze("".join(map(str, title.itertext()))) if title is not None else None,
        og_title=meta.get("og:title") or meta.get("twitter:title"),
        description=meta.get("og:description") or meta.get("description"),
        canonical=_canonical(tree) or meta.get("og:url"),
        generator=meta.get("generator"),
        section=meta.get("article:section") or _text(data.article.get("articleSection")),
        author=_person(data.article.get("author")) or meta.get("article:author") or meta.get("author"),
        site_name=meta.get("og:site_name") or _person(data.article.get("publisher"), any_type=True),
        jsonld_published=_text(data.article.get("datePublished")),
        meta_published=published,
        headline=_text(data.article.get("headline")),
        tags=_tags(meta, data.article),
        article=bool(data.article) or meta.get("og:type") == "article",
        by_jsonld=frozenset(name for name, holds in by_jsonld.items() if holds),
        listing=bool(types & {"collectionpage", "searchresultspage", "itemlist"}) and not data.article,
    )


def _meta(tree: Element) -> dict[str, str]:
    """Meta elements by lower-case name; the first wins, “article:tag” is joined."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = squeeze((element.get("content") or "").replace("\n", " "))
        if not name or not content:
            continue
        if name == "article:tag" and name in found:
            found[name] += ", " + content
        else:
            found.setdefault(name, content)
    return found


def _microdata(tree: Element) -> str | None:
    for element in tree.iter("meta", "time", "span", "div"):
        if (element.get("itemprop") or "").lower() == "datepublished":
            return element.get("content") or element.get("datetime")
    return None


def _canonical(tree: Element) -> str | None:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return (element.get("href") or "").strip() or None
    return None


def _json_ld(tree: Element) -> _JsonLd:
    data = _JsonLd()
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > _MOST_JSON:
            continue
        # Some sites leave raw line breaks inside strings, or a comma too many.
        text = re.sub(r",\s*([}\]])", r"\1", script.text.strip().removesuffix(";"))
        try:
            parsed = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(parsed):
            types = _types(thing)
            data.types |= types
            if types & _ARTICLE_TYPES and not data.article:
                data.article = thing
    return data


def _things(parsed: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Top-level things and those of a graph; not the items of lists, which are other pages."""
    if depth > 3:
        return
    if isinstance(parsed, list):
        for one in parsed:
            yield from _things(one, depth + 1)
    elif isinstance(parsed, dict):
        yield parsed
        yield from _things(parsed.get("@graph"), depth + 1)


def _types(thing: dict[str, Any]) -> set[str]:
    value = thing.get("@type")
    values = value if isinstance(value, list) else [value]
    return {one.lower() for one in values if isinstance(one, str)}


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return squeeze(value) or None if isinstance(value, str) else None


def _person(value: object, *, any_type: bool = False) -> str | None:
    """The names of persons; organisations only where asked for."""
    values = value if isinstance(value, list) else [value]
    names = []
    for one in values:
        if isinstance(one, str):
            names.append(squeeze(one))
        elif (
            isinstance(one, dict)
            and isinstance(one.get("name"), str)
            and (any_type or "person" in _types(one) or not _types(one))
        ):
            names.append(squeeze(one["name"]))
    return " - ".join(name for name in names if name) or None


def _tags(meta: dict[str, str], article: dict[str, Any]) -> tuple[str, ...]:
    value = (
        article.get("keywords")
        or meta.get("article:tag")
        or meta.get("news_keywords")
        or meta.get("keywords")
        or ""
    )
    values = value if isinstance(value, list) else str(value).split(",")
    return tuple(dict.fromkeys(squeeze(str(one)) for one in values if str(one).strip()))[:30]
