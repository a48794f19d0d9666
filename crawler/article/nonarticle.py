"""Pages that are no articles: tag and section pages, searches, procedures, error pages sent with status 200."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.article.blocks import Block, Page
from crawler.article.body import Body
from crawler.article.metadata import Metadata
from crawler.article.rules import key, rules
from crawler.urls import is_web_address, path_and_query

_TEASER = 60


def refused_address(url: str) -> bool:
    """Whether the address alone says that this is no article (home page, tag, search, listing page …)."""
    return is_web_address(url) and bool(rules().not_article_urls.search(path_and_query(url)))


def why_not_article(
    page: Page, title: str, body: Body, meta: Metadata, *, dated: bool, address_fits: bool | None
) -> str | None:
    """Why the page is no article, in one word; None for an article.

    ``dated``: a publication time was found. ``address_fits``: whether the source's patterns take the address for an article's, None
    when the source is not known. Against the patterns a page must show that it is an article: they grow stale.
    """
    if is_missing(title, body.paragraphs):
        return "missing_page"
    if not body.paragraphs or sum(map(len, body.paragraphs)) < 60:
        return "no_text"
    if is_procedure(page):
        return "procedure"
    if meta.listing or _teasers(page, body):
        return "listing"
    if _announces_print_edition(page, title, body.paragraphs):
        return "print_edition"
    if address_fits is False and not (meta.article or (dated and len(body.paragraphs) >= 2)):
        return "address"
    if not title:
        return "no_title"
    return None


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


def is_listing(blocks: Sequence[Block], orders: Sequence[int]) -> bool:
    """Whether most of these paragraphs are teasers: each with a linked title right before or after it, or itself a link."""
    teasers = sum(1 for order in orders if _has_linked_title(blocks, order))
    return teasers >= 3 and teasers >= 0.6 * len(orders)


def _teasers(page: Page, body: Body) -> bool:
    orders = [order for order, text in zip(body.orders, body.paragraphs, strict=True) if len(text) >= _TEASER]
    return is_listing(page.blocks, orders)


def _has_linked_title(blocks: Sequence[Block], order: int) -> bool:
    for near in (-1, -2, -3, 1):
        if not 0 <= order + near < len(blocks):
            continue
        other = blocks[order + near]
        if other.image or (near < -1 and len(other.text) < 40 and other.links < 0.8):
            continue
        if other.links >= 0.8 and len(other.text) >= 15:
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
