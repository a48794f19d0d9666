"""Faults that a demo site can be told to show, path by path.

A fault is a plain value; what it does to an answer stands in `demo.handler`. Durations are bounded and end at once
when the server stops.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What goes wrong."""

    STATUS = "status"  # answer `status`, with Retry-After when `retry_after` is set
    EMPTY = "empty"  # 200 and no body
    RESET = "reset"  # the connection is reset before any answer
    STALL = "stall"  # headers, then silence for `seconds`
    DRIP = "drip"  # the page, a few bytes at a time over `seconds`
    HUGE = "huge"  # an endless-looking page of `size` bytes
    BROKEN_HTML = "broken-html"  # the page with its markup damaged, its words intact
    WRONG_CHARSET = "wrong-charset"  # the UTF-8 page announced as windows-1252
    TRUNCATED = "truncated"  # Content-Length promises the whole page, half of it comes
    REDIRECT_LOOP = "redirect-loop"  # a redirect to itself
    REDIRECT = "redirect"  # a redirect to `location`


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. ``times`` is how often it shows before the path works again; None: for ever.

    ``after`` lets that many requests through first.
    """

    kind: Kind
    status: int = 500
    retry_after: str | None = None
    seconds: float = 2.0
    size: int = 30_000_000
    location: str = ""
    times: int | None = None
    after: int = 0


class Faults:
    """The faults in force, by site and path (path plus query; ``*`` for every path). Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: dict[tuple[str, str], Fault] = {}
        self._asked: dict[tuple[str, str], int] = {}

    def add(self, site_id: str, path: str, fault: Fault) -> None:
        """Show ``fault`` from now on when ``path`` of the site is asked for; replaces an earlier one."""
        with self._lock:
            self._faults[site_id, path] = fault
            self._asked[site_id, path] = 0

    def remove(self, site_id: str, path: str) -> None:
        """The path works again; nothing happens when it had no fault."""
        with self._lock:
            self._faults.pop((site_id, path), None)

    def clear(self) -> None:
        """Everything works again."""
        with self._lock:
            self._faults.clear()

    def take(self, site_id: str, path: str) -> Fault | None:
        """The fault that the next answer for ``path`` must show; counts the request."""
        with self._lock:
            for key in ((site_id, path), (site_id, "*")):
                fault = self._faults.get(key)
                if fault is None:
                    continue
                number = self._asked[key]
                self._asked[key] = number + 1
                if number < fault.after:
                    return None
                if fault.times is None or number < fault.after + fault.times:
                    return fault
        return None
