"""`mohinh sources`: the registry as a list, and each site asked live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from crawler.check import SourceCheck, Verdict, check_source
from crawler.layout import load_layouts
from crawler.registry import load_registry
from crawler.source import Source
from nightly.config import Config
from nightly.crawl_settings import settings_of
from nightly.outcome import Outcome
from nightly.progress import progress

_AT_ONCE = 8
"""Sites asked at the same time; each of them is asked one thing after the other, with its delay."""

_MARKS = {Verdict.OK: "ok     ", Verdict.WARNING: "WARNING", Verdict.FAILED: "FAILED "}


def print_sources(config: Config) -> int:
    """A line for each site of the registry, in columns."""
    registry = load_registry(config.registry)
    rows = [("id", "kind", "status", "province", "layout", "start page")]
    rows += [
        (s.id, s.kind.value, s.status.value, s.province or "-", s.layout or "-", s.start[0])
        for s in registry.sources
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return Outcome.DONE


def check_sites(config: Config, source_ids: Sequence[str]) -> int:
    """Ask the sites and print what fits and what does not; 3 when anything does not."""
    sources = load_registry(config.registry).select(source_ids)
    verdicts = []
    for source, result in _checked(config, sources):
        verdicts.append(result.verdict)
        print(f"{source.id}  ({source.name})")
        for check in result.checks:
            print(f"  {_MARKS[check.verdict]}  {check.what:<8} {check.target}\n{' ' * 20}{check.message}")
        print(flush=True)
    counts = [f"{verdicts.count(verdict)} {name}" for verdict, name in _SUMMARY if verdicts.count(verdict)]
    print(f"{len(verdicts)} sites: {', '.join(counts)}")
    return Outcome.DONE if set(verdicts) <= {Verdict.OK} else Outcome.ATTENTION


_SUMMARY = (
    (Verdict.OK, "fit"),
    (Verdict.WARNING, "with warnings"),
    (Verdict.FAILED, "with something that failed"),
)


def _checked(config: Config, sources: Sequence[Source]) -> Iterator[tuple[Source, SourceCheck]]:
    """Each source with its check, in the order of the registry, several at a time."""
    settings, layouts = settings_of(config.crawl), load_layouts()
    with ThreadPoolExecutor(_AT_ONCE) as pool, progress("check") as bar:
        pending = [
            pool.submit(check_source, source, settings, layouts.get(source.layout or ""))
            for source in sources
        ]
        try:
            for done, (source, future) in enumerate(zip(sources, pending, strict=True), 1):
                yield source, future.result()
                bar(done, len(sources), source.id)
        finally:
            for future in pending:
                future.cancel()
