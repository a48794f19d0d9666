"""What the components share: the way from a request to its crawl and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, cast

from scrapy import Request
from scrapy.crawler import Crawler

if TYPE_CHECKING:
    from crawler.job import Job, Lane

SOURCE = "source"
"""Key in Request.meta: id of the source."""
ENTRY = "entry"
"""Key in Request.meta: the ledger's entry; absent for robots.txt."""
WIRE = "wire"
"""Key in Request.meta: the answer as it came over the wire (crawler.middlewares.wire)."""
PART = "part"
"""Key in Request.meta: the request is for a script or data of a page being rendered (crawler.middlewares.render)."""
RENDERED = "rendered"
"""Key in Request.meta: what the page shows after its scripts have run, as UTF-8; absent where nothing was rendered."""
REPEATS = "repeats"
"""Key in Request.meta: how often the request was tried again."""
HOPS = "hops"
"""Key in Request.meta: how many redirects were followed."""
SENT = "sent"
"""Key in Request.meta: the request, or the one it repeats, has reached the wire."""


class Component:
    """Base of the components: they are built with the crawler they belong to."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way of building a component."""
        return cls(crawler)


def job_of(crawler: Crawler) -> Job:
    """The crawl that is running."""
    return cast("Job", crawler.spider.job)  # type: ignore[union-attr]


def lane_of(crawler: Crawler, request: Request) -> Lane:
    """The lane of the source a request was made for."""
    return job_of(crawler).lanes[request.meta[SOURCE]]
