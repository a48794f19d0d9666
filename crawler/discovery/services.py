"""The articles that a “load more” service lists: JSON records, or a piece of HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, urljoin

from crawler.discovery.dates import read_day
from crawler.discovery.links import read_links
from crawler.service import Service
from crawler.urls import is_web_address

MOST_RECORDS = 2000

_FIELD = re.compile(r"\{([\w.]+)\}")
_MICROSOFT = re.compile(r"/Date\((-?\d{1,14})")


@dataclass(frozen=True, slots=True)
class Listed:
    """An article a list names: absolute address, and the day of publication where the list tells it."""

    url: str
    day: date | None


def read_service(body: bytes, service: Service, url: str) -> tuple[Listed, ...] | None:
    """What one page of a service lists, in its order; None when the answer is not what the registry says it is.

    A record without one of the fields its address is made of is left out.
    """
    if service.html == "":
        return _fragment(body, url)
    try:
        data = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if service.html is not None:
        piece = _at(data, service.html)
        return _fragment(piece.encode(), url, "utf-8") if isinstance(piece, str) else None
    lists = [_at(data, path) for path in service.items]
    if not any(isinstance(one, list) for one in lists):
        return None
    records = [record for one in lists if isinstance(one, list) for record in one]
    return tuple(_listed(records[:MOST_RECORDS], service, url))


def _fragment(body: bytes, url: str, encoding: str | None = None) -> tuple[Listed, ...]:
    links = read_links(b"<html><body>" + body + b"</body></html>", url, encoding).links
    return tuple(Listed(link.url, None) for link in links)


def _listed(records: list[Any], service: Service, url: str) -> Iterator[Listed]:
    for record in records:
        if not isinstance(record, Mapping):
            continue
        values = {path: _at(record, path) for path in _FIELD.findall(service.address)}
        if not all(isinstance(value, str | int) and str(value).strip("/ ") for value in values.values()):
            continue
        filled = _FIELD.sub(
            lambda found, values=values: quote(str(values[found[1]]).strip("/ "), safe="/-_.~%"),  # type: ignore[misc]
            service.address,
        )
        address = urljoin(url, filled)
        if is_web_address(address):
            days = (_day(_at(record, path)) for path in service.published)
            yield Listed(address, next((day for day in days if day), None))


def _at(data: object, path: str) -> object:
    """The value at a dotted path; a path of "" is the whole."""
    for key in path.split(".") if path else ():
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def _day(value: object) -> date | None:
    """The day of a time as services write it: ISO, dd/mm/yyyy, /Date(ms)/, or seconds or milliseconds since 1970."""
    if isinstance(value, str):
        milliseconds = _MICROSOFT.match(value)
        return _since_epoch(int(milliseconds[1])) if milliseconds else read_day(value)
    return _since_epoch(int(value)) if isinstance(value, int | float) and value > 1e8 else None


def _since_epoch(number: int) -> date | None:
    seconds = number / 1000 if abs(number) > 10**11 else number
    try:
        return datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
