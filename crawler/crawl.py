"""Running a crawl: from sources and a database to stored pages and a report."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

# First of all: while it is imported Scrapy has the whole stack described, and each import on it and each module loaded makes that
# slower (measured: 0.15 s of the second that a start takes).
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy.crawler import CrawlerProcess

from crawler.archive import Archive
from crawler.errors import CrawlerError
from crawler.job import Job
from crawler.rendering import why_not_rendered
from crawler.report import CrawlReport, Progress
from crawler.scrapy_settings import scrapy_settings
from crawler.settings import CrawlSettings
from crawler.source import Source
from crawler.spider import SourceSpider
from db.connection import open_database
from db.records import SourceRow
from db.store import save_sources

_used: list[int] = []


def crawl(
    db_path: Path,
    archive_dir: Path,
    sources: Sequence[Source],
    settings: CrawlSettings,
    run_id: int,
    on_progress: Callable[[Progress], None] | None = None,
) -> CrawlReport:
    """Ask all sources for what is due and store what they have; blocks until done. Once per process (Scrapy's reactor).

    Ctrl-C ends it in an orderly way (the report says ``interrupted``); a second one at once. Nothing is lost either way, nor
    when the process is killed: the next crawl goes on from the ledger.

    Raises:
        StorageFullError, StoreError: archive or database could not be written; what was stored before is whole.
        CrawlerError: called twice in one process.
    """
    if _used:
        raise CrawlerError("a crawl runs once per process: start another process for the next one")
    _used.append(run_id)
    db = open_database(db_path)
    try:
        save_sources(db, [source_row(source) for source in sources])
        with Archive(
            archive_dir, run_id=run_id, rotate_bytes=settings.rotate_bytes, fsync=settings.fsync
        ) as archive:
            job = Job(
                db=db,
                sources=sources,
                settings=settings,
                archive=archive,
                run_id=run_id,
                on_progress=on_progress,
            )
            for source in sources:
                job.ledger.begin(source)
                if source.render is not None:
                    # Left out with the reason in the report, so that a missing browser costs this source and no other.
                    job.lanes[source.id].stopped = why_not_rendered(settings.browser)
                if settings.since is not None:
                    job.backfills.want(source, settings.since)
            _run(job, sources)
        if job.fatal is not None:
            raise job.fatal
        return job.report()
    finally:
        db.close()


def source_row(source: Source) -> SourceRow:
    """A source as the database keeps it."""
    return SourceRow(
        id=source.id,
        name=source.name,
        province=source.province,
        kind=source.kind,
        hosts=source.hosts,
        layout=source.layout,
        status=source.status,
    )


def _run(job: Job, sources: Sequence[Source]) -> None:
    # Building the process makes Scrapy's loggers tell everything; a line per page is the ledger's business.
    logging.disable(logging.INFO)
    process = CrawlerProcess(dict(scrapy_settings(sources, job.settings, job.pace)))
    logging.disable(logging.NOTSET)
    logging.getLogger("scrapy").setLevel(logging.ERROR)  # what it warns of stands in the ledger
    logging.getLogger("twisted").setLevel(logging.WARNING)
    # A page that fails is told by the ledger.
    for name in ("scrapy-playwright", "scrapy.utils._download_handlers"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    crawler = process.create_crawler(SourceSpider)
    process.crawl(crawler, job=job)
    process.start()
