"""A page as a sequence of blocks: what a reader sees from top to bottom, line by line.

Every rule of the article parser works on this sequence, so that a page whose markup differs from what its layout
file expects still parses. A block is the text of one paragraph-like element, or of one line of it where ``<br>`` breaks it;
pictures are blocks of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from crawler.article.dom import label

_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "amp-link",
}  # fmt: skip
_BOLD = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"}
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
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_RUN = re.compile(r"(?:[\u00a0\u2003\u2002 ]){4,}")


_Part = tuple[str, bool, bool, bool]  # a piece of text: bold, italic, linked


@dataclass(slots=True)
class Block:
    """One line of the page, or one picture (``image`` true, ``text`` its alternative text).

    ``links``, ``bold``, ``italic`` are shares of the characters; ``last_run`` is the text after a run of spaces or in an
    emphasised tail at the end of the line, where some sites put the author. ``region`` names a navigation-like ancestor.
    ``gap`` tells that an empty paragraph stands before the line.
    """

    text: str
    element: Element
    order: int
    image: bool = False
    links: float = 0.0
    bold: float = 0.0
    italic: float = 0.0
    centred: bool = False
    right: bool = False
    region: str | None = None
    table: Element | None = None
    figcaption: bool = False
    href: str | None = None
    last_run: str | None = None
    gap: bool = False

    @property
    def heading(self) -> int:
        """1 to 6 for a heading, else 0."""
        tag = self.element.tag
        return (
            int(tag[1])
            if isinstance(tag, str) and len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()
            else 0
        )

    @property
    def labels(self) -> str:
        """Class and id of the element and of its parent."""
        parent = self.element.getparent()
        return label(self.element) + " " + (label(parent) if parent is not None else "")


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
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def read_blocks(tree: Element) -> Page:
    """The blocks of a cleaned tree."""
    body = tree.find("body")
    return _Reader().read(body if body is not None else tree)


class _Reader:
    """One walk over the tree."""

    def __init__(self) -> None:
        self.page = Page()
        self.parts: list[_Part] = []
        self.containers: list[Element] = []
        self.depth = {"bold": 0, "italic": 0, "link": 0}
        self.regions: list[str] = []
        self.centre: list[tuple[bool, bool]] = [(False, False)]
        self.tables: list[Element] = []
        self.captions = 0
        self.href: str | None = None
        self.gap = False

    def read(self, body: Element) -> Page:
        for event, element in etree.iterwalk(body, events=("start", "end")):
            if event == "start":
                self._enter(element)
            else:
                self._leave(element)
                if element is not body and element.tail:
                    self._add(element.tail)
        self._flush(body)
        return self.page

    def _enter(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            if self.captions:
                self._add(" ")
            else:
                self._flush(None)
            return
        if tag in {"img", "amp-img"}:
            self._image(element)
            return
        if tag not in _INLINE:
            self._flush(None)
            self._open(element)
        self._style(element, 1)
        if element.text:
            self._add(element.text)

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag in {"br", "img", "amp-img"}:
            return
        if tag not in _INLINE:
            self._flush(element)
            self._style(element, -1)
            self._close(element)
        else:
            self._style(element, -1)

    def _open(self, element: Element) -> None:
        self.containers.append(element)
        self.page.spans[element] = (len(self.page.blocks), len(self.page.blocks))
        self.centre.append(_alignment(element, self.centre[-1]))
        if element.tag == "table":
            self.tables.append(element)
        if element.tag == "figcaption":
            self.captions += 1
        self.regions.append(_region_of(element) or (self.regions[-1] if self.regions else ""))

    def _close(self, element: Element) -> None:
        self.containers.pop()
        self.centre.pop()
        self.regions.pop()
        if element.tag == "table" and self.tables:
            self.tables.pop()
        if element.tag == "figcaption":
            self.captions -= 1
        first, _ = self.page.spans[element]
        self.page.spans[element] = (first, len(self.page.blocks))

    def _style(self, element: Element, step: int) -> None:
        tag = element.tag
        if tag in _PLAIN and not element.get("style"):
            return
        if tag in _BOLD:
            self.depth["bold"] += step
        elif tag in _ITALIC or "font-style:italic" in (element.get("style") or "").replace(" ", ""):
            self.depth["italic"] += step
        elif tag == "a" and element.get("href"):
            self.depth["link"] += step
            self.href = element.get("href") if step > 0 else self.href
        elif tag == "span" and "bold" in (element.get("style") or ""):
            self.depth["bold"] += step

    def _add(self, text: str) -> None:
        self.parts.append((text, self.depth["bold"] > 0, self.depth["italic"] > 0, self.depth["link"] > 0))

    def _image(self, element: Element) -> None:
        source = element.get("data-src") or element.get("data-original") or element.get("src") or ""
        small = any(
            (element.get(side) or "").rstrip("px").isdigit()
            and int((element.get(side) or "0").rstrip("px")) < 60
            for side in ("width", "height")
        )
        if small or _TINY.search(source.rpartition("/")[2]) or _TINY.search(element.get("class") or ""):
            return
        self._flush(None)
        self._append(
            Block(squeeze(element.get("alt") or ""), self._container(element), 0, image=True, href=source)
        )

    def _container(self, element: Element) -> Element:
        return self.containers[-1] if self.containers else element

    def _flush(self, ending: Element | None) -> None:
        if not self.parts:
            return
        parts, self.parts = self.parts, []
        raw = "".join(part[0] for part in parts)
        text = squeeze(raw)
        if not text:
            self.gap = self.gap or (
                ending is not None and ending.tag in {"p", "div"} and "\u00a0" in raw + (ending.text or "")
            )
            return
        container = self.containers[-1] if self.containers else ending
        if container is None:
            return
        bold, italic, links = _shares(parts)
        self._append(
            Block(
                text,
                container,
                0,
                links=links,
                bold=bold,
                italic=italic,
                href=self.href if links else None,
                last_run=_last_run(raw, parts),
            )
        )

    def _append(self, block: Block) -> None:
        block.order = len(self.page.blocks)
        block.centred, block.right = self.centre[-1]
        block.region = self.regions[-1] or None if self.regions else None
        block.table = self.tables[-1] if self.tables else None
        block.figcaption = self.captions > 0
        block.gap, self.gap = self.gap, False
        self.page.blocks.append(block)


def _alignment(element: Element, inherited: tuple[bool, bool]) -> tuple[bool, bool]:
    """Whether an element's text is centred, and whether it is set to the right."""
    style, align = element.get("style") or "", (element.get("align") or "").lower()
    if element.tag == "center" or align == "center" or _CENTRE.search(style):
        return True, False
    if align == "right" or _RIGHT.search(style) or "text-right" in (element.get("class") or ""):
        return False, True
    return (False, False) if align in {"left", "justify"} or "text-align" in style else inherited


def _region_of(element: Element) -> str | None:
    """The kind of navigation that an element opens, if it does."""
    tag = str(element.tag)
    if tag in _ASIDE_TAGS:
        return tag
    if tag in _NEVER_ASIDE or not (element.get("class") or element.get("id")):
        return None
    return "aside" if _ASIDE_LABEL.search(label(element)) else None


def _shares(parts: list[_Part]) -> tuple[float, float, float]:
    """The shares of a line's characters that are bold, italic and linked."""
    if len(parts) == 1:
        return float(parts[0][1]), float(parts[0][2]), float(parts[0][3])
    sizes = [0 if part[0].isspace() else len(part[0]) for part in parts]
    total = sum(sizes)

    def share(which: int) -> float:
        return sum(size for size, part in zip(sizes, parts, strict=True) if part[which]) / total

    return share(1), share(2), share(3)


def _last_run(raw: str, parts: list[_Part]) -> str | None:
    """The end of a line that is set apart: after four blanks or more, or in bold or italic after plain text."""
    line = raw.replace("\r", "\n").rstrip("\n\t \u00a0")
    pieces = _RUN.split(line.rpartition("\n")[2]) if "\u00a0" in line or "    " in line else [line]
    if len(pieces) > 1 and squeeze(pieces[0]):
        return squeeze(pieces[-1])
    if not any(bold or italic for _, bold, italic, _ in parts):
        return None
    tail = ""
    for text, bold, italic, _ in reversed(parts):
        if not squeeze(text):
            continue
        if bold or italic:
            tail = text + tail
        else:
            return squeeze(tail) or None
    return None
