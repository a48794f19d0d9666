"""Sums over all facts as tables, so that no page adds up a million rows. Made anew after a run, in seconds.

Each SQL file beside this one is the SELECT that fills the table of its name; `state.sql` tells whether that is due.
"""

from __future__ import annotations

import time
from functools import cache
from importlib.resources import files

from sqlite_utils import Database

from db.connection import writing

TABLES = (
    "models_overview", "places_overview", "places_by_year", "provinces_overview", "provinces_by_year",
    "models_by_province_and_year", "models_in_places", "events_by_year", "units_overview", "conflicts",
    "new_province_totals", "new_unit_totals", "coverage", "totals",
)  # fmt: skip

_CACHE_KB = 300_000
"""Each sum reads all facts: with them in memory once, the tables take a third of the time."""

_GAP = 0.02
"""Seconds between two tables: a waiting writer asks again every 0.01 s at first."""

_FEW = 50_000
"""Facts whose sums take about a second."""


def refresh_summaries(db: Database, *, always: bool = False) -> bool:
    """Make the tables anew if something has changed since (or *always*); gives whether it did.

    The sums are worked out into temporary tables first, which locks nobody out; then each table is changed in a short
    transaction of its own, with gaps in which an editor's save gets through. `totals` comes last: whoever is killed
    before leaves the sums due. Raises `StoreError` on a full disk.
    """
    state = str(db.execute(_sql("state")).fetchone()[0])
    made = db.execute("SELECT made_of FROM totals").fetchone()
    if made is not None and made[0] == state and not always:
        return False
    db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    for tables in (("repeats",), TABLES):  # the sums read what repeats what
        for table in tables:
            _work_out(db, table, state)
        for table in tables:
            _write(db, table)
    db.execute("PRAGMA cache_size = -2000")
    return True


def _work_out(db: Database, table: str, state: str) -> None:
    """Fill ``temp.new_TABLE``; a reader of the database only."""
    columns = ", ".join(_columns(db, table))
    db.execute(f"DROP TABLE IF EXISTS temp.new_{table}")
    db.execute(
        f"CREATE TEMP TABLE new_{table} AS SELECT {columns} FROM ({_sql(table)})",  # noqa: S608 - our own names
        {"made_of": state} if table == "totals" else {},
    )


def _write(db: Database, table: str) -> None:
    """Put ``temp.new_TABLE`` in the table's place, and leave a gap for other writers."""
    columns = ", ".join(_columns(db, table))
    with writing(db):
        db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        db.conn.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM temp.new_{table}")  # noqa: S608
    db.execute(f"DROP TABLE temp.new_{table}")
    time.sleep(_GAP)


def refresh_before_serving(db: Database) -> bool:
    """Make the tables anew where that is quick, or where a run has ended since they were made; gives whether it did.

    In a large database decisions alone wait for the next run: nobody waits half a minute for the first page.
    """
    late = db.execute(
        "SELECT count(*) = 0 OR (SELECT max(finished_at) FROM runs) > max(made_at) FROM totals"
    ).fetchone()
    few = db.execute("SELECT count(*) < ? FROM (SELECT 1 FROM holding LIMIT ?)", (_FEW, _FEW)).fetchone()
    return refresh_summaries(db) if late[0] or few[0] else False


def _columns(db: Database, table: str) -> list[str]:
    return [row[0] for row in db.execute("SELECT name FROM pragma_table_info(?)", (table,))]


@cache
def _sql(name: str) -> str:
    return files("db.summaries").joinpath(f"{name}.sql").read_text(encoding="utf-8").strip()
