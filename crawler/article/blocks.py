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

from lxml.etree import XPath
from lxml.etree import _Element as Element

from crawler.article.dom import Tree, label

_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "amp-link",
}  # fmt: skip
_IMAGES = {"img", "amp-img"}
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
_PLAIN_BLOCKS = _PLAIN - _INLINE - {"table"}
"""Without attributes these make nothing of the lines in them."""
_ITALIC = {"em", "i"}
_ASIDE_TAGS = {"nav", "footer", "aside", "header"}
# Whole class names or ids only: “elementor-widget”, “has-sidebar” and the like wrap whole articles.
_ASIDE_LABEL = re.compile(
    r"(?:^|\s)(?:(?:main|top|site|page|left|right|primary|global|bottom)[-_])?"
    r"(?:nav|navbar|menu|footer|sidebar|breadcrumbs?|topbar|copyright|ads)"
    r"(?:[-_](?:top|main|left|right|bottom|wrap|wrapper|container|inner|menu|list|nav|\d+))?(?:$|\s)"
)
_OWN_PLACE = {"table", "figcaption"}
_NEVER_ASIDE = {"body", "html", "form", "main", "article"}
_CENTRE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.IGNORECASE)
_TINY = re.compile(r"icon|logo|spacer|blank\.|pixel|avatar|emoji|button|\.svg(?:$|\?)|loading", re.IGNORECASE)
_SMALL = 60  # pixels
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_ALL_TEXT = XPath("string()", smart_strings=False)
_RUN = re.compile(r"(?:[\u00a0\u2003\u2002 ]){4,}")


_BOLD_STYLE, _ITALIC_STYLE, _LINK_STYLE = 1, 2, 4
_EMPHASISED = _BOLD_STYLE | _ITALIC_STYLE
_Style = int
"""How a piece of text is set: any of the three above."""
_Part = tuple[str, _Style]


class Place(NamedTuple):
    """What an element that is no part of a line and its ancestors make of the lines in it; most elements change nothing and share that around them."""

    centred: bool = False
    right: bool = False
    region: str | None = None
    table: Element | None = None
    figcaption: bool = False


@dataclass(slots=True)
class Block:
    """One line of the page, or one picture (``image`` true, ``text`` its alternative text).

    ``element`` is the innermost one that is no part of a line, ``region`` names a navigation-like ancestor. ``links`` is a share
    of the characters. ``gap`` tells that an empty
    paragraph stands before the line. ``href`` is a picture's address, or that of a link in the line.
    """

    text: str
    element: Element
    order: int
    image: bool
    region: str | None
    links: float
    href: str | None
    gap: bool
    place: Place
    parts: Sequence[_Part]

    @property
    def centred(self) -> bool:
        """Whether the line is centred."""
        return self.place.centred

    @property
    def right(self) -> bool:
        """Whether the line is set to the right."""
        return self.place.right

    @property
    def table(self) -> Element | None:
        """The innermost table around."""
        return self.place.table

    @property
    def figcaption(self) -> bool:
        """Whether the line stands in a ``figcaption``."""
        return self.place.figcaption

    @property
    def bold(self) -> float:
        """The share of the characters that are bold."""
        return _share(self.parts, _BOLD_STYLE)

    @property
    def italic(self) -> float:
        """The share of the characters that are italic."""
        return _share(self.parts, _ITALIC_STYLE)

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
        text = _visible(text, _INVISIBLE)
    return " ".join(text.split())


def _visible(text: str, invisible: str) -> str:
    for character in invisible:
        if character in text:
            text = text.replace(character, "")
    return text


def read_blocks(tree: Tree) -> Page:
    """The blocks of a cleaned tree."""
    body = tree.root.find("body")
    if body is None:
        body = tree.root
    # Few pages have any of them: one look at all of the text spares one at each line.
    whole = str(_ALL_TEXT(body))
    return _Reader("".join(character for character in _INVISIBLE if character in whole)).read(body)


class _Reader:
    """One walk over the tree: half of what it takes to parse a page, so each element is asked as little as possible."""

    __slots__ = ("blocks", "gap", "href", "invisible", "parts", "spans")

    def __init__(self, invisible: str) -> None:
        self.invisible = invisible
        self.blocks: list[Block] = []
        self.spans: dict[Element, tuple[int, int]] = {}
        self.parts: list[_Part] = []
        self.href: str | None = None
        self.gap = False

    def read(self, body: Element) -> Page:
        self._element(body, str(body.tag), body, Place(), 0)
        return Page(self.blocks, self.spans)

    def _element(self, element: Element, tag: str, around: Element, place: Place, style: _Style) -> None:
        """An element that is no part of a line, with all that it holds, not the text behind it.

        ``place`` and ``style`` are those around it, ``around`` is the element whose lines it interrupts.
        As deep as the page: lxml reads no more than 256 elements in one another.
        """
        if self.parts:
            self._line(around, place)
        names = element.keys()
        if names or tag not in _PLAIN_BLOCKS:
            # To ask for the names of all attributes is cheaper than to ask for one that is not there.
            own = element.get("style", "") if "style" in names else ""
            place = _enter(element, tag, names, own, place)
            if own or tag not in _PLAIN:
                style = self._style(element, tag, own, style)
        first = len(self.blocks)
        self._inside(element, element, place, style)
        if self.parts:
            self._line(element, place, tag)
        self.spans[element] = (first, len(self.blocks))

    def _inside(self, element: Element, around: Element, place: Place, style: _Style) -> None:
        """The text and the elements in an element; ``around`` is itself, or what it is part of a line of."""
        if text := element.text:
            self.parts.append((text, style))
        if not len(element):
            return
        for child in element[:]:  # type: ignore[index]  # a list: an iterator takes three times as long to make
            tag = child.tag
            if tag in _INLINE:
                own = child.get("style", "") if "style" in child.keys() else ""  # noqa: SIM118 - no dictionary
                inner = style if tag in _PLAIN and not own else self._style(child, tag, own, style)
                self._inside(child, around, place, inner)
            elif tag == "br":
                self._break(around, place, style)
            elif tag in _IMAGES:
                self._image(child, around, place)
            else:
                self._element(child, tag, around, place, style)
            if tail := child.tail:
                self.parts.append((tail, style))

    def _break(self, around: Element, place: Place, style: _Style) -> None:
        if place.figcaption:
            self.parts.append((" ", style))
        elif self.parts:
            self._line(around, place)

    def _style(self, element: Element, tag: str, own: str, style: _Style) -> _Style:
        """How the text of an element is set; ``own`` is its style attribute."""
        if tag in _BOLD:
            return style | _BOLD_STYLE
        if tag in _ITALIC or (own and "font-style:italic" in own.replace(" ", "")):
            return style | _ITALIC_STYLE
        if tag == "a" and (href := element.get("href")):
            self.href = href
            return style | _LINK_STYLE
        return style | _BOLD_STYLE if tag == "span" and "bold" in own else style

    def _image(self, element: Element, around: Element, place: Place) -> None:
        get = element.get
        source = get("data-src") or get("data-original") or get("src") or ""
        if _is_small(get("width")) or _is_small(get("height")) or _is_ornament(source.rpartition("/")[2]):
            return
        if (names := get("class")) and _is_ornament(names):
            return
        if self.parts:
            self._line(around, place)
        text = squeeze(get("alt") or "")
        self.blocks.append(
            Block(text, around, len(self.blocks), True, place.region, 0.0, source, self.gap, place, ())
        )
        self.gap = False

    def _line(self, around: Element, place: Place, ending: str = "") -> None:
        """Make a block of the text since the last one; ``ending`` is the tag of the element that ends with it."""
        parts = self.parts
        self.parts = []
        raw = parts[0][0] if len(parts) == 1 else "".join([text for text, _ in parts])
        text = " ".join((_visible(raw, self.invisible) if self.invisible else raw).split())
        if text:
            links = _share(parts, _LINK_STYLE)
            href = self.href if links else None
            self.blocks.append(
                Block(
                    text, around, len(self.blocks), False, place.region, links, href, self.gap, place, parts
                )
            )
            self.gap = False
        elif ending in {"p", "div"} and "\u00a0" in raw + (around.text or ""):
            self.gap = True


def _is_small(side: str | None) -> bool:
    """Whether a picture's width or height says that it is an ornament."""
    if not side:
        return False
    number = side.rstrip("px")
    return number.isdigit() and int(number) < _SMALL


@lru_cache(4096)  # the same little pictures stand on all pages of a site
def _is_ornament(name: str) -> bool:
    """Whether the name of a file or of a class is that of an icon, a logo or the like."""
    return bool(_TINY.search(name))


def _enter(element: Element, tag: str, names: Sequence[object], style: str, outside: Place) -> Place:
    """What an element that is no part of a line makes of the text in it; ``names`` are its attributes, ``style`` is one of them."""
    get = element.get
    label = get("class", "") if "class" in names else ""
    centred, right = outside.centred, outside.right
    if style or tag == "center" or "align" in names or "text-right" in label:
        centred, right = _alignment(tag, style, get("align", ""), label, outside)
    identifier = get("id", "") if "id" in names else ""
    region = (
        _region(tag, label, identifier, get("itemprop", "") if "itemprop" in names else "") or outside.region
    )
    if (
        centred == outside.centred
        and right == outside.right
        and region == outside.region
        and tag not in _OWN_PLACE
    ):
        return outside
    return Place(
        centred,
        right,
        region,
        element if tag == "table" else outside.table,
        outside.figcaption or tag == "figcaption",
    )


def _alignment(tag: str, style: str, align: str, names: str, outside: Place) -> tuple[bool, bool]:
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


def _share(parts: Sequence[_Part], style: _Style) -> float:
    """The share of a line's characters that are set in a style."""
    if len(parts) == 1:
        return 1.0 if parts[0][1] & style else 0.0
    sizes = [0 if text.isspace() else len(text) for text, _ in parts]
    total = sum(sizes)
    marked = sum([size for size, (_, other) in zip(sizes, parts, strict=True) if other & style])
    return marked / total if total else 0.0


def _last_run(parts: Sequence[_Part]) -> str | None:
    """The end of a line that is set apart: after four blanks or more, or in bold or italic after plain text."""
    line = "".join([text for text, _ in parts]).replace("\r", "\n").rstrip("\n\t \u00a0")
    pieces = _RUN.split(line.rpartition("\n")[2]) if "\u00a0" in line or "    " in line else [line]
    if len(pieces) > 1 and squeeze(pieces[0]):
        return squeeze(pieces[-1])
    if not any(style & _EMPHASISED for _, style in parts):
        return None
    tail = ""
    for text, style in reversed(parts):
        if not squeeze(text):
            continue
        if style & _EMPHASISED:
            tail = text + tail
        else:
            return squeeze(tail) or None
    return None
