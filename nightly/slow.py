"""Sites that took longer to answer than usual."""

from __future__ import annotations

from importlib.resources import files
from itertools import groupby
from statistics import median

from sqlite_utils import Database

LEAST_NIGHTS = 3
LEAST_SECONDS = 5.0
FACTOR = 3.0


def slow(db: Database, run_id: int) -> list[tuple[str, str]]:
    """Sources whose mean time to answer in this run is long, and three times that of earlier nights: id, and in words."""
    sql = files("nightly").joinpath("sql/seconds.sql").read_text(encoding="utf-8")
    found = []
    for source_id, rows in groupby(db.execute(sql, {"run": run_id}).fetchall(), key=lambda row: row[0]):
        nights = [(int(run), float(seconds)) for _, run, seconds in rows]
        now = next((seconds for run, seconds in nights if run == run_id), None)
        before = [seconds for run, seconds in nights if run != run_id]
        if now is None or now < LEAST_SECONDS or len(before) < LEAST_NIGHTS:
            continue
        usual = median(before)
        if now > FACTOR * usual:
            found.append((source_id, f"took {now:.1f} s to answer; usually {usual:.1f} s"))
    return found
