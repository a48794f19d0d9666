"""Sums over all facts as tables, so that no page adds up a million rows. Made anew after a run, in seconds; written is what differs.

Each SQL file beside this one is the SELECT that fills the table of its name; `state.sql` tells whether that is due.
"""

from __future__ import annotations

import secrets
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

    The sums are worked out into temporary tables first, which locks nobody out; then of each table the rows that differ are
    replaced in a short transaction of its own, with gaps in which an editor's save gets through. `totals` comes last:
    whoever is killed before leaves the sums due. When somebody else begins meanwhile (a server started during a
    run), the one that began later finishes, and this one stops. Raises `StoreError` on a full disk.
    """
    state = str(db.execute(_sql("state")).fetchone()[0])
    made = db.execute("SELECT made_of FROM totals").fetchone()
    if made is not None and made[0] == state and not always:
        return False
    turn = _begin(db)
    db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    try:
        for tables in (("repeats",), TABLES):  # the sums read what repeats what
            for table in tables:
                _work_out(db, table, state)
            for table in tables:
                if not _write(db, table, turn):
                    return False
                time.sleep(_GAP)
    finally:
        db.execute("PRAGMA cache_size = -2000")
    return True


def _begin(db: Database) -> str:
    """Mark the sums as being made, by this call; gives the mark."""
    turn = f"being made {secrets.token_hex(8)}"
    numbers = ("sources", "articles", "facts", "statements", "models", "places", "reviewed", "flagged")
    with writing(db):
        if not db.conn.execute("UPDATE totals SET made_of = ?", (turn,)).rowcount:
            db.conn.execute(
                f"INSERT INTO totals (id, {', '.join(numbers)}, made_at, made_of) "  # noqa: S608 - our own names
                f"VALUES (1, {', '.join('0' * len(numbers))}, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?)",
                (turn,),
            )
    return turn


def _work_out(db: Database, table: str, state: str) -> None:
    """Fill ``temp.new_TABLE``; a reader of the database only."""
    columns = ", ".join(_columns(db, table))
    db.execute(f"DROP TABLE IF EXISTS temp.new_{table}")
    db.execute(
        f"CREATE TEMP TABLE new_{table} AS SELECT {columns} FROM ({_sql(table)})",  # noqa: S608 - our own names
        {"made_of": state} if table == "totals" else {},
    )


def _write(db: Database, table: str, turn: str) -> bool:
    """Make the table like ``temp.new_TABLE`` while it is *turn*'s; gives whether it was.

    Nobody else writes to the table meanwhile: whoever begins has the turn, and what differs is found after that.
    """
    names = _columns(db, table)
    columns = ", ".join(names)
    for what, (having, lacking) in {
        "gone": (table, f"temp.new_{table}"),
        "fresh": (f"temp.new_{table}", table),
    }.items():
        db.execute(f"DROP TABLE IF EXISTS temp.{what}")
        db.execute(
            f"CREATE TEMP TABLE {what} AS SELECT {columns} FROM {having} EXCEPT SELECT {columns} FROM {lacking}"  # noqa: S608
        )
    same = " AND ".join(f"t.{name} IS g.{name}" for name in names)
    key = "model_id, locality_id" if table == "models_in_places" else "rowid"  # the one that has no rowid
    found = ", ".join(f"t.{name}" for name in key.split(", "))
    with writing(db):
        ours = db.conn.execute("SELECT 1 FROM totals WHERE made_of = ?", (turn,)).fetchone() is not None
        if ours:
            db.conn.execute(
                f"DELETE FROM {table} WHERE ({key}) IN "  # noqa: S608
                f"(SELECT {found} FROM temp.gone AS g CROSS JOIN {table} AS t ON {same})"
            )
            db.conn.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM temp.fresh")  # noqa: S608
    for made in (f"new_{table}", "gone", "fresh"):
        db.execute(f"DROP TABLE temp.{made}")
    return ours


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
