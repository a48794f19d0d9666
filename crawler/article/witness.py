"""Where a field of an article was found, in one word that is stored with it.

Beside ``layout: SELECTOR`` and the words here, the time of publication has those of `ParsedPage.published_from`: ``dateline``,
``url``, ``lead``, ``image``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.article.metadata import Metadata

JSON_LD = "jsonld"
META = "meta"
PAGE_TITLE = "page title"
"""The HTML element ``title``."""
HEADING = "heading"
"""A heading of the page: the one that fits what head and address say, else the first."""
LINE = "line"
"""A line that is no heading, chosen like one."""
DENSITY = "density"
"""The part of the page with the most running text."""
EXTRACTOR = "trafilatura"
FIRST_PARAGRAPH = "first paragraph"
PAGE = "page"
"""The form of the page: under a picture, in its table, in a figure."""
BYLINE = "byline"
"""Behind the text."""
HEAD_LINE = "head line"
"""Between title and text."""
DATE_LINE = "dateline"
TITLE_LINE = "title line"
"""Glued before the title."""
TEXT = "text"
"""The text itself, by its letters."""


def by_layout(selector: str) -> str:
    """The layout, by one of its selectors."""
    return f"layout: {selector}"


def by_machine(field: str, meta: Metadata) -> str:
    """What the page says for machines: JSON-LD, or a meta element."""
    return JSON_LD if field in meta.by_jsonld else META
