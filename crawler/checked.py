"""What a check of a source found: frozen records, from `crawler.check` to whoever prints or uses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer. ``what`` is one of render, host, tls, robots, clock, start, service, feed, sitemap, found, article.

    ``fields`` are those of a sample article, each with what was read, shortened.
    """

    what: str
    target: str
    verdict: Verdict
    message: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """An article page that was asked for: whether it was read as one, and by which layout."""

    url: str
    is_article: bool
    layout: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """What the site showed beyond yes and no: addresses of feeds and sitemaps it names, own links, pages looked at."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """All checks of one source."""

    source_id: str
    checks: tuple[Check, ...]
    found: Found = Found()

    @property
    def verdict(self) -> Verdict:
        """The worst of them."""
        for verdict in (Verdict.FAILED, Verdict.WARNING):
            if any(check.verdict is verdict for check in self.checks):
                return verdict
        return Verdict.OK

    def as_dict(self) -> Mapping[str, object]:
        """For JSON."""
        checks = [{**asdict(check), "fields": dict(check.fields)} for check in self.checks]
        return {"id": self.source_id, "verdict": self.verdict, "checks": checks}
