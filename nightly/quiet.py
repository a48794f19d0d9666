"""Sites that have been silent for longer than usual: up, answering, and with nothing new."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from itertools import groupby, pairwise

from sqlite_utils import Database

LEAST_DAYS = 10
"""Days with articles that it takes to know what is usual for a site."""

LEAST_SILENCE = 4
"""Days. A weekend and a holiday are no silence."""

FACTOR = 3


def silent(db: Database, run_id: int) -> list[tuple[str, str]]:
    """Sources asked in this run whose last article is older than usual by far: id, and in words."""
    sql = files("nightly").joinpath("sql/days.sql").read_text(encoding="utf-8")
    found = []
    for source_id, rows in groupby(db.execute(sql, {"run": run_id}).fetchall(), key=lambda row: row[0]):
        days = [(date.fromisoformat(day), date.fromisoformat(today)) for _, day, today in rows]
        silence = (days[-1][1] - days[-1][0]).days
        usual = usual_gap([day for day, _ in days])
        if usual is not None and silence >= LEAST_SILENCE and silence > FACTOR * usual:
            text = f"no new article for {silence} days; usually the next one comes within {usual}"
            found.append((source_id, text))
    return found


def usual_gap(days: list[date]) -> int | None:
    """The number of days within which nine of ten times the next article came; None when there are too few to tell."""
    if len(days) < LEAST_DAYS:
        return None
    gaps = sorted((after - before).days for before, after in pairwise(days))
    return gaps[int(0.9 * (len(gaps) - 1))]
