"""What a crawl did, per source: counted while it runs, handed over as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

MOST_ERRORS = 10


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One source's part of a crawl.

    ``found`` article addresses seen for the first time, ``new_pages`` articles stored for the first time, ``changed``
    stored again because they changed, ``unchanged`` answered 304 or with the same content (listings included),
    ``unchanged_304`` the part of it answered 304, ``failed``/``gone``/``refused`` addresses with that end,
    ``not_reached`` addresses due that were not asked. ``stopped`` says why a source was left before its end;
    ``errors`` is a sample, each with its address. ``bytes`` are those received in answers' bodies.
    ``seconds`` is the mean time to an answer. ``backfill`` says where the back-fills of its listings stand.
    """

    source_id: str
    requested: int = 0
    found: int = 0
    new_pages: int = 0
    changed: int = 0
    unchanged: int = 0
    unchanged_304: int = 0
    failed: int = 0
    gone: int = 0
    refused: int = 0
    not_reached: int = 0
    stopped: str | None = None
    errors: tuple[str, ...] = ()
    bytes: int = 0
    seconds: float | None = None
    backfill: tuple[str, ...] = ()

    @property
    def needs_attention(self) -> bool:
        """Whether somebody should look: something failed or the source was left before its end."""
        return bool(self.failed or self.stopped)


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """All sources of a crawl; ``interrupted`` when it was stopped from outside (Ctrl-C)."""

    sources: tuple[SourceReport, ...]
    interrupted: bool = False

    @property
    def needs_attention(self) -> bool:
        """Whether any source does."""
        return any(source.needs_attention for source in self.sources)

    def total(self, name: str) -> int:
        """The sum of a count over all sources."""
        return sum(int(getattr(source, name)) for source in self.sources)

    def as_dict(self) -> Mapping[str, object]:
        """For JSON."""
        return {"interrupted": self.interrupted, "sources": [asdict(source) for source in self.sources]}


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a source stands, given to the caller after each answer. ``waiting``: addresses due and not asked yet."""

    source_id: str
    requested: int
    new_pages: int
    changed: int
    unchanged: int
    failed: int
    waiting: int


@dataclass(slots=True)
class Tally:
    """The counts of one source while the crawl runs."""

    source_id: str
    requested: int = 0
    found: int = 0
    new_pages: int = 0
    changed: int = 0
    unchanged: int = 0
    unchanged_304: int = 0
    failed: int = 0
    gone: int = 0
    refused: int = 0
    bytes: int = 0
    answers: int = 0
    waited: float = 0.0
    errors: list[str] = field(default_factory=list)

    def error(self, url: str, what: str) -> None:
        """Keep an error for the report, the first ones only."""
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(f"{url}: {what}")

    def report(self, not_reached: int, stopped: str | None, backfill: tuple[str, ...]) -> SourceReport:
        """The frozen end of it."""
        own = {"errors", "answers", "waited"}
        values = {name: getattr(self, name) for name in self.__slots__ if name not in own}
        seconds = self.waited / self.answers if self.answers else None
        return SourceReport(
            **values,
            errors=tuple(self.errors),
            not_reached=not_reached,
            stopped=stopped,
            backfill=backfill,
            seconds=seconds,
        )

    def progress(self, waiting: int) -> Progress:
        """The state now."""
        return Progress(
            self.source_id, self.requested, self.new_pages, self.changed, self.unchanged, self.failed, waiting
        )
