"""The title, and where it stands on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from crawler.article.address import fold, slug_words, word_set, words
from crawler.article.blocks import Block, Page, squeeze
from crawler.article.dates import Stamp, read_date_line, strip_trailing_date
from crawler.article.dom import Tree
from crawler.article.metadata import Metadata
from crawler.article.rules import key, rules
from crawler.article.witness import HEADING, JSON_LD, LINE, META, PAGE_TITLE, by_layout

_SUFFIX = re.compile(r"\s+[|–—»-]\s+[^|–—»]{2,60}$")
_PREFIX = re.compile(r"^[^|»]{2,60}\s+[|»]\s+")
_LONGEST = 300
_SHORTEST = 8
_TELLING_SLUG = 5  # words in an address that can say the whole title
_SITE_WORDS = 8  # “Cổng thông tin điện tử Công an tỉnh Lạng Sơn” has seven more than its beginning
_CERTAIN = 0.8
_AFTER_KIND = re.compile(r"\s*[-–—|»>:].*$")


@dataclass(frozen=True, slots=True)
class Title:
    """The title as printed; ``order`` is its block (-1: not on the page), ``stamp`` a date that stood in the same line.

    ``witness`` says where it was found (`crawler.article.witness`).
    """

    text: str
    order: int
    stamp: Stamp | None = None
    section: str | None = None
    last: int = -1
    witness: str = ""


def find_title(page: Page, tree: Tree, selectors: tuple[str, ...], meta: Metadata, url: str) -> Title:
    """The title: by the layout, else the block that best fits what head and address say.

    A date behind it and a section name glued before it are taken off and given apart.
    """
    wanted = _hints(meta, url, page)
    for css in selectors:
        for element in tree.select(css):
            text = page.text_of(element)
            if _SHORTEST <= len(text) <= _LONGEST and (
                not wanted or _fit(text, wanted) > 0.2 or not _best(page, wanted)
            ):
                first, last = page.span(element)
                order = first if last > first else _order_of(page, text)
                return _finish(text, order, max(last, first + 1), meta, url, by_layout(css))
    block = _best(page, wanted)
    if block is not None:
        text, last = _whole(page, block)
        return _finish(text, block.order, last, meta, url, _kind(block))
    text = meta.headline or meta.og_title or _page_title(meta)
    block = _heading(page) if len(words(text)) < 4 or _is_site_title(text) else None
    if block is not None:
        whole, last = _whole(page, block)
        return _finish(whole, block.order, last, meta, url, _kind(block))
    witness = JSON_LD if meta.headline else META if meta.og_title else PAGE_TITLE
    return _finish(text, -1, 0, meta, url, witness)


def _kind(block: Block) -> str:
    return HEADING if block.heading else LINE


def _hints(meta: Metadata, url: str, page: Page) -> list[frozenset[str]]:
    """Folded words of the title from head and address, each to be compared with blocks.

    Where the address spells out a line of the page and the head says something else, the head names the site.
    """
    texts = [text for text in (meta.og_title, meta.headline, _page_title(meta)) if text]
    hints = [words(text) for text in texts if not _is_site_title(text)]
    slug = slug_words(url)
    if len(slug) >= _TELLING_SLUG and _spelled_out(page, frozenset(slug)):
        hints = [hint for hint in hints if len(set(hint) & set(slug)) > 0.2 * len(set(hint))]
    elif slug in _page_kinds():
        slug = ()  # “…/chi-tiet-tin-tuc.aspx?ItemID=31207”
    return list(dict.fromkeys(frozenset(hint) for hint in (*hints, slug) if len(hint) >= 3))


def _spelled_out(page: Page, slug: frozenset[str]) -> bool:
    return any(
        _SHORTEST <= len(block.text) <= _LONGEST and _fit(block.text, [slug]) >= 0.7
        for block in page.blocks
        if not block.image and block.links < 0.5
    )


def _is_site_title(text: str) -> bool:
    """Whether a page's name says which site or which kind of page this is, and nothing of an article."""
    own = words(text)
    kinds = rules().page_kinds
    if key(text) in kinds or key(_AFTER_KIND.sub("", text)) in kinds:
        return True
    return any(own[: len(start)] == start and len(own) - len(start) <= _SITE_WORDS for start in _site_names())


@cache
def _page_kinds() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words(kind)) for kind in rules().page_kinds)


@cache
def _site_names() -> tuple[list[str], ...]:
    return tuple(words(name) for name in rules().site_names)


def _fit(text: str, hints: list[frozenset[str]]) -> float:
    """How well a text fits the best hint: overlap of words, from 0 to 1."""
    own, best = word_set(text), 0.0
    for hint in hints:
        common = len(own & hint)
        if common:
            best = max(best, 2 * common / (len(own) + len(hint)))
    return best


def _best(page: Page, hints: list[frozenset[str]]) -> Block | None:
    best, best_score = None, 0.45
    headings = 0
    anything = frozenset[str]().union(*hints)
    for block in page.blocks:
        if block.image or not _SHORTEST <= len(block.text) <= _LONGEST:
            continue
        # Nearly no line has any of the words.
        score = 0.0 if anything.isdisjoint(word_set(block.text)) else _fit(block.text, hints)
        if not score and block.heading != 1:
            continue
        if not block.heading and score < _CERTAIN and block.text.endswith((".", "…")):
            continue  # a sentence of the text that has many of the title's words
        if block.heading == 1 or "title" in block.labels:
            score += 0.25 if block.heading == 1 else 0.1
        if block.links > 0.5:
            score -= 0.3
        if block.region not in {None, "header"}:
            score -= 0.4
        if block.heading == 1 and block.region is None and not headings:
            headings += 1
            score += 0.2
        if score > best_score:
            best, best_score = block, score
    return best


def _heading(page: Page) -> Block | None:
    """For a page whose head says nothing: its first heading, else a short line right above the first paragraph.

    Neither the site's name nor a label of what follows the article; date lines and counters may stand between.
    """
    texts = [
        block
        for block in page.blocks
        if not block.image
        and block.region in {None, "header"}
        and block.links < 0.5
        and key(block.text) not in rules().cut_labels
        and not _is_site_title(block.text)
        and not rules().noise.fullmatch(block.text)
        and not read_date_line(block.text)
    ]
    for block in texts:
        if block.heading in {1, 2, 3} and _SHORTEST <= len(block.text) <= _LONGEST:
            return block
    for block, after in pairwise(texts):
        if len(after.text) >= 100 and _SHORTEST <= len(block.text) <= 200:
            return block
    return None


def _whole(page: Page, block: Block) -> tuple[str, int]:
    """A heading broken into lines by ``<br>`` is one title."""
    if not block.heading:
        return block.text, block.order + 1
    first, last = page.span(block.element)
    if last - first > 1 and last - first <= 4 and block.order == first:
        text = " ".join(part.text for part in page.blocks[first:last] if not part.image)
        if len(text) <= _LONGEST:
            return text, last
    return block.text, block.order + 1


def _order_of(page: Page, text: str) -> int:
    return next((block.order for block in page.blocks if not block.image and text in block.text), -1)


def _page_title(meta: Metadata) -> str:
    """The ``<title>`` without the site's name before or behind it."""
    text = meta.title or ""
    for pattern in (_SUFFIX, _PREFIX):
        shorter = pattern.sub("", text)
        if len(shorter) >= 15:
            text = shorter
    return text


def _finish(text: str, order: int, last: int, meta: Metadata, url: str, witness: str) -> Title:
    text, stamp = strip_trailing_date(squeeze(text))
    text, section = _without_section(text, meta, url)
    return Title(text, order, stamp, section, last if order >= 0 else -1, witness)


def _without_section(text: str, meta: Metadata, url: str) -> tuple[str, str | None]:
    """“Chính trị Đà Nẵng tuyên dương …” → the title and “Chính trị”.

    Only where head or address show that the title begins later: a title may well begin with “An ninh trật tự”.
    """
    folded = text.casefold()
    for start, section in _known_sections(meta.section):
        if not folded.startswith(start):
            continue
        rest = text[len(section) :].lstrip(" :|-–›»/")
        if len(rest) < _SHORTEST or not (rest[0].isupper() or rest[0] in "“\"‘'" or rest[0].isdigit()):
            continue
        heads = [fold(head) for head in (meta.og_title, meta.headline, _page_title(meta)) if head]
        if any(head.startswith(fold(rest)[:30]) for head in heads) or _slug_starts(url, rest, section):
            return rest, section
    return text, None


@lru_cache(256)
def _known_sections(own: str | None) -> list[tuple[str, str]]:
    """How a line begins that has a section's name glued before it, and the name, longest first; ``own`` is the page's section."""
    known = sorted({*rules().sections, *([own] if own else [])}, key=len, reverse=True)
    return [(section.casefold() + " ", section) for section in known]


def _slug_starts(url: str, rest: str, section: str) -> bool:
    slug = slug_words(url)
    own = tuple(words(section))
    return bool(slug) and slug[:3] == tuple(words(rest)[:3]) and slug[: len(own)] != own
