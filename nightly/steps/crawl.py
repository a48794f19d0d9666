"""What is due is fetched and stored: the crawler, with our settings and our progress bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from crawler.crawl import crawl
from crawler.report import CrawlReport, Progress
from crawler.source import Source
from db.nights import SourceNight
from nightly.config import CrawlConfig
from nightly.crawl_settings import settings_of
from nightly.progress import Bar, progress


@dataclass(frozen=True, slots=True)
class CrawlCounts:
    """What a crawl brought."""

    report: CrawlReport

    @property
    def backfills(self) -> tuple[str, ...]:
        """A line for each listing that is followed into the past."""
        return tuple(line for source in self.report.sources for line in source.backfill)

    @property
    def nights(self) -> tuple[SourceNight, ...]:
        """What the crawl did at each source, as the store keeps it."""
        names = [field.name for field in fields(SourceNight)]
        return tuple(
            SourceNight(**{name: getattr(source, name) for name in names}) for source in self.report.sources
        )

    def __str__(self) -> str:
        """One line for the person at the terminal."""
        total = self.report.total
        parts = [
            f"{total('requested')} requests",
            f"{total('new_pages')} new pages",
            f"{total('changed')} changed",
            f"{total('unchanged')} unchanged ({total('unchanged_304')} answered 304)",
        ]
        failed = total("failed") + total("gone")
        line = f"crawl    {', '.join(parts)}" + (f", {failed} failed" if failed else "")
        return "\n".join([line, *(f"         back-fill of {one}" for one in self.backfills)])


def crawl_step(
    db_path: Path, archive_dir: Path, sources: Sequence[Source], config: CrawlConfig, run_id: int
) -> CrawlCounts:
    """Crawl ``sources``. Raises KeyboardInterrupt after an orderly end when the user has stopped it."""
    with progress("crawl") as bar:
        report = crawl(db_path, archive_dir, sources, settings_of(config), run_id, _drawn(bar))
    if report.interrupted:
        raise KeyboardInterrupt
    return CrawlCounts(report)


def _drawn(bar: Bar) -> Callable[[Progress], None]:
    """A listener that adds up the sources for one bar."""
    latest: dict[str, Progress] = {}

    def on_progress(now: Progress) -> None:
        latest[now.source_id] = now
        done = sum(one.requested for one in latest.values())
        waiting = sum(one.waiting for one in latest.values())
        bar(done, done + waiting, now.source_id)

    return on_progress
