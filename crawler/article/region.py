"""Where on the page the article's body stands."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml.etree import _Element as Element

from crawler.article.blocks import Block, Page
from crawler.article.dom import Tree, label
from crawler.article.witness import DENSITY, EXTRACTOR, by_layout

_ENOUGH = 80  # characters of running text; the shortest news item seen has two sentences
_LONG = 50
_PARAGRAPHS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "td",
    "tr",
    "tbody",
    "blockquote",
    "figcaption",
    "dd",
    "dt",
    "ul",
    "ol",
}
_AGAINST = re.compile(
    r"comment|binh-?luan|relat|lien-?quan|tin-?khac|other|sidebar|foot|menu|weather|most-?view|popular|latest|box-?(?:right|news)|col-?right|right-?col|recommend|hot-?news|tin-?moi|banner|popup|modal"
)
_FOR = re.compile(r"content|detail|article|entry|noi-?dung|body|post|news-?text|chi-?tiet|fck")


@dataclass(frozen=True, slots=True)
class Region:
    """A range of blocks, and who found it; ``witness`` in the words of `crawler.article.witness`."""

    first: int
    last: int
    by_layout: bool
    witness: str


def is_text(block: Block) -> bool:
    """Whether a block may be running text: not a picture, not mostly links, not in navigation."""
    return not block.image and block.links < 0.5 and block.region in {None, "header"}


def layout_region(page: Page, tree: Tree, selectors: tuple[str, ...]) -> Region | None:
    """The body by the first selector that finds enough text; None when none does."""
    for css in selectors:
        spans = [page.span(element) for element in tree.select(css)]
        spans = [span for span in spans if span[1] > span[0]]
        if not spans:
            continue
        best = max(spans, key=lambda span: _running(page, span))
        # Selectors of paragraphs (`p`, `.pBody`) match many small elements: together they are the body.
        together = (min(span[0] for span in spans), max(span[1] for span in spans))
        small = len(spans) > 1 and all(_paragraphs(page, span) <= 1 for span in spans)
        chosen = together if small else best
        if _running(page, chosen) >= _ENOUGH:
            return Region(*chosen, by_layout=True, witness=by_layout(css))
    return None


def generic_region(page: Page, after: int) -> Region | None:
    """The body by density: the element whose own paragraphs hold the most running text after block ``after``."""
    scores: defaultdict[Element, float] = defaultdict(float)
    for block in page.blocks[max(0, after) :]:
        if not is_text(block) or len(block.text) < _LONG:
            continue
        weight = min(len(block.text), 800) * (1 - block.links)
        element: Element | None = block.element
        while element is not None and element.tag in _PARAGRAPHS:
            element = element.getparent()
        for share in (1.0, 0.6, 0.3):
            if element is None:
                break
            scores[element] += weight * share * _factor(element)
            element = element.getparent()
    if not scores:
        return None
    best = max(scores, key=lambda element: scores[element])
    first, last = page.span(best)
    enough = _running(page, (first, last)) >= _ENOUGH
    return Region(first, last, by_layout=False, witness=DENSITY) if enough else None


def text_region(page: Page, text: str) -> Region | None:
    """The range of blocks that a text extractor's lines come from."""
    lines = {line.strip() for line in text.splitlines() if len(line.strip()) >= _LONG}
    found = [block.order for block in page.blocks if not block.image and block.text in lines]
    if not found:
        return None
    return Region(found[0], found[-1] + 1, by_layout=False, witness=EXTRACTOR)


def has_long_line(page: Page) -> bool:
    """Whether any line is long enough to be found again by `text_region`."""
    return any(not block.image and len(block.text) >= _LONG for block in page.blocks)


def _factor(element: Element) -> float:
    labels = label(element)
    factor = 1.0
    if element.tag in {"article", "main"} or "articlebody" in labels:
        factor *= 1.2
    if _AGAINST.search(labels):
        factor *= 0.2
    elif _FOR.search(labels):
        factor *= 1.15
    return factor


def _running(page: Page, span: tuple[int, int]) -> int:
    return sum(
        len(block.text)
        for block in page.blocks[span[0] : span[1]]
        if is_text(block) and len(block.text) >= 30
    )


def _paragraphs(page: Page, span: tuple[int, int]) -> int:
    return sum(1 for block in page.blocks[span[0] : span[1]] if not block.image)
