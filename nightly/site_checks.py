"""`mohinh sources`: the registry as a list, and each site asked live."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from crawler.check import check_source
from crawler.checked import SourceCheck, Verdict
from crawler.layout import load_layouts
from crawler.source import Source
from crawler.suggest import blank_source, changes_text, entry_text, suggested
from nightly.config import Config
from nightly.crawl_settings import settings_of
from nightly.errors import NightlyError
from nightly.outcome import Outcome
from nightly.progress import progress
from nightly.registry import checked_registry

_AT_ONCE = 8
"""Sites asked at the same time; each of them is asked one thing after the other, with its delay."""

_MARKS = {Verdict.OK: "ok     ", Verdict.WARNING: "WARNING", Verdict.FAILED: "FAILED "}


def print_sources(config: Config) -> int:
    """A line for each site of the registry, in columns."""
    registry = checked_registry(config)
    rows = [("id", "kind", "status", "province", "layout", "start page")]
    rows += [
        (s.id, s.kind.value, s.status.value, s.province or "-", s.layout or "-", _first_page(s))
        for s in registry.sources
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return Outcome.DONE


def _first_page(source: Source) -> str:
    services = tuple(service.page_url(service.first) for service in source.services)
    return (*source.start, *source.feeds, *source.sitemaps, *services)[0]


def check_sites(config: Config, source_ids: Sequence[str], *, as_json: bool, suggest: bool) -> int:
    """Ask the sites and print what fits and what does not; 3 when anything does not.

    ``as_json`` prints one array instead. With ``suggest`` pages beyond the entry are looked at, and what of it would
    change is printed as TOML.
    """
    sources = checked_registry(config).select(source_ids)
    results = []
    for source, result in _checked(config, sources, explore=suggest):
        results.append(result)
        if not as_json:
            _print(source, result, suggest=suggest)
    if as_json:
        told = [
            {
                **one.as_dict(),
                **({"suggested": changes_text(source, suggested(source, one))} if suggest else {}),
            }
            for source, one in zip(sources, results, strict=True)
        ]
        print(json.dumps(told, ensure_ascii=False, indent=1))
    verdicts = [result.verdict for result in results]
    if not as_json:
        counts = [f"{verdicts.count(one)} {name}" for one, name in _SUMMARY if verdicts.count(one)]
        print(f"{len(verdicts)} sites: {', '.join(counts)}")
    return Outcome.DONE if set(verdicts) <= {Verdict.OK} else Outcome.ATTENTION


def new_source(config: Config, url: str) -> int:
    """Look at an unknown site and print a first entry for it; 3 when its articles were not recognised."""
    source = blank_source(url)
    taken = checked_registry(config).source_for(source.start[0])
    if taken is not None:
        raise NightlyError(
            f"“{url}” is a page of “{taken.id}” already: `mohinh sources check {taken.id} --suggest`"
        )
    ((_, result),) = _checked(config, [source], explore=True)
    unreachable = [
        check.message
        for check in result.checks
        if check.what in {"host", "tls"} and check.verdict is Verdict.FAILED
    ]
    if unreachable:
        raise NightlyError(f"{url}: {unreachable[0]}")
    found = suggested(source, result)
    print(entry_text(found, note=f"Proposed by `mohinh sources new {url}`; look at it before use."))
    for check in result.checks:
        print(f"# {check.what}: {check.target}: {check.message}")
    return Outcome.DONE if found.article else Outcome.ATTENTION


def _print(source: Source, result: SourceCheck, *, suggest: bool) -> None:
    """One site in lines: each check, the fields of its samples, and what of the entry would change."""
    print(f"{source.id}  ({source.name})")
    for check in result.checks:
        print(f"  {_MARKS[check.verdict]}  {check.what:<8} {check.target}\n{' ' * 20}{check.message}")
        for name, value in check.fields:
            print(f"{' ' * 22}{name:<10} {value or '–'}")
    if suggest:
        changes = changes_text(source, suggested(source, result))
        print("  its entry fits as it is" if not changes else "  its entry would read:")
        print("".join(f"    {line}\n" for line in changes.splitlines()), end="")
    print(flush=True)


_SUMMARY = (
    (Verdict.OK, "fit"),
    (Verdict.WARNING, "with warnings"),
    (Verdict.FAILED, "with something that failed"),
)


def _checked(
    config: Config, sources: Sequence[Source], *, explore: bool
) -> Iterator[tuple[Source, SourceCheck]]:
    """Each source with its check, in the order of the registry, several at a time."""
    settings, layouts = settings_of(config.crawl), load_layouts()
    with ThreadPoolExecutor(_AT_ONCE) as pool, progress("check") as bar:
        pending = [
            pool.submit(check_source, source, settings, layouts.get(source.layout or ""), explore=explore)
            for source in sources
        ]
        try:
            for done, (source, future) in enumerate(zip(sources, pending, strict=True), 1):
                yield source, future.result()
                bar(done, len(sources), source.id)
        finally:
            for future in pending:
                future.cancel()
