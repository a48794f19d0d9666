"""The links of an HTML page, absolute, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree, html

from crawler.urls import is_web_address

# A page with more is a trap or a mistake; the largest sitemap-like listing seen has some hundreds.
MOST_LINKS = 5000


@dataclass(frozen=True, slots=True)
class Link:
    """A link: absolute address, its text with spaces folded, and the words of its ``rel``."""

    url: str
    text: str
    rel: frozenset[str]


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """What discovery needs of a page: its links, and the feeds it names."""

    links: tuple[Link, ...]
    feeds: tuple[str, ...]


def read_links(body: bytes, url: str, encoding: str | None = None) -> LinkedPage:
    """The links of a page; broken HTML gives what can be read of it, an empty page none."""
    tree = parse_page(body, encoding)
    if tree is None:
        return LinkedPage((), ())
    base = base_of(tree, url)
    links: list[Link] = []
    feeds: list[str] = []
    for element in tree.iter("a", "link", "area"):
        address = _absolute(base, element.get("href"))
        if address is None:
            continue
        rel = frozenset((element.get("rel") or "").lower().split())
        if element.tag == "link":
            if "alternate" in rel and (element.get("type") or "").lower() in {
                "application/rss+xml",
                "application/atom+xml",
            }:
                feeds.append(address)
            if "next" not in rel:
                continue
        text = " ".join("".join(element.itertext()).split())[:200]
        links.append(Link(address, text, rel))
        if len(links) >= MOST_LINKS:
            break
    return LinkedPage(tuple(links), tuple(dict.fromkeys(feeds)))


def parse_page(body: bytes, encoding: str | None) -> html.HtmlElement | None:
    """The tree of a page, as far as it can be read; None for an empty one."""
    if not body.strip():
        return None
    try:
        parser = html.HTMLParser(encoding=encoding, recover=True, huge_tree=False)
    except LookupError:  # a charset nobody knows: the addresses are ASCII all the same
        parser = html.HTMLParser(recover=True, huge_tree=False)
    try:
        return html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def base_of(tree: html.HtmlElement, url: str) -> str:
    """What relative links of a page are relative to."""
    for element in tree.iter("base"):
        address = _absolute(url, element.get("href"))
        if address:
            return address
    return url


def _absolute(base: str, href: str | None) -> str | None:
    if not href or href.lstrip().lower().startswith(("javascript:", "mailto:", "tel:", "data:", "#")):
        return None
    try:
        address = urljoin(base, href.strip())
    except ValueError:
        return None
    return address if is_web_address(address) else None
