"""Whatever is extracted, decided and undone in whatever order: what holds is what the log of decisions says."""

from __future__ import annotations

import json
import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from db.connection import open_database
from db.store import save_extraction
from tests.db.db_samples import column, extraction, fact, with_article

VALUES = st.integers(1, 4)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("extract"), st.frozensets(VALUES)),
        st.tuples(st.sampled_from(["accept", "reject", "unsure", "correct", "undo"]), VALUES),
    ),
    max_size=12,
)


def decide(db, value, verdict, undoes=None):
    corrected = json.dumps({"value": value + 1000}) if verdict == "correct" else "{}"
    (fact_id,) = column(db, "SELECT id FROM facts WHERE value = ?", value)
    cursor = db.execute(
        "INSERT INTO reviews (fact_id, verdict, corrected, editor, decided_at, shown, undoes) VALUES (?, ?, ?, 'lan', '2026', '{}', ?)",
        (fact_id, verdict, corrected, undoes),
    )
    return cursor.lastrowid


def holds(value, current, live):
    """What the view must say of a statement: its count, or None if it does not hold."""
    verdict = live[-1][1] if live else None
    if verdict == "reject" or (value not in current and verdict not in {"accept", "correct"}):
        return None
    return value + 1000 if verdict == "correct" else value


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_effective_facts_are_what_the_log_says(steps):
    with tempfile.TemporaryDirectory() as folder, closing(open_database(Path(folder) / "x.db")) as db:
        run, article = with_article(db)
        current, live = set(), {}
        for step, what in steps:
            if step == "extract":
                save_extraction(db, article, extraction(*(fact(float(value)) for value in what)), run)
                current = set(what)
                live |= {value: [] for value in what if value not in live}
            elif what in live and step != "undo":
                live[what].append((decide(db, what, step), step))
            elif live.get(what):
                decide(db, what, "undo", undoes=live[what].pop()[0])
        expected = [holds(value, current, decisions) for value, decisions in live.items()]
        assert sorted(column(db, "SELECT count FROM facts_effective")) == sorted(
            v for v in expected if v is not None
        )
        assert kept(db, "facts_derived") == kept(
            db, "facts_holding"
        )  # what triggers keep is what would be worked out


def kept(db, view):
    columns = [row[0] for row in db.execute("SELECT name FROM pragma_table_info('facts_derived')")]
    return db.execute(f"SELECT {', '.join(columns)} FROM {view} ORDER BY number").fetchall()
