"""One more try in the same run for what may pass at once: a reset connection, a 500, a short Retry-After.

The waiting itself is done by the host's slot (`crawler.middlewares.throttle`). Everything that lasts longer goes to
the ledger, which asks again in a later run.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response

from crawler.faults import TRANSIENT
from crawler.middlewares.shared import REPEATS, Component, job_of, lane_of
from crawler.middlewares.throttle import asked_to_wait

STATUSES = frozenset({408, 500, 502, 503, 504, 520, 521, 522, 523, 524})
MOST_REPEATS = 1
MOST_WAITS = 3
"""Of a host in a row, whichever of its addresses were asked: a storm is not waited out address by address."""


class RetryMiddleware(Component):
    """Gives back a copy of the request, or lets the answer pass."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The answer, or the request once more."""
        wait = asked_to_wait(response)
        if wait is not None:
            longest = job_of(self._crawler).settings.longest_wait
            if wait > longest or not lane_of(self._crawler, request).may_wait(request.url, MOST_WAITS):
                return response
            return self._again(request, MOST_WAITS) or response
        if response.status in STATUSES:
            return self._again(request, MOST_REPEATS) or response
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The request once more, or None: the fault stands."""
        return self._again(request, MOST_REPEATS) if isinstance(exception, TRANSIENT) else None

    def _again(self, request: Request, most: int) -> Request | None:
        repeats = request.meta.get(REPEATS, 0) + 1
        if repeats > most:
            return None
        again = request.copy()
        again.meta[REPEATS] = repeats
        return again
