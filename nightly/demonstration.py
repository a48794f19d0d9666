"""`mohinh demo`: the bundled sites are served on 127.0.0.1, a whole run is made of them, and what was found is shown."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from db.connection import open_database
from demo.server import DemoError, DemoServer
from nightly.config import Config
from nightly.errors import NightlyError
from nightly.lock import run_lock
from nightly.night import Night, begin, do_crawl, do_extract, do_parse
from nightly.report import SourceLine, source_lines
from nightly.showcase import ShownFact, showcase
from review.passing import passing_file

_OURS = "demo-"
_SUFFIX = " (trang minh họa)"
"""“Illustration page”: what the bundled registry adds to every name, and a table of nothing else need not repeat."""

_FACTS = 12
_LOG_WIDTH = 120


def run_demo(config: Config) -> int:
    """Make the demo's database anew and print what is in it."""
    config = replace(config, archive=None)
    with run_lock(config.db):
        _remove_old(config)
    with tempfile.TemporaryDirectory() as folder, _server() as server:
        config = replace(config, registry=server.write_registry(Path(folder) / "sources.toml"))
        print(f"{len(server.urls)} bundled sites are served on 127.0.0.1 and crawled:", flush=True)
        with begin(config, "demo") as night:
            do_crawl(night)
            do_parse(night)
            do_extract(night)
            night.conclude()
            _show(night)
    opening = "make serve" if config.db == Path("demo.db") else f"mohinh serve --db {config.db}"
    print(f"\nOpen it in the browser:   {opening}")
    return night.outcome


@contextlib.contextmanager
def _server() -> Iterator[DemoServer]:
    """The demo sites on their usual ports, so that addresses stay the same; on free ones where those are taken."""
    with contextlib.ExitStack() as stack:
        try:
            server = stack.enter_context(DemoServer())
        except DemoError:
            server = _on_free_ports(stack)
        yield server


def _on_free_ports(stack: contextlib.ExitStack) -> DemoServer:
    try:
        return stack.enter_context(DemoServer(0))
    except DemoError as error:
        raise NightlyError(str(error)) from error


def _remove_old(config: Config) -> None:
    """Take away what an earlier demo left, and nothing else: a database with a real site in it is not touched."""
    if config.db.exists():
        with contextlib.closing(open_database(config.db)) as db:
            real = db.execute("SELECT id FROM sources WHERE id NOT LIKE ? LIMIT 1", (f"{_OURS}%",)).fetchone()
        if real:
            raise NightlyError(
                f"{config.db}: holds more than the demo ({real[0]}); give the demo another one with --db"
            )
        for file in (config.db, passing_file(config.db)):
            for suffix in ("", "-wal", "-shm"):
                file.with_name(file.name + suffix).unlink(missing_ok=True)
        shutil.rmtree(config.archive_dir, ignore_errors=True)


def _show(night: Night) -> None:
    console = Console(width=None if Console().is_terminal else _LOG_WIDTH)
    console.print()
    console.print(_sources_table(source_lines(night.db, night.run_id, night.started_at)))
    console.print()
    console.print(_facts_table(showcase(night.db, _FACTS)))


def _sources_table(lines: Sequence[SourceLine]) -> Table:
    table = Table(title="What was found", title_justify="left", title_style="bold")
    table.add_column("site")
    for head in ("pages", "articles", "facts", "flagged"):
        table.add_column(head, justify="right")
    for line in lines:
        table.add_row(
            line.name.removesuffix(_SUFFIX),
            *map(str, (line.new_pages, line.articles, line.facts, line.flagged)),
        )
    table.add_section()
    total = [
        sum(column)
        for column in zip(*((x.new_pages, x.articles, x.facts, x.flagged) for x in lines), strict=True)
    ]
    table.add_row("together", *map(str, total), style="bold")
    return table


def _facts_table(facts: Sequence[ShownFact]) -> Table:
    table = Table(title="Some of the facts", title_justify="left", title_style="bold")
    table.add_column("model (mô hình)", style="bold")
    table.add_column("count", justify="right")
    table.add_column("unit")
    table.add_column("place")
    table.add_column("date", no_wrap=True)
    table.add_column("source", style="dim")
    for fact in facts:
        # Text, not str: what stands in a page must not be read as rich's markup.
        table.add_row(
            *map(
                Text,
                (fact.model, fact.count, fact.unit, fact.place, fact.date, fact.source.removesuffix(_SUFFIX)),
            )
        )
    return table
