"""robots.txt: what it forbids is not asked, its Crawl-delay is kept.

As RFC 9309 has it: no file (4xx) forbids nothing; a file that cannot be had (5xx, no connection) forbids everything
for now. The file is asked again every hour (`CrawlSettings.robots_fresh`), so that a change during a long night is noticed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.faults import HostClosedError, RefusedError, describe
from crawler.middlewares.shared import ENTRY, PART, SOURCE, Component, job_of
from crawler.urls import host_of

USER_AGENT_TOKEN = "mohinh"  # noqa: S105 (a name, no password)
MOST_BYTES = 512_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host's robots.txt says; ``closed`` is why nothing may be asked, ``until`` when to ask for it again."""

    parser: Protego | None
    closed: str | None
    until: float


class RobotsMiddleware(Component):
    """Raises `RefusedError` for a forbidden address, `HostClosedError` when robots.txt cannot be had."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Future[Rules]] = {}

    async def process_request(self, request: Request) -> None:
        """Let the request pass or refuse it."""
        if ENTRY not in request.meta and PART not in request.meta:
            return
        rules = await self._rules_of(request)
        if rules.closed is not None:
            raise HostClosedError(rules.closed)
        if rules.parser is not None and not rules.parser.can_fetch(request.url, USER_AGENT_TOKEN):
            raise RefusedError(f"robots.txt of {host_of(request.url)} forbids it")

    async def _rules_of(self, request: Request) -> Rules:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        known = self._rules.get(origin)
        if known is None or (known.done() and known.result().until < monotonic()):
            known = self._rules[origin] = asyncio.get_running_loop().create_future()
            known.set_result(await self._ask(origin, request))
        return await known

    async def _ask(self, origin: str, request: Request) -> Rules:
        url = f"{origin}/robots.txt"
        question = Request(
            url,
            meta={
                SOURCE: request.meta[SOURCE],
                "download_slot": host_of(url),
                "download_maxsize": MOST_BYTES,
                "handle_httpstatus_all": True,
            },
            callback=NO_CALLBACK,
            dont_filter=True,
        )
        engine = self._crawler.engine
        assert engine is not None
        until = monotonic() + job_of(self._crawler).settings.robots_fresh
        try:
            response = await engine.download_async(question)
        except RefusedError:  # robots.txt redirected off the site: as if there were none
            return Rules(None, None, until)
        except Exception as error:  # noqa: BLE001 (whatever it was, without the file nothing is asked)
            return Rules(None, f"robots.txt cannot be had: {describe(error, question)}", until)
        return self._read(response, url, until)

    def _read(self, response: Response, url: str, until: float) -> Rules:
        if response.status >= 500 or response.status == 429:
            return Rules(None, f"robots.txt cannot be had: the host answers {response.status}", until)
        if response.status != 200:
            return Rules(None, None, until)
        parser = Protego.parse(response.body.decode("utf-8", "replace"))
        delay = parser.crawl_delay(USER_AGENT_TOKEN)
        if delay:
            self._keep_delay(host_of(url), float(delay))
        return Rules(parser, None, until)

    def _keep_delay(self, host: str, seconds: float) -> None:
        """From the very next request on: the slot of the host exists already, robots.txt came through it."""
        pace = job_of(self._crawler).pace
        pace.crawl_delay(host, seconds)
        engine = self._crawler.engine
        assert engine is not None
        slot = engine.downloader.slots.get(host)
        if slot is not None:
            slot.delay = max(slot.delay, pace.least(host))
