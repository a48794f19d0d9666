"""What is due is fetched and stored: the crawler, with our settings and our progress bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from crawler.crawl import crawl
from crawler.report import CrawlReport, Progress
from crawler.settings import CrawlSettings
from crawler.source import Source
from nightly.config import CrawlConfig
from nightly.progress import Bar, progress


@dataclass(frozen=True, slots=True)
class CrawlCounts:
    """What a crawl brought; ``problems`` are sources that were left before their end."""

    report: CrawlReport

    @property
    def problems(self) -> tuple[str, ...]:
        """A line for each source that was left early."""
        return tuple(
            f"{source.source_id}: left before its end ({source.stopped}); {source.not_reached} addresses wait"
            for source in self.report.sources
            if source.stopped
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
        return f"crawl    {', '.join(parts)}" + (f", {failed} failed" if failed else "")


def settings_of(config: CrawlConfig) -> CrawlSettings:
    """The crawler's settings: its own defaults, and what mohinh.toml says.

    Raises `CrawlerError` naming the setting when a value is out of its range.
    """
    given = {f.name: getattr(config, f.name) for f in fields(config)}
    return CrawlSettings(**{name: value for name, value in given.items() if value is not None})


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
