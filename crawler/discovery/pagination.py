"""The next page of a listing.

A page of a listing is recognised by its address: the same as the listing's but for one page number, in a query
parameter (``?page=2``, ``?p=2``), a path part (``/page/2/``, ``/trang-2``, ``/2``) or before the suffix
(``/pg2.aspx``, ``-p2.html``). Only a link that the page itself offers is followed; nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.discovery.links import Link
from crawler.source import Source

_PARAMETERS = frozenset(
    {
        "page",
        "p",
        "pg",
        "paged",
        "trang",
        "pageindex",
        "pagenumber",
        "currentpage",
        "page_num",
        "pageno",
        "nv_page",
    }
)
_PATH_FORMS = (
    re.compile(
        r"(?P<before>.*?)/(?:page|trang|pages)[/-](?P<number>\d{1,5})(?P<after>/?(?:\.\w{3,5})?)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<before>.*?)[/-](?:page|trang|pg|p)-?(?P<number>\d{1,5})(?P<after>/?(?:\.\w{3,5})?)$",
        re.IGNORECASE,
    ),
)
_NEXT_WORDS = re.compile(
    r"^(?:tiếp|tiếp theo|trang sau|trang tiếp|trang kế|sau|next|older|›|»|>|>>|→)$", re.IGNORECASE
)


def page_number(url: str) -> tuple[int, str]:
    """The page number an address names (1 when none) and what is common to all pages of that listing."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    for name, value in query:
        if name.lower() in _PARAMETERS and value.isdecimal() and len(value) <= 5:
            rest = [(other, kept) for other, kept in query if other != name]
            return max(int(value), 1), _family(parts.netloc, parts.path, rest)
    for form in _PATH_FORMS:
        found = form.match(parts.path)
        if found:
            return max(int(found["number"]), 1), _family(parts.netloc, found["before"], query)
    empty = [(name, value) for name, value in query if not (name.lower() in _PARAMETERS and not value)]
    return 1, _family(parts.netloc, parts.path, empty)


def next_page(source: Source, url: str, links: Sequence[Link]) -> str | None:
    """The canonical address of the page after ``url``, None when the page offers none.

    ``rel="next"`` counts first, then the link with the next number, then one that says “next” in words.
    """
    number, family = page_number(url)
    by_number: str | None = None
    by_words: str | None = None
    for link in links:
        if not source.owns(link.url):
            continue
        target = source.canonical(link.url)
        if target == url or source.denies(target):
            continue
        if "next" in link.rel:
            return target
        other, kin = page_number(target)
        if by_number is None and other == number + 1 and kin == family:
            by_number = target
        if by_words is None and _NEXT_WORDS.match(link.text) and other > number:
            by_words = target
    return by_number or by_words


def _family(netloc: str, path: str, query: Sequence[tuple[str, str]]) -> str:
    """Host, path without suffix and closing slash, remaining query."""
    path = re.sub(r"\.(?:html?|aspx|php)$", "", path.rstrip("/"), flags=re.IGNORECASE)
    return f"{netloc}{path}?{urlencode(sorted(query))}"
