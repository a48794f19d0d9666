"""The pace of every host: its slot's delay after each answer, and the wait it asks for (Retry-After on 429 and 503)."""

from __future__ import annotations

from time import monotonic

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.clock import utc_now
from crawler.middlewares.shared import SENT, Component, job_of, lane_of
from crawler.pace import UNTOLD_WAIT, retry_after


def asked_to_wait(response: Response) -> float | None:
    """The seconds an answer asks us to wait: always some for 429, for 503 only when it says so."""
    if response.status not in {429, 503}:
        return None
    header = response.headers.get("Retry-After")
    told = retry_after(header.decode("latin-1") if header else None, utc_now())
    if told is None:
        return UNTOLD_WAIT if response.status == 429 else None
    return told


class Throttle(Component):
    """An extension in the place of Scrapy's AutoThrottle, which would undo the delays of sources and of robots.txt."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        crawler.signals.connect(self._sent, signal=signals.request_reached_downloader)
        crawler.signals.connect(self._answered, signal=signals.response_downloaded)

    def _sent(self, request: Request) -> None:
        """Count it: every request that goes out counts against the source's budget."""
        lane_of(self._crawler, request).on_the_wire(first=request.meta.get(SENT) is False)
        request.meta[SENT] = True

    def _answered(self, response: Response, request: Request) -> None:
        """Set the slot's delay before it sends its next request."""
        job = job_of(self._crawler)
        tally = lane_of(self._crawler, request).tally
        tally.bytes += len(response.body)
        host = request.meta["download_slot"]
        engine = self._crawler.engine
        slot = engine.downloader.slots.get(host) if engine is not None else None
        latency = request.meta.get("download_latency")
        if latency is not None:
            tally.answers += 1
            tally.waited += latency
        if slot is None or latency is None:
            return
        slot.delay = job.pace.adapted(host, slot.delay, latency, ok=response.status in {200, 304})
        wait = asked_to_wait(response)
        if wait is not None and wait <= job.settings.longest_wait:
            slot.lastseen = monotonic() + wait
