"""How fast each host may be asked: the registry's delay, robots.txt's Crawl-delay, Retry-After, the host's own speed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from crawler.settings import CrawlSettings
from crawler.source import Source

JITTER = 0.2
"""Waits vary by this share up and down. The mean is set so that the shortest still keeps the promised delay."""

UNTOLD_WAIT = 30.0
"""Seconds to wait after a 429 that does not say how long."""


class Pace:
    """The delay of every host. Times in seconds."""

    def __init__(self, sources: Iterable[Source], settings: CrawlSettings) -> None:
        self._settings = settings
        self._delays: dict[str, float] = {}
        self._crawl_delays: dict[str, float] = {}
        for source in sources:
            for host in (*source.hosts, *(mirror for mirror, _ in source.mirrors)):
                self._delays[host] = settings.delay if source.delay is None else source.delay

    @property
    def hosts(self) -> tuple[str, ...]:
        """All hosts of the crawl."""
        return tuple(self._delays)

    def least(self, host: str) -> float:
        """The mean delay that keeps every single wait at or above what was promised."""
        promised = max(self._delays.get(host, self._settings.delay), self._crawl_delays.get(host, 0.0))
        return promised / (1 - JITTER)

    def crawl_delay(self, host: str, seconds: float) -> None:
        """What robots.txt asks for."""
        self._crawl_delays[host] = seconds

    def adapted(self, host: str, current: float, latency: float, *, ok: bool) -> float:
        """The next delay after an answer: a slow host is asked more slowly, as Scrapy's AutoThrottle does.

        Half way towards the time the host took, never below the promised delay; an error never makes us faster.
        """
        wanted = max(latency, (current + latency) / 2)
        least = self.least(host)
        wanted = min(max(wanted, least), max(self._settings.max_delay, least))
        return wanted if ok or wanted > current else current


def retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds a Retry-After header asks for (a number or a date); None when there is none that can be read."""
    if value is None:
        return None
    value = value.strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)
