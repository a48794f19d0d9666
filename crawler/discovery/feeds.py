"""Items of an RSS or Atom feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from lxml import etree

from crawler.urls import is_web_address

MOST_ITEMS = 5000


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An item: absolute address, and when it was last changed, where the feed says so for sure (with a time zone)."""

    url: str
    modified: datetime | None


def read_feed(body: bytes, url: str) -> tuple[FeedItem, ...] | None:
    """The items of a feed in its order; None when the body is no feed. Broken XML gives what can be read."""
    tree = parse_xml(body)
    if tree is None or etree.QName(tree).localname.lower() not in {"rss", "feed", "rdf"}:
        return None
    items = []
    for element in tree.iter("{*}item", "{*}entry"):
        address = _address(element)
        if address is None:
            continue
        absolute = urljoin(url, address.strip())
        if is_web_address(absolute):
            items.append(FeedItem(absolute, _modified(element)))
        if len(items) >= MOST_ITEMS:
            break
    return tuple(items)


def parse_xml(body: bytes) -> etree._Element | None:
    """The root of an XML document, as far as it can be read; entities and networks are never followed."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        tree = etree.fromstring(body.strip(), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    return tree if isinstance(tree, etree._Element) and isinstance(tree.tag, str) else None  # noqa: SLF001 (lxml's only name for the type)


def parse_moment(text: str | None) -> datetime | None:
    """A date of RFC 822 or ISO 8601 with a time zone, in UTC; None for anything else."""
    if not text:
        return None
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
    if moment.tzinfo is None:
        return None
    try:
        return moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        return None


def _address(element: etree._Element) -> str | None:
    for child in element.iterchildren("{*}link"):
        if child.get("rel", "alternate") != "alternate":
            continue
        address = child.get("href") or (child.text or "").strip()
        if address:
            return str(address)
    for child in element.iterchildren("{*}guid"):
        if child.get("isPermaLink", "true").lower() == "true" and (child.text or "").strip().startswith(
            "http"
        ):
            return (child.text or "").strip()
    return None


def _modified(element: etree._Element) -> datetime | None:
    for child in element.iterchildren("{*}updated"):
        return parse_moment(child.text)
    return None
