"""The report of a run: what each source brought, what there is altogether, what needs attention, how the last nights went.

It is made from the database alone, so that it can be made again later and after a run that was killed. `night_report`
collects it; `markdown` and `nightly.report_page.html` write it down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from sqlite_utils import Database

from nightly.attention import Notice, advice
from nightly.month import month

HEAD = ("source", "new pages", "changed", "failed", "new articles", "articles", "new facts", "facts", "flagged", "s/answer")  # fmt: skip
TREND_HEAD = ("night (Viet Nam)", "run", "requests", "new pages", "changed", "failed", "MB", "new facts", "left early", "attention")  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What a run brought from one source, and what there is of it; ``flagged`` are facts that an editor should see.

    ``seconds`` is how long the site took to answer, None when it was not asked.
    """

    id: str
    name: str
    new_pages: int
    new_articles: int
    articles: int
    new_facts: int
    facts: int
    flagged: int
    changed: int = 0
    failed: int = 0
    seconds: float | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The figures that can be added up, in the order of the table."""
        return (
            self.new_pages, self.changed, self.failed, self.new_articles, self.articles, self.new_facts, self.facts,
            self.flagged,
        )  # fmt: skip

    @property
    def cells(self) -> tuple[str, ...]:
        """The line of the table."""
        took = "" if self.seconds is None else f"{self.seconds:.1f}"
        return (self.id, *map(number, self.numbers), took)

    @property
    def busy(self) -> bool:
        """Whether the run brought anything from it, or failed at it."""
        return any((self.new_pages, self.changed, self.failed, self.new_articles, self.new_facts))


@dataclass(frozen=True, slots=True)
class NightReport:
    """All of a report. ``trend`` are the last runs that crawled, the newest first, as the cells of a table; ``month`` says what went wrong in thirty days."""

    title: str
    lines: tuple[SourceLine, ...]
    notices: tuple[Notice, ...]
    trend: tuple[tuple[str, ...], ...] = ()
    backfills: tuple[str, ...] = ()
    month: tuple[str, ...] = ()

    @property
    def busy(self) -> tuple[SourceLine, ...]:
        """The sources to list: of 70 sites most are quiet on most nights."""
        return tuple(line for line in self.lines if line.busy)

    @property
    def total(self) -> tuple[str, ...]:
        """The last line of the table."""
        sums = (sum(column) for column in zip(*(line.numbers for line in self.lines), strict=True))
        return (f"all {len(self.lines)} sources", *map(number, sums), "")

    @property
    def urgent(self) -> tuple[Notice, ...]:
        """What needs a person."""
        return tuple(notice for notice in self.notices if notice.urgent)

    @property
    def remarks(self) -> tuple[Notice, ...]:
        """What is only good to know."""
        return tuple(notice for notice in self.notices if not notice.urgent)

    @property
    def advice(self) -> list[str]:
        """What to do."""
        return advice(self.notices)


def night_report(
    db: Database,
    run_id: int,
    since: str,
    title: str,
    notices: Sequence[Notice],
    backfills: Sequence[str] = (),
) -> NightReport:
    """Collect the report of run ``run_id``, which began at ``since``."""
    rows = db.execute(_sql("trend"), {"run": run_id}).fetchall()
    trend = tuple(
        (
            night,
            number(run),
            *map(number, (requested, new, changed, failed)),
            f"{size / 1e6:,.1f}",
            number(facts),
            number(left),
            # This run's own warnings are not written down yet.
            number(sum(one.urgent for one in notices) if run == run_id else warnings),
        )
        for run, night, requested, new, changed, failed, size, facts, left, warnings in rows
    )
    lines = tuple(source_lines(db, run_id, since))
    return NightReport(title, lines, tuple(notices), trend, tuple(backfills), month(db, run_id))


def source_lines(db: Database, run_id: int, since: str) -> list[SourceLine]:
    """A line for each source in the database."""
    return [
        SourceLine(*row) for row in db.execute(_sql("sources"), {"run": run_id, "since": since}).fetchall()
    ]


def markdown(report: NightReport) -> str:
    """The report as Markdown that also reads well as it is."""
    quiet = len(report.lines) - len(report.busy)
    rows = [line.cells for line in report.busy]
    rows.append(report.total if report.lines else ("no sources",))
    parts = [f"# {report.title}", *([_table(HEAD, rows)] if report.lines else [])]
    if quiet:
        parts.append(f"Nothing new from {quiet} of them.")
    parts.append(_section("Needs attention", [one.text for one in report.urgent]) or "All is well.")
    parts += [
        section
        for section in (
            _section("Good to know", [one.text for one in report.remarks]),
            _section("What to do", report.advice),
            _section("Back-filling", report.backfills),
            _section("The last thirty days", report.month),
        )
        if section
    ]
    if len(report.trend) > 1:
        parts += ["## The last nights", _table(TREND_HEAD, report.trend)]
    return "\n\n".join(parts)


def number(value: int) -> str:
    """A count as people read it."""
    return f"{value:,}"


def _section(head: str, lines: Sequence[str]) -> str:
    return "\n".join([f"## {head}", "", *(f"- {line}" for line in lines)]) if lines else ""


def _sql(name: str) -> str:
    return files("nightly").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    rule = [f"{'-' * widths[0]}", *("-" * (width - 1) + ":" for width in widths[1:])]

    def line(cells: Sequence[str]) -> str:
        first, *others = cells
        padded = [first.ljust(widths[0]), *(c.rjust(w) for c, w in zip(others, widths[1:], strict=True))]
        return f"| {' | '.join(padded)} |"

    return "\n".join(line(row) for row in (head, rule, *rows))
