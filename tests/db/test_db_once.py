"""An event that several papers reprint is one fact with several sources; sums count it once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.connection import open_database, writing
from db.records import LocalityRow, SourceRow
from db.store import save_article, save_extraction, save_sources
from db.summaries import refresh_summaries
from tests.db.db_samples import ARTICLE, SOURCE, column, extraction, fact, with_article


def add(db, run, url, source, *facts, places=()):
    """An article of a source with its facts; gives its number."""
    save_sources(
        db,
        [
            SOURCE,
            SourceRow(source, f"Báo {source}", None, "newspaper", (f"{source}.example",), None, "verified"),
        ],
    )
    article = save_article(db, replace(ARTICLE, url=url, source_id=source))
    save_extraction(db, article, replace(extraction(*facts), localities=tuple(places)), run)
    return article


def reprint(db, article, original):
    with writing(db):
        db.conn.execute(
            "INSERT OR REPLACE INTO reprints (article_id, original_id, similarity) VALUES (?, ?, 0.9)",
            (article, original),
        )


@pytest.fixture
def reprinted(db):
    """Two facts of one article; a second paper reprints both, a third one of them with another count."""
    run, first = with_article(db)
    save_extraction(db, first, extraction(fact(2.0), fact(5.0, "tổ")), run)
    reprint(db, add(db, run, "https://b.example/1", "b", fact(2.0), fact(5.0, "tổ")), first)
    reprint(db, add(db, run, "https://c.example/1", "c", fact(3.0), fact(5.0, "tổ")), first)
    refresh_summaries(db)
    return db


def test_a_reprint_repeats_what_the_original_says_and_nothing_else(reprinted):
    assert column(reprinted, "SELECT count(*) FROM facts_effective") == [6]
    assert sorted(column(reprinted, "SELECT count FROM facts_effective WHERE repeats IS NULL")) == [2, 3, 5]
    first = "SELECT id FROM facts_effective WHERE repeats IS NULL AND count = 5"
    assert column(
        reprinted, "SELECT DISTINCT repeats FROM facts_effective WHERE count = 5 AND repeats IS NOT NULL"
    ) == column(reprinted, first)


def test_one_row_for_each_thing_said_with_all_its_sources(reprinted):
    rows = {row["count"]: row for row in reprinted.query("SELECT * FROM facts_once")}
    assert {count: (row["sources"], row["articles"], row["statements"]) for count, row in rows.items()} == {
        2: (2, 2, 2), 3: (1, 1, 1), 5: (3, 3, 3),
    }  # fmt: skip
    assert set(rows[5]["source_names"].split(",")) == {SOURCE.name, "Báo b", "Báo c"}
    assert rows[3]["original_id"] == rows[5]["original_id"] == rows[5]["article_id"]


def test_sums_count_it_once_and_its_articles_and_sources_all(reprinted):
    (model,) = reprinted.query("SELECT * FROM models_overview")
    assert (model["facts"], model["articles"], model["sources"]) == (3, 3, 3)
    assert column(reprinted, "SELECT facts FROM totals") == [3]
    assert column(reprinted, "SELECT statements FROM totals") == [6]
    assert column(reprinted, "SELECT sum(facts) FROM places_overview") == [3]
    assert column(reprinted, "SELECT sum(facts) FROM places_by_year") == [3]
    assert column(reprinted, "SELECT sum(facts) FROM units_overview") == [3]


def test_a_reprint_does_not_make_its_source_contradict_the_original(db):
    run, first = with_article(db)
    save_extraction(db, first, extraction(fact(2.0), fact(5.0)), run)
    reprint(db, add(db, run, "https://b.example/1", "b", fact(2.0), fact(5.0)), first)
    refresh_summaries(db)
    assert column(db, "SELECT count(*) FROM conflicts") == [0]


def test_an_article_that_is_no_reprint_any_more_counts_again(reprinted):
    with writing(reprinted):
        reprinted.conn.execute("DELETE FROM reprints")
    assert refresh_summaries(reprinted)
    assert column(reprinted, "SELECT facts FROM totals") == [6]


def test_merged_communes_are_summed_with_the_largest_count_of_each(db):
    run, _ = with_article(db)
    places = [
        LocalityRow(f"xã {name} | huyện X | tỉnh Y", name, "old", "xã Mới | tỉnh Y", "tỉnh Y")
        for name in "ABC"
    ]
    for number, (place, value) in enumerate([(0, 4.0), (0, 7.0), (1, 10.0), (2, None)]):
        add(
            db,
            run,
            f"https://b.example/{number}",
            "b",
            fact(value, "điểm", places[place].path),
            places=places,
        )
    refresh_summaries(db)
    (row,) = db.query("SELECT * FROM new_unit_totals")
    assert (row["new_unit"], row["unit"], row["total"], row["former_units"]) == (
        "xã Mới | tỉnh Y",
        "điểm",
        17,
        2,
    )
    assert "xã A | huyện X | tỉnh Y: 7" in row["made_of"]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.lists(st.integers(1, 3), max_size=3, unique=True)),
        min_size=1,
        max_size=5,
    )
)
def test_what_repeats_what_is_what_reprints_and_slots_say(tmp_path_factory, articles):
    """Each article is a reprint of the one with the number given, if that comes before it."""
    db = open_database(tmp_path_factory.mktemp("once") / "x.db")
    run, first = with_article(db)
    numbers, originals = [first], {first: first}
    for number, (original, values) in enumerate(articles):
        article = add(db, run, f"https://b.example/{number}", "b", *(fact(float(value)) for value in values))
        if original and originals[numbers[(original - 1) % len(numbers)]] != article:
            originals[article] = originals[numbers[(original - 1) % len(numbers)]]
            reprint(db, article, originals[article])
        else:
            originals[article] = article
        numbers.append(article)
    refresh_summaries(db)
    said = defaultdict(list)
    for row in db.query("SELECT number, article_id, count FROM holding"):
        said[originals[row["article_id"]], row["count"]].append(
            (row["article_id"] != originals[row["article_id"]], row["number"])
        )
    expected = {
        number: min(group)[1] for group in said.values() for _, number in group if number != min(group)[1]
    }
    assert dict(db.execute("SELECT number, first_number FROM repeats").fetchall()) == expected
    assert (
        column(db, "SELECT facts FROM totals") == [len(said)] == column(db, "SELECT count(*) FROM facts_once")
    )
    db.close()
