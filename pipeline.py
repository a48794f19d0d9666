"""The command line: what a person, cron or a systemd timer calls. No logic of its own.

Every command takes its arguments apart, calls one function of `nightly` (or `db`, `crawler`) and gives back an exit code:
0 done, 1 wrong input or usage, 3 done but something needs attention, 130 stopped. Packages are imported
inside the commands, so that ``mohinh --help`` does not wait for Scrapy and spaCy.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nightly.command import FILE, common
from nightly.desk_commands import editors, review
from nightly.sources_command import sources

if TYPE_CHECKING:
    from datetime import datetime

    from nightly.config import Config


class _InOrder(click.Group):
    """Commands in the order in which they stand below: the night's work first."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


_registry = click.option(
    "--registry",
    type=FILE,
    metavar="PATH",
    help="The registry of sites.  [default: the bundled sources.toml]",
)
_sources = click.argument("source_ids", metavar="[SOURCE]...", nargs=-1)
_since = click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Follow every listing back to this day; later runs go on where one ends.",
)


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="mohinh", prog_name="mohinh", message="%(prog)s %(version)s")
def cli() -> None:
    """From Vietnamese police news pages to structured, sourced facts about local security models (mô hình).

    \b
    A first look, offline:     mohinh demo
    Every night, from cron:    mohinh run
    What is in the database:   mohinh serve

    \b
    Exit codes: 0 done, 1 wrong input or usage, 3 done but something needs attention, 130 stopped.
    """  # noqa: D301


@cli.command(epilog="Example:  mohinh run congan-quangninh --db mohinh.db")
@_sources
@_since
@click.option("--notify", is_flag=True, help="Send the report to whom mohinh.toml names.")
@_registry
@common()
def run(
    config: Config, source_ids: tuple[str, ...], since: datetime | None, notify: bool, registry: Path | None
) -> int:
    """Crawl, parse, extract, store and report.

    Without SOURCE all sites of the registry are visited. A second run asks only for what may have changed. A run that
    was stopped, or killed, is taken up where it was by the next one.
    """
    from nightly.night import run_all

    config = config.with_registry(registry).with_since(since and since.date())
    return run_all(config, source_ids, tell=notify)


@cli.command(epilog="Example:  mohinh crawl congan-quangninh congan-gialai --since 2015-01-01")
@_sources
@_since
@_registry
@common()
def crawl(config: Config, source_ids: tuple[str, ...], since: datetime | None, registry: Path | None) -> int:
    """Fetch what is due and store the pages; nothing else."""
    from nightly.night import crawl_only

    return crawl_only(config.with_registry(registry).with_since(since and since.date()), source_ids)


@cli.command(
    epilog="Example:  mohinh parse --file page.html --url https://congan.example.gov.vn/tin/a-1.html"
)
@click.option(
    "--file",
    type=FILE,
    metavar="PAGE.html",
    help="Parse this stored page and print it as JSON; needs --url.",
)
@click.option("--url", metavar="URL", help="The address the page was fetched from.")
@click.option(
    "--input",
    "input_file",
    metavar="PAGES.jsonl",
    help="Parse many: a JSON object with file and url a line; - is stdin.",
)
@click.option(
    "--all", "everything", is_flag=True, help="Parse every stored page again, not only the new ones."
)
@_registry
@common()
def parse(
    config: Config,
    file: Path | None,
    url: str | None,
    input_file: str | None,
    everything: bool,
    registry: Path | None,
) -> int:
    """Read articles from pages.

    Without --file or --input: the pages of the database that are not parsed yet. With them: neither network nor
    database is touched, and each page gives one line of JSON.
    """
    if file and input_file:
        raise click.UsageError("--file and --input exclude each other")
    if (file is None) != (url is None):
        raise click.UsageError("--file and --url go together")
    if everything and (file or input_file):
        raise click.UsageError(
            "--all is for the pages of the database; it does not go with --file or --input"
        )
    config = config.with_registry(registry)
    if file and url:
        from nightly.page_files import parse_one

        return parse_one(config, file, url)
    if input_file:
        from nightly.page_files import parse_many

        return parse_many(config, input_file)
    from nightly.night import parse_only

    return parse_only(config, everything=everything)


@cli.command(epilog="Example:  mohinh extract --input docs.jsonl --output facts.jsonl")
@click.option(
    "--input",
    "input_file",
    metavar="DOCS.jsonl",
    help="Documents, one JSON object a line (id, text, …); - is stdin.",
)
@click.option(
    "--output", "output_file", metavar="FACTS.jsonl", help="Where to write; - is stdout.  [default: -]"
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Extract from every article again, not only new and changed ones.",
)
@common()
def extract(config: Config, input_file: str | None, output_file: str | None, everything: bool) -> int:
    """Find models, localities and facts in articles.

    Without --input: the articles of the database whose text, or whose extractor, has changed. With it: documents from
    a file to a file, in the same order, without a database. A broken line is reported with its number, and the others are done.
    """
    if input_file is None and output_file is not None:
        raise click.UsageError("--output needs --input")
    if everything and input_file:
        raise click.UsageError("--all is for the articles of the database; it does not go with --input")
    if input_file:
        from nightly.document_files import extract_file

        return extract_file(input_file, output_file or "-")
    from nightly.night import extract_only

    return extract_only(config, everything=everything)


@cli.command(epilog="Example:  mohinh report --db mohinh.db")
@click.option("--html", "as_page", is_flag=True, help="Print the page that the last `mohinh run` stored.")
@click.option("--run", "run_id", type=click.IntRange(min=1), help="Print what that earlier run stored.")
@_registry
@common()
def report(config: Config, as_page: bool, run_id: int | None, registry: Path | None) -> int:
    """Say what the last run brought and what needs attention.

    With what to do about it, and how the last nights and the last thirty days went.
    """
    from nightly.night import report_only

    return report_only(config.with_registry(registry), run_id, as_page=as_page)


cli.add_command(sources)


@cli.command(
    "import-warc",
    epilog="Example:  mohinh import-warc CC-NEWS-20260101-00001.warc.gz",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@_registry
@common()
def import_warc(config: Config, files: tuple[Path, ...], registry: Path | None) -> int:
    """Take articles of known sites from WARC files.

    Files of ours, or of others such as CC-NEWS. The pages are copied into the archive, parsed and extracted; repeating
    an import does nothing twice.
    """
    from nightly.night import import_only

    return import_only(config.with_registry(registry), files)


@cli.command(epilog="Example:  mohinh evaluate gold.jsonl --errors")
@click.argument("gold", metavar="GOLD.jsonl", type=FILE)
@click.option(
    "--predicted",
    type=FILE,
    metavar="FACTS.jsonl",
    help="Score this output of `mohinh extract` instead of extracting now.",
)
@click.option("--errors", is_flag=True, help="List what was missed and what was spurious.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@common()
def evaluate(config: Config, gold: Path, predicted: Path | None, errors: bool, as_json: bool) -> int:
    """Measure the extractor against annotated documents.

    Prints precision, recall and F1 of models, localities, counts and facts.
    """
    from nightly.gold_files import evaluate_file

    return evaluate_file(gold, predicted, errors=errors, as_json=as_json)


@cli.command(
    epilog="Example:  mohinh explain --province 'Hưng Yên' 'Huyện Ân Thi có 12 mô hình “Tiếng kẻng an ninh”.'"
)
@click.argument("text", metavar="TEXT", required=False)
@click.option("--file", type=FILE, metavar="FILE.txt", help="Take the text from this file.")
@click.option("--province", metavar="NAME", help="The province of the source (Quảng Ninh).")
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The date of publication."
)
@click.option("--title", default="", metavar="TITLE", help="The title of the article.")
@click.option(
    "--html",
    metavar="FILE.html",
    help="Write a page that stands alone instead, drawn by displaCy; - is stdout.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@common()
def explain(
    _config: Config,
    text: str | None,
    file: Path | None,
    html: str | None,
    *,
    as_json: bool,
    province: str | None,
    published: datetime | None,
    title: str,
) -> int:
    """Show what each component sees in a sentence or paragraph.

    Prints the sentences, numbers that count nothing, counts, times, places with the candidates that lost, and models with the rule
    that found them; then each fact with how each slot was filled, and each count that is no fact with the rule that left it out. TEXT
    may be -, for stdin. docs/grammar.md tells how to change what it shows.
    """
    if (text is None) == (file is None):
        raise click.UsageError("give either TEXT or --file")
    if html == "-" and as_json:
        raise click.UsageError("--html - and --json both write to standard output")
    from extract.records import Document
    from nightly.explaining import explain_text

    day = f"{published:%Y-%m-%d}" if published else None
    document = Document(id="explain", text=text or "", title=title, province=province, published=day)
    return explain_text(document, file=file, html=html, as_json=as_json)


@cli.command(epilog="Example:  mohinh serve --db demo.db --open")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="The port; 0 takes any."
)
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
@click.option(
    "--immutable", is_flag=True, help="For a published copy: nobody writes to it, and caches may keep pages."
)
@common()
def serve(config: Config, host: str, port: int, open_browser: bool, immutable: bool) -> int:
    """Show the database in the browser.

    Datasette with a start page, ready-made queries, search and the review desk, for which editors are added
    with `mohinh editors add`. Ctrl-C ends it.
    """
    import db.serve
    import review.desk
    from nightly.serving import stored_reader
    from review.editors import editors_file, load_editors
    from review.passing import Passing, passing_file

    with contextlib.suppress(KeyboardInterrupt):
        if immutable:
            db.serve.serve(config.db, host, port, open_browser=open_browser, immutable=True)
            return 0
        if passing_file(config.db).exists():  # one that cannot be used is told before the server starts
            Passing(passing_file(config.db)).close()
        db.serve.serve(
            config.db,
            host,
            port,
            open_browser=open_browser,
            plugins=[review.desk],
            secret=load_editors(editors_file(config.db)).secret,
            stored=stored_reader(config),
        )
    return 0


@cli.command(epilog="Example:  mohinh demo --db /tmp/demo.db")
@common(default_db="demo.db")
def demo(config: Config) -> int:
    """Show the whole thing on the bundled sites, offline.

    Serves the sites on 127.0.0.1, crawls, parses, extracts and stores them, and shows what was found. Starts from
    nothing each time: a demo database that is already there is made anew.
    """
    from nightly.demonstration import run_demo

    return run_demo(config)


@cli.command(epilog="Example:  mohinh export --format csv --output facts.csv")
@click.option(
    "--format",
    "file_format",
    default="csv",
    show_default=True,
    type=click.Choice(["csv", "jsonl", "parquet", "geojson", "datapackage"]),
)
@click.option(
    "--output", "output_file", default="-", metavar="FILE", help="Where to write; - is stdout.  [default: -]"
)
@common()
def export(config: Config, file_format: str, output_file: str) -> int:
    """Write the facts as CSV, JSON Lines or Parquet.

    These are the effective facts: editors' decisions are applied. geojson writes the places they speak of, datapackage
    a description of all columns.
    """
    from nightly.exporting import export_to

    return export_to(config, file_format, output_file)


cli.add_command(editors)
cli.add_command(review)


@cli.command(epilog="Example:  mohinh publish --output public.db")
@click.option("--output", "output_file", required=True, type=FILE, metavar="FILE", help="The copy to write.")
@common()
def publish(config: Config, output_file: Path) -> int:
    """Write a copy of the database to show to the world.

    Without the names and notes of editors and without what only a crawl needs. Serve it with
    `mohinh serve --immutable --db public.db`; deploy/Dockerfile makes an image of it.
    """
    from db.publish import publish as write_copy

    size = write_copy(config.db, output_file)
    click.echo(f"{output_file}: {size / 1e6:,.1f} MB", err=True)
    return 0


def main() -> None:
    """Entry point of ``mohinh``."""
    try:
        code = cli.main(prog_name="mohinh", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = 1
    except click.Abort:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
