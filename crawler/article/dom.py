"""A page as a tree, without what never holds article text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup
from lxml import etree
from lxml.etree import _Element as Element

from crawler.layout import compiled

_JUNK = {
    "script", "style", "noscript", "template", "iframe", "svg", "button", "input", "select", "textarea", "option",
    "object", "embed", "canvas", "audio", "video", "head", "map",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z!/]")


def parse_tree(text: str) -> Element | None:
    """The tree of a page; None when there is no markup in it at all.

    lxml reads it; BeautifulSoup only where lxml finds no text though there is markup (about 20 times slower, and needed
    for pages whose head is broken off in the middle).
    """
    if not _MARKUP.search(text):
        return None
    tree = _lxml(text)
    if tree is None or not _has_text(tree):
        tree = _lxml(str(BeautifulSoup(text, "html.parser")))
    return tree


def clean(tree: Element, drop: Iterable[str] = ()) -> None:
    """Take out, in place, scripts, forms' fields, hidden elements and what the layout drops."""
    doomed = [
        element
        for element in tree.iter(etree.Element)
        if element.tag in _JUNK
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style") or "")
    ]
    for css in drop:
        doomed.extend(select(tree, css))
    for element in doomed:
        remove(element)
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, with_tail=False)


def select(tree: Element, css: str) -> list[Element]:
    """The elements that match, in the order of the page."""
    found = compiled(css)(tree)
    return [element for element in found if isinstance(element, Element)] if isinstance(found, list) else []


def remove(element: Element) -> None:
    """Take an element out, keeping the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def label(element: Element) -> str:
    """Class, id and item property of an element in one lower-case string."""
    return " ".join(element.get(key) or "" for key in ("class", "id", "itemprop")).lower()


def _lxml(text: str) -> Element | None:
    # As bytes: lxml refuses text that carries an encoding declaration of its own. The plain parser, not that of lxml.html:
    # its elements are made without a look-up in Python each.
    parser = etree.HTMLParser(encoding="utf-8")
    try:
        return etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _has_text(tree: Element) -> bool:
    body = tree.find("body")
    return body is not None and any(part.strip() for part in body.itertext())
