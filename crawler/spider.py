"""The one spider for all sources: takes from the ledger what is due, gives the answers to `crawler.visits`.

Scrapy never holds more than a few requests a source (`crawler.job.IN_FLIGHT`); its queue is of no consequence, the
ledger is the only truth.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.entry import Entry, UrlKind
from crawler.errors import StorageFullError
from crawler.faults import HostClosedError, RefusedError, describe
from crawler.job import Job, Lane
from crawler.middlewares.shared import ENTRY, SENT, SOURCE
from crawler.urls import host_of
from crawler.visits import Visitor
from db.errors import StoreError

log = logging.getLogger(__name__)


class SourceSpider(Spider):
    """Crawls the sources of a `crawler.job.Job`."""

    name = "mohinh"

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job
        self._visitor = Visitor(job)

    async def start(self) -> AsyncIterator[Request]:
        """What is due now, a few requests a source."""
        self.job.begin()
        for lane in self.job.lanes.values():
            for request in self._requests(lane):
                yield request

    def closed(self, reason: str) -> None:
        """Scrapy has ended the crawl: by itself, or because somebody stopped it from outside."""
        self.job.interrupted = reason == "shutdown"

    def answered(self, response: Response) -> Iterator[Request]:
        """An answer came."""
        request = response.request
        assert request is not None
        lane, entry = self._of(request)
        yield from self._settle(lane, entry, request, response, None)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """No answer came, or none was asked for."""
        request: Request = failure.request  # type: ignore[attr-defined]
        lane, entry = self._of(request)
        yield from self._settle(lane, entry, request, None, failure.value)

    def _settle(
        self,
        lane: Lane,
        entry: Entry,
        request: Request,
        response: Response | None,
        error: BaseException | None,
    ) -> Iterator[Request]:
        if self.job.fatal is not None:  # storage is gone: what still comes in is asked again next time
            return
        try:
            if response is not None:
                self._take_in(lane, entry, request, response)
            else:
                assert error is not None
                self._note(lane, entry, request, error)
        except (StorageFullError, StoreError) as fatal:
            self.job.fatal = fatal
            raise CloseSpider("storage") from fatal
        lane.done(entry, sent=bool(request.meta[SENT]))
        self.job.progress(lane)
        yield from self._requests(lane)

    def _take_in(self, lane: Lane, entry: Entry, request: Request, response: Response) -> None:
        try:
            self._visitor.answer(lane, entry, request, response)
        except (StorageFullError, StoreError):
            raise
        except Exception as error:
            # One page that no code of ours foresaw must not end the night: it is set aside with its error.
            log.exception("%s could not be taken in", entry.url)
            self._visitor.broken(lane, entry, f"could not be taken in: {type(error).__name__}: {error}")

    def _note(self, lane: Lane, entry: Entry, request: Request, error: BaseException) -> None:
        if isinstance(error, HostClosedError):
            self._visitor.closed(lane, entry, str(error))
        elif isinstance(error, RefusedError):
            self._visitor.refused(lane, entry, str(error))
        else:
            self._visitor.fault(lane, entry, describe(error, request))

    def _requests(self, lane: Lane) -> Iterator[Request]:
        if self.job.fatal is not None or self.job.out_of_time():
            return
        for entry in lane.next_entries(self.job.ledger):
            yield self._request(lane, entry)

    def _request(self, lane: Lane, entry: Entry) -> Request:
        settings = self.job.settings
        headers = {}
        page = entry.kind in {UrlKind.ARTICLE, UrlKind.LISTING}
        # What is rendered shows data that its validators say nothing of.
        shell = page and lane.source.renders(entry.url)
        if entry.content_hash is not None and not shell:
            if entry.etag:
                headers["If-None-Match"] = entry.etag
            if entry.last_modified:
                headers["If-Modified-Since"] = entry.last_modified
        url = lane.source.asked_at(entry.url) if entry.kind is UrlKind.ARTICLE else entry.url
        return Request(
            url,
            headers=headers,
            callback=self.answered,
            errback=self.failed,
            dont_filter=True,
            meta={
                SOURCE: lane.source.id,
                ENTRY: entry,
                SENT: False,
                "download_slot": host_of(url),
                "download_maxsize": settings.max_page_bytes if page else settings.max_list_bytes,
                "handle_httpstatus_all": True,
            },
        )

    def _of(self, request: Request) -> tuple[Lane, Entry]:
        return self.job.lanes[request.meta[SOURCE]], request.meta[ENTRY]
