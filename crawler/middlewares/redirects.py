"""Redirects: followed only to another spelling of the same page.

Everything else is left to the ledger (`crawler.visits`): the target becomes an address of its own there, so that no
redirect can lead a request off its source, in a circle, or to a page under the name of another.
"""

from __future__ import annotations

from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response
from w3lib.url import safe_url_string

from crawler.faults import RefusedError
from crawler.middlewares.shared import ENTRY, HOPS, Component, lane_of
from crawler.urls import host_of, is_web_address

STATUSES = frozenset({301, 302, 303, 307, 308})
MOST_HOPS = 5


def target_of(response: Response) -> str | None:
    """The absolute address a redirect leads to; None when the answer is no redirect, or leads to nothing we can ask."""
    location = response.headers.get("Location")
    if response.status not in STATUSES or not location:
        return None
    try:
        target = urljoin(response.url, safe_url_string(location.decode("latin-1")))
    except ValueError:
        return None
    return target if is_web_address(target) else None


class RedirectMiddleware(Component):
    """Follows at most `MOST_HOPS`; more raise `RefusedError`."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The answer, or the request that follows it."""
        target = target_of(response)
        if target is None:
            return response
        source = lane_of(self._crawler, request).source
        entry = request.meta.get(ENTRY)
        if entry is None and not source.may_load(target):
            raise RefusedError(f"leads to another host ({host_of(target)})")
        if entry is not None and source.canonical(target) != entry.url:
            return response
        hops = request.meta.get(HOPS, 0) + 1
        if hops > MOST_HOPS:
            raise RefusedError(f"redirects to itself more than {MOST_HOPS} times")
        follow = request.replace(url=target)
        follow.meta[HOPS] = hops
        follow.meta["download_slot"] = host_of(target)
        return follow
