"""One crawl while it runs: what its components share."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

from crawler.archive import Archive
from crawler.backfill import Backfills
from crawler.entry import Entry, UrlKind
from crawler.ledger import Ledger
from crawler.pace import Pace
from crawler.report import CrawlReport, Progress, Tally
from crawler.settings import CrawlSettings
from crawler.source import Source
from crawler.urls import host_of

if TYPE_CHECKING:
    from sqlite_utils import Database

IN_FLIGHT = 2
"""Requests of a source that Scrapy holds at once: one on the wire, one waiting its turn. The rest waits in the ledger."""

BATCH = 50


@dataclass(slots=True)
class Lane:
    """One source's way through the ledger: hands out what is due, notices when a host has had enough.

    ``waiting`` is how many addresses were due and not handed out when last counted: counting at every answer would
    cost more than the answer.
    """

    source: Source
    tally: Tally
    backfills: Backfills
    budget: int
    breaker: int
    in_flight: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    closed: dict[str, str] = field(default_factory=dict)
    stopped: str | None = None
    waiting: int = 0
    _filled: set[str] = field(default_factory=set)
    _queued: int = 0
    _failures: dict[str, int] = field(default_factory=dict)
    _waits: dict[str, int] = field(default_factory=dict)
    _buffer: deque[Entry] = field(default_factory=deque)

    def next_entries(self, ledger: Ledger) -> Iterator[Entry]:
        """Entries to ask now, so that `IN_FLIGHT` are under way."""
        while len(self.in_flight) < IN_FLIGHT and self.stopped is None:
            if self.tally.requested + self._queued >= self.budget:
                if ledger.due(self.source.id, 1, self.in_flight, self.closed):
                    self.stopped = f"budget of {self.budget} requests used up"
                return
            entry = self._next(ledger) or self._further(ledger)
            if entry is None:
                return
            self.in_flight.add(entry.url)
            self.asked.add(entry.url)
            self._queued += 1
            yield entry

    def on_the_wire(self, *, first: bool) -> None:
        """A request left for the host; ``first`` unless it repeats one or follows a redirect."""
        self.tally.requested += 1
        if first:
            self._queued -= 1

    def done(self, entry: Entry, *, sent: bool) -> None:
        """An entry was dealt with; ``sent`` tells whether it reached the wire at all."""
        self.in_flight.discard(entry.url)
        if not sent:
            self._queued -= 1

    def answered(self, url: str) -> None:
        """The host is alive."""
        self._failures[host_of(url)] = 0
        self._waits[host_of(url)] = 0

    def may_wait(self, url: str, most: int) -> bool:
        """Whether a host that asks to wait is to be waited for once more; counts the waits in a row."""
        host = host_of(url)
        self._waits[host] = self._waits.get(host, 0) + 1
        return self._waits[host] <= most

    def host_failed(self, url: str) -> None:
        """The host gave no usable answer; after several in a row it is left alone for this run."""
        host = host_of(url)
        self._failures[host] = self._failures.get(host, 0) + 1
        if self._failures[host] >= self.breaker:
            self.close(host, f"{self.breaker} failures in a row")

    def close(self, host: str, reason: str) -> None:
        """Ask nothing more of a host in this run; what is due stays due."""
        self.closed.setdefault(host, reason)

    @property
    def reason(self) -> str | None:
        """Why the source was left before its end, None when it was not."""
        parts = [f"{host}: {reason}" for host, reason in self.closed.items()]
        return "; ".join([*([self.stopped] if self.stopped else []), *parts]) or None

    def _next(self, ledger: Ledger) -> Entry | None:
        if not self._buffer:
            due = ledger.due(self.source.id, BATCH, self.in_flight, self.closed)
            self.waiting = ledger.count_due(self.source.id) - len(self.in_flight)
            # An address is asked once a run, whatever happens: no loop of redirects or listings can hold us.
            self._buffer.extend(entry for entry in due if entry.url not in self.asked)
        while self._buffer:
            entry = self._buffer.popleft()
            self.waiting -= 1
            if host_of(entry.url) not in self.closed:
                return entry
        return None

    def _further(self, ledger: Ledger) -> Entry | None:
        """When nothing is due: the next page of a back-fill, as if it had never been seen."""
        url = self.backfills.next_page(self.source.id, self._filled | self.in_flight)
        if url is None or host_of(url) in self.closed:
            return None
        self._filled.add(url)
        ledger.want(url, self.source.id, UrlKind.LISTING, "backfill")
        entry = ledger.entry(url)
        assert entry is not None
        return replace(entry, kind=UrlKind.LISTING, etag=None, last_modified=None, content_hash=None)


class Job:
    """Sources, ledger, archive and counts of a crawl. ``fatal`` is the error that ended it, if one did."""

    def __init__(
        self,
        *,
        db: Database,
        sources: Sequence[Source],
        settings: CrawlSettings,
        archive: Archive,
        run_id: int,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> None:
        self.db = db
        self.settings = settings
        self.archive = archive
        self.run_id = run_id
        self.ledger = Ledger(db)
        self.backfills = Backfills(db)
        self.pace = Pace(sources, settings)
        self.fatal: Exception | None = None
        self.interrupted = False
        self.lanes = {
            source.id: Lane(
                source, Tally(source.id), self.backfills, source.budget or settings.budget, settings.breaker
            )
            for source in sources
        }
        self._on_progress = on_progress
        self._deadline: float | None = None

    def begin(self) -> None:
        """The first request is about to leave: from now on the run's time counts."""
        if self.settings.max_seconds is not None:
            self._deadline = monotonic() + self.settings.max_seconds

    def out_of_time(self) -> bool:
        """Whether the run's time is up; then every lane stops."""
        if self._deadline is None or monotonic() < self._deadline:
            return False
        for lane in self.lanes.values():
            if self.ledger.due(lane.source.id, 1, lane.in_flight, lane.closed):
                lane.stopped = lane.stopped or "the run's time was up"
        return True

    def progress(self, lane: Lane) -> None:
        """Tell the caller where a source stands."""
        if self._on_progress is not None:
            self._on_progress(lane.tally.progress(max(lane.waiting, 0) + len(lane.in_flight)))

    def report(self) -> CrawlReport:
        """The end of it."""
        return CrawlReport(
            sources=tuple(
                lane.tally.report(
                    self.ledger.count_due(source_id), lane.reason, self.backfills.lines(source_id)
                )
                for source_id, lane in self.lanes.items()
            ),
            interrupted=self.interrupted,
        )
