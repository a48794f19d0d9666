"""The report of a run: what each source brought, what there is altogether, what needs attention.

It is made from the database alone, so that it can be made again later and after a run that was killed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from sqlite_utils import Database

_HEAD = ("source", "new pages", "new articles", "articles", "new facts", "facts", "flagged")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What a run brought from one source, and what there is of it; ``flagged`` are facts that an editor should see."""

    id: str
    name: str
    new_pages: int
    new_articles: int
    articles: int
    new_facts: int
    facts: int
    flagged: int

    @property
    def numbers(self) -> tuple[int, ...]:
        """The figures, in the order of the table."""
        return (self.new_pages, self.new_articles, self.articles, self.new_facts, self.facts, self.flagged)


def source_lines(db: Database, run_id: int, since: str) -> list[SourceLine]:
    """A line for each source in the database."""
    sql = files("nightly").joinpath("sql/sources.sql").read_text(encoding="utf-8")
    return [SourceLine(*row) for row in db.execute(sql, {"run": run_id, "since": since}).fetchall()]


def markdown(title: str, lines: Sequence[SourceLine], attention: Sequence[str]) -> str:
    """The report as Markdown that also reads well as it is.

    Sources that brought nothing are counted, not listed: of 70 sites most are quiet on most nights.
    """
    busy = [line for line in lines if line.new_pages or line.new_articles or line.new_facts]
    quiet = len(lines) - len(busy)
    rows = [(line.id, *map(_number, line.numbers)) for line in busy]
    total = (sum(column) for column in zip(*(line.numbers for line in lines), strict=True))
    rows.append((f"all {len(lines)} sources", *map(_number, total)) if lines else ("no sources",))
    parts = [f"# {title}", *([_table(_HEAD, rows)] if lines else [])]
    if quiet and lines:
        parts.append(f"Nothing new from {quiet} of them.")
    parts.append(
        "\n".join(["## Needs attention", "", *(f"- {line}" for line in attention)])
        if attention
        else "All is well."
    )
    return "\n\n".join(parts)


def _number(value: int) -> str:
    return f"{value:,}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    rule = [f"{'-' * widths[0]}", *("-" * (width - 1) + ":" for width in widths[1:])]

    def line(cells: Sequence[str]) -> str:
        first, *others = cells
        padded = [first.ljust(widths[0]), *(c.rjust(w) for c, w in zip(others, widths[1:], strict=True))]
        return f"| {' | '.join(padded)} |"

    return "\n".join(line(row) for row in (head, rule, *rows))
