"""One run of the pipeline: which steps in which order, under which lock, and what is left behind of it.

Every function here is a command that writes to the database: it takes the lock, makes a row in `runs`, does its steps
and says what they did, and ends with what needs attention, which decides the exit code and is stored with the run.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.layout import load_layouts
from crawler.registry import Registry
from crawler.source import Source
from db.connection import open_database
from db.nights import save_report, save_source_nights, stored_report
from db.runs import finish_run, start_run, utc_now
from db.summaries import refresh_summaries
from nightly.attention import About, Notice, attention
from nightly.config import Config
from nightly.errors import NightlyError
from nightly.failures import describe
from nightly.lock import run_lock
from nightly.outcome import Outcome
from nightly.registry import checked_registry
from nightly.report import NightReport, markdown, night_report
from nightly.report_page import html
from nightly.steps.parse import Reader, forget_parsing, parse_step
from nightly.steps.reprints import reprints_step

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass
class Night:
    """A run under way. ``problems`` are what needs attention and does not show in the database, ``told`` its report."""

    config: Config
    registry: Registry
    sources: Sequence[Source]
    db: Database
    run_id: int
    started_at: str
    outcome: Outcome = Outcome.DONE
    summary: dict[str, object] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    backfills: tuple[str, ...] = ()
    told: NightReport | None = None

    def did(self, step: str, line: object, problems: Sequence[str] = ()) -> None:
        """Say what a step did, now and in the run's row."""
        self.summary[step] = str(line)
        self.problems += problems
        print(line, flush=True)

    def conclude(self, *, whole: bool = False) -> None:
        """Say what needs attention; with ``whole``, after the table of all sources."""
        notices = [
            *(Notice(About.RUN, problem) for problem in self.problems),
            *attention(self.db, self.registry.sources, self.started_at, self.run_id),
        ]
        lines = [notice.text for notice in notices if notice.urgent]
        self.outcome = Outcome.ATTENTION if lines else Outcome.DONE
        self.summary["warnings"] = lines
        if whole:
            title = f"Run {self.run_id}, {_readable(self.started_at)}"
            self.told = night_report(self.db, self.run_id, self.started_at, title, notices, self.backfills)
            text = markdown(self.told)
            save_report(self.db, self.run_id, text, html(self.told))
            print(f"\n{text}")
        elif lines:
            print("\n".join(["", "Needs attention:", *(f"- {line}" for line in lines)]))


@contextmanager
def begin(
    config: Config, command: str, source_ids: Sequence[str] = (), *, create: bool = True
) -> Iterator[Night]:
    """Open and lock the database, and write down when the run began and how it ended, however that was.

    The registry is read first: a mistake in it, or an unknown source, costs nothing. Raises `AlreadyRunningError` when
    another run is at work.
    """
    registry = checked_registry(config)
    sources = registry.select(source_ids)
    with contextlib.closing(open_database(config.db, create=create)) as db, run_lock(config.db):
        started_at = utc_now()
        night = Night(config, registry, sources, db, start_run(db, command, version("mohinh")), started_at)
        try:
            yield night
        except BaseException as error:
            outcome, message = describe(error)
            # On a full disk this fails as well, and the error to tell is the first one.
            with contextlib.suppress(Exception):
                finish_run(db, night.run_id, outcome, {**night.summary, "warnings": [message]})
            raise
        finish_run(db, night.run_id, night.outcome, night.summary)
        refresh_summaries(db)


def do_crawl(night: Night) -> None:
    """Fetch what is due."""
    # Scrapy takes a second to import and installs a reactor: only where something is fetched.
    from nightly.steps.crawl import crawl_step  # noqa: PLC0415

    config = night.config
    if config.crawl.contact is None and not all(source.allow_private for source in night.sources):
        print(
            "mohinh: note: no crawl.contact in mohinh.toml; a site's people have nobody to turn to",
            file=sys.stderr,
        )
    result = crawl_step(config.db, config.archive_dir, night.sources, config.crawl, night.run_id)
    save_source_nights(night.db, night.run_id, result.nights)
    night.did("crawl", result)
    night.backfills = result.backfills


def do_parse(night: Night) -> None:
    """Parse what is not parsed."""
    reader = Reader(night.config.archive_dir, night.registry, load_layouts())
    night.did("parse", parse_step(night.db, reader))
    night.did("reprints", reprints_step(night.db))


def do_extract(night: Night, *, everything: bool = False) -> None:
    """Extract what needs it."""
    # The gazetteer and the tables of conversion are not for those who only crawl.
    from nightly.steps.extract import extract_step  # noqa: PLC0415

    result = extract_step(night.db, night.config.confidence, night.run_id, everything=everything)
    night.did("extract", result, result.failures)


def run_all(config: Config, source_ids: Sequence[str], *, tell: bool = False) -> int:
    """`mohinh run`: everything; with ``tell`` whoever the configuration names is told how it went."""
    if tell and not (config.notify.smtp or config.notify.webhook):
        raise NightlyError("--notify: mohinh.toml names nobody to tell (notify.smtp, notify.webhook)")
    with begin(config, "run", source_ids) as night:
        do_crawl(night)
        do_parse(night)
        do_extract(night)
        night.conclude(whole=True)
        if tell:
            do_notify(night)
    return night.outcome


def do_notify(night: Night) -> None:
    """Tell whoever is to be told; a message that cannot be sent is one more thing that needs attention."""
    from nightly.notify import Message, notify  # noqa: PLC0415  (requests and smtplib: only for who wants it)

    assert night.told is not None
    lines = tuple(notice.text for notice in night.told.urgent)
    state = (
        f"{len(lines)} things need attention"
        if len(lines) > 1
        else "1 thing needs attention"
        if lines
        else "all is well"
    )
    message = Message(
        night.run_id,
        night.outcome,
        f"mohinh, run {night.run_id}: {state}",
        lines,
        markdown(night.told),
        html(night.told),
    )
    problems = notify(night.config.notify, message)
    for problem in problems:
        print(f"mohinh: {problem}", file=sys.stderr)
    if problems:
        night.summary["warnings"] = [*lines, *problems]
        night.outcome = Outcome.ATTENTION


def crawl_only(config: Config, source_ids: Sequence[str]) -> int:
    """`mohinh crawl`."""
    with begin(config, "crawl", source_ids) as night:
        do_crawl(night)
        night.conclude()
    return night.outcome


def parse_only(config: Config, *, everything: bool) -> int:
    """`mohinh parse` on the database; with ``everything`` every version of every page."""
    with begin(config, "parse", create=False) as night:
        if everything:
            forget_parsing(night.db)
        do_parse(night)
        night.conclude()
    return night.outcome


def extract_only(config: Config, *, everything: bool) -> int:
    """`mohinh extract` on the database; with ``everything`` every article."""
    with begin(config, "extract", create=False) as night:
        do_extract(night, everything=everything)
        night.conclude()
    return night.outcome


def import_only(config: Config, warc_files: Sequence[Path]) -> int:
    """`mohinh import-warc`: from the files to the facts."""
    # Registers sources as the crawler does, and so pays for importing Scrapy.
    from nightly.steps.importing import import_step  # noqa: PLC0415

    with begin(config, "import-warc") as night:
        result = import_step(config.db, config.archive_dir, night.registry, warc_files, night.run_id)
        night.did("import", result, result.problems)
        do_parse(night)
        do_extract(night)
        night.conclude()
    return night.outcome


def report_only(config: Config, run_id: int | None = None, *, as_page: bool = False) -> int:
    """`mohinh report`: on what the last night left; for a named run, or as a page, what was stored. Writes nothing, so it needs no lock."""
    if as_page or run_id is not None:
        return _stored(config, run_id, as_page=as_page)
    registry = checked_registry(config)
    with contextlib.closing(open_database(config.db, create=False)) as db:
        last = db.execute(
            "SELECT id, started_at, command FROM runs WHERE command IN ('run', 'crawl', 'import-warc', 'demo') "
            "ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if last is None:
            print("No run yet.")
            return Outcome.DONE
        run_id, since, command = last
        notices = attention(db, registry.sources, since, run_id)
        title = f"Since run {run_id} ({command}), {_readable(since)}"
        report = night_report(db, run_id, since, title, notices)
        print(markdown(report))
    return Outcome.ATTENTION if report.urgent else Outcome.DONE


def _readable(moment: str) -> str:
    return moment.replace("T", " ").replace("Z", " UTC")


def _stored(config: Config, run_id: int | None, *, as_page: bool) -> int:
    with contextlib.closing(open_database(config.db, create=False)) as db:
        found = stored_report(db, run_id)
    if found is None:
        which = "no run has" if run_id is None else f"run {run_id} has not"
        raise NightlyError(f"{config.db}: {which} left a report (`mohinh run` does)")
    print(found[2] if as_page else found[1])
    return Outcome.DONE
