"""A page as a sequence of blocks: what a reader sees from top to bottom, line by line.

Every rule of the article parser works on this sequence, so that a page whose markup differs from what its layout
file expects still parses. A block is the text of one paragraph-like element, or of one line of it where ``<br>`` breaks it;
pictures are blocks of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lxml.etree import _Element as Element

from crawler.article.dom import Tree, label

_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "amp-link",
}  # fmt: skip
_EMPTY = {"br", "img", "amp-img"}
_BOLD = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"}
_HEADINGS = {f"h{level}": level for level in range(1, 10)}
_PLAIN = {
    "p",
    "div",
    "td",
    "tr",
    "tbody",
    "table",
    "ul",
    "li",
    "span",
    "section",
    "article",
    "figure",
    "font",
}
_ITALIC = {"em", "i"}
_ASIDE_TAGS = {"nav", "footer", "aside", "header"}
# Whole class names or ids only: “elementor-widget”, “has-sidebar” and the like wrap whole articles.
_ASIDE_LABEL = re.compile(
    r"(?:^|\s)(?:(?:main|top|site|page|left|right|primary|global|bottom)[-_])?"
    r"(?:nav|navbar|menu|footer|sidebar|breadcrumbs?|topbar|copyright|ads)"
    r"(?:[-_](?:top|main|left|right|bottom|wrap|wrapper|container|inner|menu|list|nav|\d+))?(?:$|\s)"
)
_NEVER_ASIDE = {"body", "html", "form", "main", "article"}
_CENTRE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.IGNORECASE)
_TINY = re.compile(r"icon|logo|spacer|blank\.|pixel|avatar|emoji|button|\.svg(?:$|\?)|loading", re.IGNORECASE)
_SMALL = 60  # pixels
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_RUN = re.compile(r"(?:[\u00a0\u2003\u2002 ]){4,}")


class _Style(NamedTuple):
    """How a piece of text is set."""

    bold: bool = False
    italic: bool = False
    link: bool = False


_Part = tuple[str, _Style]


@dataclass(slots=True)
class Block:
    """One line of the page, or one picture (``image`` true, ``text`` its alternative text).

    ``element`` is the innermost one that is no part of a line, ``region`` names a navigation-like ancestor, ``table`` is the
    innermost table around. ``links``, ``bold``, ``italic`` are shares of the characters. ``gap`` tells that an empty
    paragraph stands before the line. ``href`` is a picture's address, or that of a link in the line.
    """

    text: str
    element: Element
    order: int
    image: bool
    centred: bool
    right: bool
    region: str | None
    table: Element | None
    figcaption: bool
    gap: bool
    href: str | None
    bold: float
    italic: float
    links: float
    parts: Sequence[_Part]

    @property
    def heading(self) -> int:
        """1 to 6 for a heading, else 0."""
        return _HEADINGS.get(self.element.tag, 0)

    @property
    def labels(self) -> str:
        """Class and id of the element and of its parent."""
        parent = self.element.getparent()
        return label(self.element) + " " + (label(parent) if parent is not None else "")

    @property
    def last_run(self) -> str | None:
        """The text after a run of spaces or in an emphasised tail at the end of the line, where some sites put the author."""
        return _last_run(self.parts)


@dataclass(slots=True)
class Page:
    """All blocks, and which of them each element holds (first, one past the last)."""

    blocks: list[Block] = field(default_factory=list)
    spans: dict[Element, tuple[int, int]] = field(default_factory=dict)

    def span(self, element: Element) -> tuple[int, int]:
        """The range of block numbers an element holds; empty for one without text."""
        return self.spans.get(element, (0, 0))

    def order_of(self, element: Element) -> int:
        """The number of the block in which an element's text begins; -1 outside the page's body."""
        at: Element | None = element
        while at is not None:
            if at in self.spans:
                return min(self.spans[at][0], len(self.blocks) - 1)
            at = at.getparent()
        return -1

    def text_of(self, element: Element) -> str:
        """An element's lines joined by spaces."""
        first, last = self.span(element)
        if first == last:  # an inline element: part of one block
            return squeeze("".join(part for part in element.itertext() if isinstance(part, str)))
        return " ".join(block.text for block in self.blocks[first:last] if not block.image)


def squeeze(text: str) -> str:
    """Text with every run of blanks as one space, invisible characters out, ends trimmed."""
    if not text.isascii():
        for character in _INVISIBLE:  # to look for each takes a tenth of what a pattern for all of them takes
            if character in text:
                text = text.replace(character, "")
    return " ".join(text.split())


def read_blocks(tree: Tree) -> Page:
    """The blocks of a cleaned tree."""
    body = tree.root.find("body")
    return _Reader().read(body if body is not None else tree.root)


@dataclass(slots=True)
class _Around:
    """What surrounds a text: the innermost element that is no part of a line, and what that and its ancestors are."""

    element: Element
    centred: bool = False
    right: bool = False
    region: str | None = None
    table: Element | None = None
    figcaption: bool = False


class _Reader:
    """One walk over the tree."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.spans: dict[Element, tuple[int, int]] = {}
        self.parts: list[_Part] = []
        self.href: str | None = None
        self.gap = False

    def read(self, body: Element) -> Page:
        self._element(body, _Around(body), _Style())
        return Page(self.blocks, self.spans)

    def _element(self, element: Element, around: _Around, style: _Style) -> None:
        """An element with all that it holds, not the text behind it; ``around`` and ``style`` are those of its place.

        As deep as the page: lxml reads no more than 256 elements in one another.
        """
        tag = element.tag
        if tag in _EMPTY:
            self._empty(element, around, style)
            return
        first, own = -1, element.get("style", "")
        if tag not in _INLINE:
            self._line(around)
            around, first = _enter(element, own, around), len(self.blocks)
        if own or tag not in _PLAIN:
            style = self._style(element, own, style)
        if text := element.text:
            self.parts.append((text, style))
        for child in element:
            self._element(child, around, style)
            if tail := child.tail:
                self.parts.append((tail, style))
        if first >= 0:
            self._line(around, ending=element)
            self.spans[element] = (first, len(self.blocks))

    def _empty(self, element: Element, around: _Around, style: _Style) -> None:
        """A line break or a picture."""
        if element.tag != "br":
            self._image(element, around)
        elif around.figcaption:
            self.parts.append((" ", style))
        else:
            self._line(around)

    def _style(self, element: Element, own: str, style: _Style) -> _Style:
        """How the text of an element is set; ``own`` is its style attribute."""
        tag = element.tag
        if tag in _BOLD:
            return _Style(True, style.italic, style.link)
        if tag in _ITALIC or "font-style:italic" in own.replace(" ", ""):
            return _Style(style.bold, True, style.link)
        if tag == "a" and (href := element.get("href")):
            self.href = href
            return _Style(style.bold, style.italic, True)
        return _Style(True, style.italic, style.link) if tag == "span" and "bold" in own else style

    def _image(self, element: Element, around: _Around) -> None:
        get = element.get
        source = get("data-src") or get("data-original") or get("src") or ""
        if (
            _is_small(get("width"))
            or _is_small(get("height"))
            or _TINY.search(source.rpartition("/")[2])
            or ((names := get("class")) and _TINY.search(names))
        ):
            return
        self._line(around)
        self._append(around, squeeze(get("alt", "")), source, image=True)

    def _line(self, around: _Around, ending: Element | None = None) -> None:
        """Make a block of the text since the last one; ``ending`` is the element that ends with it."""
        parts = self.parts
        if not parts:
            return
        self.parts = []
        raw = _joined(parts)
        text = squeeze(raw)
        if text:
            shares = _shares(parts)
            self._append(around, text, self.href if shares[2] else None, shares, parts)
        elif ending is not None and ending.tag in {"p", "div"} and "\u00a0" in raw + (ending.text or ""):
            self.gap = True

    def _append(
        self,
        around: _Around,
        text: str,
        href: str | None,
        shares: tuple[float, float, float] = (0.0, 0.0, 0.0),
        parts: Sequence[_Part] = (),
        *,
        image: bool = False,
    ) -> None:
        self.blocks.append(
            Block(
                text,
                around.element,
                len(self.blocks),
                image,
                around.centred,
                around.right,
                around.region,
                around.table,
                around.figcaption,
                self.gap,
                href,
                *shares,
                parts,
            )
        )
        self.gap = False


def _is_small(side: str | None) -> bool:
    """Whether a picture's width or height says that it is an ornament."""
    if not side:
        return False
    number = side.rstrip("px")
    return number.isdigit() and int(number) < _SMALL


def _enter(element: Element, style: str, outside: _Around) -> _Around:
    """What surrounds the text of an element that is no part of a line; ``style`` is its attribute."""
    tag, get = str(element.tag), element.get
    if tag in _PLAIN and tag != "table" and not element.attrib:
        centred, right, region = outside.centred, outside.right, outside.region
    else:
        names = get("class", "")
        centred, right = _alignment(tag, style, get("align", ""), names, outside)
        region = _region(tag, names, get("id", ""), get("itemprop", "")) or outside.region
    return _Around(
        element,
        centred,
        right,
        region,
        element if tag == "table" else outside.table,
        outside.figcaption or tag == "figcaption",
    )


def _alignment(tag: str, style: str, align: str, names: str, outside: _Around) -> tuple[bool, bool]:
    """Whether an element's text is centred, and whether it is set to the right."""
    align = align.lower()
    if tag == "center" or align == "center" or (style and _CENTRE.search(style)):
        return True, False
    if align == "right" or (style and _RIGHT.search(style)) or "text-right" in names:
        return False, True
    if align in {"left", "justify"} or "text-align" in style:
        return False, False
    return outside.centred, outside.right


@lru_cache(4096)
def _region(tag: str, names: str, identifier: str, item: str) -> str | None:
    """The kind of navigation that an element opens, if it does."""
    if tag in _ASIDE_TAGS:
        return tag
    if tag in _NEVER_ASIDE or not (names or identifier):
        return None
    return "aside" if _ASIDE_LABEL.search(f"{names} {identifier} {item}".lower()) else None


def _joined(parts: Sequence[_Part]) -> str:
    return parts[0][0] if len(parts) == 1 else "".join([text for text, _ in parts])


def _shares(parts: Sequence[_Part]) -> tuple[float, float, float]:
    """The shares of a line's characters that are bold, italic and linked."""
    if len(parts) == 1:
        return parts[0][1]
    sizes = [0 if text.isspace() else len(text) for text, _ in parts]
    total = sum(sizes)

    def share(which: int) -> float:
        return sum(size for size, (_, style) in zip(sizes, parts, strict=True) if style[which]) / total

    return share(0), share(1), share(2)


def _last_run(parts: Sequence[_Part]) -> str | None:
    """The end of a line that is set apart: after four blanks or more, or in bold or italic after plain text."""
    line = _joined(parts).replace("\r", "\n").rstrip("\n\t \u00a0")
    pieces = _RUN.split(line.rpartition("\n")[2]) if "\u00a0" in line or "    " in line else [line]
    if len(pieces) > 1 and squeeze(pieces[0]):
        return squeeze(pieces[-1])
    if not any(style.bold or style.italic for _, style in parts):
        return None
    tail = ""
    for text, style in reversed(parts):
        if not squeeze(text):
            continue
        if style.bold or style.italic:
            tail = text + tail
        else:
            return squeeze(tail) or None
    return None
