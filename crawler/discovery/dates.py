"""The day of each article that a listing shows: enough to know how far into the past a listing has been followed.

Rougher than `crawler.article.dates` on purpose: it never becomes an article's date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import urljoin, urlsplit

from lxml import html

from crawler.discovery.links import base_of, parse_page

_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](20\d{2}|19\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d{2}|19\d{2})-(\d{1,2})-(\d{1,2})(?!\d)")
_IN_PATH = re.compile(r"/(20\d{2})/?(0[1-9]|1[0-2])(?:/?(0[1-9]|[12]\d|3[01]))?(?=/)")


def read_day(text: str) -> date | None:
    """The first day written in a text, as 31/12/2024, 31-12-2024, 31.12.2024 or 2024-12-31."""
    year_first, day_first = _YEAR_FIRST.search(text), _DAY_FIRST.search(text)
    if year_first and (not day_first or year_first.start() < day_first.start()):
        return _date(int(year_first[1]), int(year_first[2]), int(year_first[3]))
    return _date(int(day_first[3]), int(day_first[2]), int(day_first[1])) if day_first else None


def day_in_address(url: str) -> date | None:
    """The day in a path like /2024/12/31/ or /202412/; of a month its last day, as nothing in it is newer."""
    found = _IN_PATH.search(urlsplit(url).path)
    if not found:
        return None
    year, month = int(found[1]), int(found[2])
    return _date(year, month, int(found[3]) if found[3] else monthrange(year, month)[1])


def listed_days(
    body: bytes, url: str, encoding: str | None, article: Callable[[str], str | None]
) -> Mapping[str, date]:
    """The day beside each article's link, as far as the page shows one.

    ``article`` gives the canonical address of a link that is an article's, None for others. The day is looked for in
    the largest element around the link that holds no other article: that is the article's card.
    """
    tree = parse_page(body, encoding)
    if tree is None:
        return {}
    base = base_of(tree, url)
    links: list[tuple[html.HtmlElement, str]] = []
    held: dict[html.HtmlElement, set[str]] = defaultdict(set)
    for link in tree.iter("a"):
        address = article(urljoin(base, (link.get("href") or "").strip()))
        if address is None:
            continue
        links.append((link, address))
        for element in (link, *link.iterancestors()):
            if len(held[element]) < 2:
                held[element].add(address)
    found: dict[str, date] = {}
    for link, address in links:
        card = link
        for element in link.iterancestors():
            if len(held[element]) > 1:
                break
            card = element
        day = _day_of(card)
        if day is not None:
            found.setdefault(address, day)
    return found


def _day_of(card: html.HtmlElement) -> date | None:
    for element in card.iter("time"):
        day = read_day(element.get("datetime") or "")
        if day is not None:
            return day
    return read_day(" ".join(card.itertext())[:5000])


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
