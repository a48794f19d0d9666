"""`mohinh sources …`: the group of commands about the registry. `pipeline` hangs it into the command line.

Imported at the top of `pipeline`, so it must stay quick to import.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nightly.command import FILE, common

if TYPE_CHECKING:
    from nightly.config import Config

_registry = click.option(
    "--registry",
    type=FILE,
    metavar="PATH",
    help="The registry of sites.  [default: the bundled sources.toml]",
)


@click.group(invoke_without_command=True, epilog="Example:  mohinh sources check congan-quangninh")
@click.pass_context
def sources(ctx: click.Context) -> int:
    """List the registry of sites, check them, look at new ones."""
    return int(ctx.invoke(list_sources)) if ctx.invoked_subcommand is None else 0


@sources.command("list", epilog="Example:  mohinh sources list --registry my-sources.toml")
@_registry
@common()
def list_sources(config: Config, registry: Path | None = None) -> int:
    """Show every site of the registry."""
    from nightly.site_checks import print_sources  # noqa: PLC0415  (here and below: Scrapy takes a second to import)

    return print_sources(config.with_registry(registry))


@sources.command("check", epilog="Example:  mohinh sources check congan-quangninh baoquangninh --suggest")
@click.argument("source_ids", metavar="[SOURCE]...", nargs=-1)
@click.option("--suggest", is_flag=True, help="Say what of each entry should change, as TOML.")
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@_registry
@common()
def check_sources(
    config: Config, source_ids: tuple[str, ...], suggest: bool, as_json: bool, registry: Path | None
) -> int:
    """Ask each site live and say what fits its entry and what does not.

    Reads the robots rules, start pages, feeds, sitemaps and three articles of each, field by field, as politely as a
    crawl. Nothing is stored.
    """
    from nightly.site_checks import check_sites  # noqa: PLC0415

    return check_sites(config.with_registry(registry), source_ids, as_json=as_json, suggest=suggest)


@sources.command("new", epilog="Example:  mohinh sources new https://congan.example.gov.vn/")
@click.argument("url", metavar="URL")
@_registry
@common()
def new_source(config: Config, url: str, registry: Path | None) -> int:
    """Look at a site and print a first registry entry for it.

    From what the site shows: feeds, sitemaps, the form of its article addresses, the layout that reads them. The entry is
    for a person to look at; nothing is stored.
    """
    from nightly.site_checks import new_source as look_at  # noqa: PLC0415

    return look_at(config.with_registry(registry), url)
