"""A page as a tree, without what never holds article text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from crawler.selector import compiled

_JUNK = (
    "script", "style", "noscript", "template", "iframe", "svg", "button", "input", "select", "textarea", "option",
    "object", "embed", "canvas", "audio", "video", "head", "map",
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z!/]")

# Attributes are gone through, not elements with a condition: ten times faster.
_CLASSES = etree.XPath("//@class", smart_strings=False)
_IDS = etree.XPath("//@id", smart_strings=False)
_WITH_HIDDEN = etree.XPath("//@hidden/..")
_WITH_STYLE = etree.XPath("//@style/..")

# The plain parser, not that of lxml.html: its elements are made without a look-up in Python each. One for all pages: to
# make one takes longer than to read a page.
_PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


@dataclass(frozen=True, slots=True)
class Tree:
    """A page's root element, and the classes (``.a``) and ids (``#a``) that occur on it."""

    root: Element
    marks: frozenset[str]

    def select(self, css: str) -> list[Element]:
        """The elements that match, in the order of the page."""
        return compiled(css).select(self.root, self.marks)


def parse_tree(text: str) -> Tree | None:
    """The tree of a page; None when there is no markup in it at all.

    lxml reads it; BeautifulSoup only where lxml finds no text though there is markup (about 20 times slower, and needed
    for pages whose head is broken off in the middle).
    """
    if not _MARKUP.search(text):
        return None
    root = _lxml(text)
    if root is None or not _has_text(root):
        # A tenth of a second to import, for pages of which most runs have none.
        from bs4 import BeautifulSoup  # noqa: PLC0415

        root = _lxml(str(BeautifulSoup(text, "html.parser")))
    return Tree(root, _marks(root)) if root is not None else None


def clean(tree: Tree, drop: Iterable[str] = ()) -> None:
    """Take out, in place, scripts, forms' fields, hidden elements and what the layout drops."""
    doomed = [*tree.root.iter(*_JUNK), *_elements(_WITH_HIDDEN(tree.root))]
    doomed += [
        element for element in _elements(_WITH_STYLE(tree.root)) if _HIDDEN.search(element.get("style", ""))
    ]
    for css in drop:
        doomed += tree.select(css)
    for element in doomed:
        remove(element)


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
    get = element.get
    return f"{get('class', '')} {get('id', '')} {get('itemprop', '')}".lower()


def _elements(found: object) -> Iterable[Element]:
    return found if isinstance(found, list) else ()


def _marks(root: Element) -> frozenset[str]:
    classes, ids = _CLASSES(root), _IDS(root)
    assert isinstance(classes, list)
    assert isinstance(ids, list)
    found = {f".{name}" for value in set(classes) for name in str(value).split()}
    return frozenset(found.union(f"#{value!s}" for value in ids))


def _lxml(text: str) -> Element | None:
    # As bytes: lxml refuses text that carries an encoding declaration of its own.
    try:
        return etree.fromstring(text.encode("utf-8", errors="replace"), _PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _has_text(tree: Element) -> bool:
    body = tree.find("body")
    return body is not None and any(part.strip() for part in body.itertext())
