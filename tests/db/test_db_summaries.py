"""The tables of sums: written is only what differs, and it is what working them out from nothing gives."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from db import summaries
from db.connection import open_database, writing
from db.records import LocalityRow
from db.store import save_article, save_extraction
from db.summaries import TABLES, _sql, refresh_summaries
from tests.db.db_samples import ARTICLE, column, extraction, fact, with_article

PLACES = [
    LocalityRow(f"xã {name} | huyện X | tỉnh Y", name, "old", "xã Mới | tỉnh Z", "tỉnh Z") for name in "AB"
] + [
    LocalityRow("tỉnh Y", "1", "old", "tỉnh Z", "tỉnh Z"),
    LocalityRow("tỉnh Z", "2", "new", "tỉnh Z", "tỉnh Z"),
]
FACTS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 3), st.sampled_from([None, "launched", "ended"])), max_size=3, unique_by=lambda f: f[:2])  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("extract"), st.integers(0, 2), FACTS),
        st.tuples(st.sampled_from(["accept", "reject", "correct"]), st.integers(0, 5)),
        st.tuples(st.just("reprint"), st.integers(1, 2), st.integers(0, 1)),
        st.tuples(st.just("publish"), st.integers(0, 2), st.integers(2020, 2023)),
        st.tuples(st.just("move"), st.sampled_from(["xã Khác | tỉnh Z", "xã Mới | tỉnh Z"])),
    ),
    min_size=1,
    max_size=6,
)


def whole(database, table):
    """The rows that working a table out from nothing gives, and those it has."""
    columns = [
        row[0]
        for row in database.execute("SELECT name FROM pragma_table_info(?)", (table,))
        if row[0] not in {"made_at", "made_of"}
    ]
    chosen = ", ".join(columns)
    parameters = {"made_of": ""} if table == "totals" else {}
    made = database.execute(f"SELECT {chosen} FROM ({_sql(table)})", parameters).fetchall()
    return Counter(made), Counter(database.execute(f"SELECT {chosen} FROM {table}").fetchall())


def take(database, run, articles, step):
    what, *more = step
    if what == "extract":
        article, values = more
        rows = [fact(float(value), "điểm", PLACES[place].path, event=event) for value, place, event in values]
        with_url = replace(ARTICLE, url=f"https://bao.example/{article}")
        save_extraction(
            database,
            articles[article],
            replace(extraction(*rows, article=with_url), localities=tuple(PLACES)),
            run,
        )
    elif what == "reprint":
        article, original = more
        with writing(database):
            database.conn.execute(
                "INSERT OR REPLACE INTO reprints VALUES (?, ?, 0.9)",
                (articles[article], articles[original if article != original else 0]),
            )
    elif what == "publish":
        with writing(database):
            database.conn.execute(
                "UPDATE articles SET published = ? WHERE id = ?", (f"{more[1]}-01-01", articles[more[0]])
            )
    elif what == "move":
        with writing(database):
            database.conn.execute("UPDATE localities SET new_path = ? WHERE name = 'A'", (more[0],))
    else:
        ids = column(database, "SELECT id FROM facts ORDER BY number")
        if ids:
            corrected = json.dumps({"value": 9} if what == "correct" else {})
            database.execute(
                "INSERT INTO reviews (fact_id, verdict, corrected, editor, decided_at, shown) VALUES (?, ?, ?, 'lan', '2026', '{}')",
                (ids[more[0] % len(ids)], what, corrected),
            )


@settings(max_examples=40, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=3))
def test_after_whatever_happened_the_sums_are_those_made_from_nothing(rounds):
    with tempfile.TemporaryDirectory() as folder, closing(open_database(Path(folder) / "x.db")) as database:
        run, first = with_article(database)
        articles = [
            first,
            *(save_article(database, replace(ARTICLE, url=f"https://bao.example/{n}")) for n in (1, 2)),
        ]
        for steps in rounds:
            for step in steps:
                take(database, run, articles, step)
            refresh_summaries(database, always=True)
            for table in ("repeats", *TABLES):
                made, there = whole(database, table)
                assert made == there, table


def test_rows_that_stay_the_same_are_not_written_again(db):
    run, article = with_article(db)
    save_extraction(db, article, extraction(*(fact(float(n), f"đơn vị {n}") for n in range(1, 30))), run)
    refresh_summaries(db)
    before = db.conn.total_changes
    refresh_summaries(db, always=True)
    assert db.conn.total_changes - before <= 5  # the mark that they are made, and when


def test_who_began_later_finishes_and_the_other_stops(db, path, monkeypatch):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact(2.0)), run)
    write, begun = summaries._write, []

    def write_late(database, table, turn):
        if not begun:
            begun.append(turn)
            save_extraction(db, article, extraction(fact(2.0), fact(5.0)), run)
            with closing(open_database(path)) as other:
                assert refresh_summaries(other)
        return write(database, table, turn)

    monkeypatch.setattr(summaries, "_write", write_late)
    assert not refresh_summaries(db)
    for table in ("repeats", *TABLES):
        made, there = whole(db, table)
        assert made == there, table
    assert column(db, "SELECT facts FROM totals") == [2]
