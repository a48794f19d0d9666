"""Pages that are no articles: tag and section pages, searches, procedures, error pages sent with status 200."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.article.blocks import Block, Page
from crawler.article.body import Body
from crawler.article.metadata import Metadata
from crawler.article.region import is_text
from crawler.article.rules import key, rules
from crawler.article.title import Title
from crawler.urls import is_web_address, path_and_query

_TEASER = 60
_MOST_DATES = 4  # an article has one or two (published, updated); a list has one an item
_LINKED = 0.6  # share of a linked title beside which a date stands in the same line
_SENTENCE = re.compile(r"[.!?…](?:\s|$)")
_COMMAS = ",|;"
_LEAST_TEXT = 60  # characters: less is a picture or a video without a story


def refused_address(url: str) -> bool:
    """Whether the address alone says that this is no article (home page, tag, search, listing page …)."""
    return is_web_address(url) and bool(rules().not_article_urls.search(path_and_query(url)))


def why_not_article(
    page: Page,
    title: Title,
    body: Body,
    meta: Metadata,
    *,
    date_lines: int,
    signed: bool,
    address_fits: bool | None,
) -> str | None:
    """Why the page is no article, in one word; None for an article.

    ``date_lines`` is the number of lines of the body that are dates, ``signed`` tells that the page says when it was published and who
    wrote it. ``address_fits``: whether the source's patterns take the address for an article's, None when the source is not known;
    against the patterns a page must show that it is an article, for they grow stale.
    """
    article_like = meta.article or signed
    tests = (
        ("missing_page", is_missing(title.text, body.paragraphs)),
        ("no_text", sum(map(len, body.paragraphs)) < _LEAST_TEXT),
        ("procedure", is_procedure(page)),
        ("listing", meta.listing or date_lines >= _MOST_DATES or is_listing(page, _long(body), title.order)),
        ("print_edition", _announces_print_edition(page, title.text, body.paragraphs)),
        ("keywords", _is_keyword_list(body.paragraphs)),
        ("address", address_fits is False and not article_like),
        ("no_title", not title.text),
    )
    return next((reason for reason, holds in tests if holds), None)


def is_missing(title: str, paragraphs: Sequence[str]) -> bool:
    """Whether little more than an error message stands on the page."""
    if sum(map(len, paragraphs)) > 700:
        return False
    head = " ".join((title, *paragraphs[:2])).casefold()
    return any(message in head for message in rules().missing_page)


def is_procedure(page: Page) -> bool:
    """Whether at least three headings of administrative procedures stand on the page."""
    labels = {key(block.text) for block in page.blocks if not block.image and len(block.text) < 60}
    return len(labels & rules().procedure_labels) >= 3


def is_listing(page: Page, orders: Sequence[int], title_order: int) -> bool:
    """Whether the paragraphs in these blocks are teasers: each with a linked title of its own right before or after it.

    One teaser is enough where the whole page holds several: density alone may pick a single item of a list for the body.
    """
    if not orders:
        return False
    teasers = sum(1 for order in orders if _has_linked_title(page.blocks, order, title_order))
    if teasers >= 3 and teasers >= 0.6 * len(orders):
        return True
    if teasers < len(orders):
        return False
    return len(orders) == 1 or sum(1 for block in page.blocks if _is_teaser(page, block, title_order)) >= 2


def _is_teaser(page: Page, block: Block, title_order: int) -> bool:
    return (
        is_text(block)
        and len(block.text) >= _TEASER
        and _has_linked_title(page.blocks, block.order, title_order)
    )


def _has_linked_title(blocks: Sequence[Block], order: int, title_order: int) -> bool:
    for near in (-1, -2, -3, 1):
        if not 0 <= order + near < len(blocks):
            continue
        other = blocks[order + near]
        if other.order == title_order:
            return False
        if other.image or (near < -1 and len(other.text) < 40 and other.links < _LINKED):
            continue
        if other.links >= _LINKED and len(other.text) >= 15:
            return True
        if near == -1 and len(other.text) >= _TEASER:
            return False
    return False


def _announces_print_edition(page: Page, title: str, paragraphs: Sequence[str]) -> bool:
    pointers = sum(1 for block in page.blocks if not block.image and block.text.startswith((">>", "»")))
    invites = any(
        words in " ".join((title, *paragraphs[:1])).casefold()
        for words in ("mời bạn đọc", "mời các bạn đọc", "đón đọc", "mời quý bạn đọc")
    )
    return invites and pointers >= 2 and sum(map(len, paragraphs)) < 1500


def _long(body: Body) -> list[int]:
    return [order for order, text in zip(body.orders, body.paragraphs, strict=True) if len(text) >= _TEASER]


def _is_keyword_list(paragraphs: Sequence[str]) -> bool:
    """Whether the text is search terms strung together with commas, as link farms publish it."""
    text = " ".join(paragraphs)
    count = len(text.split())
    commas = sum(map(text.count, _COMMAS))
    return count >= 30 and commas >= count / 8 and len(_SENTENCE.findall(text)) <= count / 60
