"""What a run did at each source, and the report it left: written once, at the end of the step, and read by the next report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

from sqlite_utils import Database

from db.connection import writing


@dataclass(frozen=True, slots=True)
class SourceNight:
    """One source in one run. ``seconds`` is how long it took to answer on average, None when it never did."""

    source_id: str
    requested: int
    found: int
    new_pages: int
    changed: int
    unchanged: int
    failed: int
    gone: int
    refused: int
    not_reached: int
    bytes: int
    seconds: float | None
    stopped: str | None


_COLUMNS = ", ".join(field.name for field in fields(SourceNight))


def save_source_nights(db: Database, run_id: int, nights: Iterable[SourceNight]) -> None:
    """Write down what a run did at each source."""
    marks = ", ".join("?" * (len(fields(SourceNight)) + 1))
    with writing(db):
        db.conn.executemany(
            f"INSERT OR REPLACE INTO run_sources (run_id, {_COLUMNS}) VALUES ({marks})",  # noqa: S608
            [(run_id, *astuple(night)) for night in nights],
        )


def source_nights(db: Database, run_id: int) -> list[SourceNight]:
    """What a run did at each source."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM run_sources WHERE run_id = ? ORDER BY source_id",  # noqa: S608
        (run_id,),
    ).fetchall()
    return [SourceNight(*row) for row in rows]


def save_report(db: Database, run_id: int, markdown: str, html: str) -> None:
    """Store the report of a run."""
    with writing(db):
        db.conn.execute(
            "INSERT OR REPLACE INTO reports (run_id, markdown, html) VALUES (?, ?, ?)",
            (run_id, markdown, html),
        )


def stored_report(db: Database, run_id: int | None = None) -> tuple[int, str, str] | None:
    """Run, Markdown and HTML of a report, the newest when no run is named; None when there is none."""
    row = db.execute(
        "SELECT run_id, markdown, html FROM reports WHERE run_id = coalesce(?, (SELECT max(run_id) FROM reports))",
        (run_id,),
    ).fetchone()
    return None if row is None else (int(row[0]), str(row[1]), str(row[2]))
