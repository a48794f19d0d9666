"""The views analysts read: decisions applied, conflicts, sums under new provinces, coverage."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import pytest

from db.records import LocalityRow
from db.store import save_article, save_extraction, save_page, save_sources
from db.summaries import TABLES, refresh_summaries
from tests.db.db_samples import ARTICLE, PLACE, SOURCE, column, extraction, fact, page, with_article


@pytest.fixture
def stored(db):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact()), run)
    return db


def decide(db, verdict, corrected=None, undoes=None):
    (fact_id,) = column(db, "SELECT id FROM facts")
    db.execute(
        "INSERT INTO reviews (fact_id, verdict, corrected, editor, decided_at, shown, undoes) VALUES (?, ?, ?, 'lan', '2026', '{}', ?)",
        (fact_id, verdict, json.dumps(corrected or {}), undoes),
    )
    return column(db, "SELECT max(id) FROM reviews")[0]


def effective(db):
    return list(db.query("SELECT * FROM facts_effective"))


def test_a_fact_without_decision_is_shown_as_extracted_with_its_source(stored):
    (row,) = effective(stored)
    assert (row["model"], row["place"], row["count"], row["unit"]) == ("Tiếng kẻng", PLACE, 2.0, "mô hình")
    assert (row["source"], row["url"], row["published"]) == (SOURCE.name, ARTICLE.url, ARTICLE.published)
    assert (row["year"], row["year_from"]) == (2023, "published")


def test_an_accepted_fact_says_so_and_a_rejected_one_is_out(stored):
    decide(stored, "accept")
    assert effective(stored)[0]["verdict"] == "accept"
    decide(stored, "reject")
    assert effective(stored) == []


def test_undoing_brings_back_the_decision_before(stored):
    decide(stored, "accept")
    decide(stored, "undo", undoes=decide(stored, "reject"))
    assert effective(stored)[0]["verdict"] == "accept"


def test_corrected_slots_stand_in_place_of_the_extracted_and_null_counts(stored):
    decide(
        stored,
        "correct",
        {"value": 3, "unit": "điểm", "event": "ended", "date": "2016/2021", "value_max": None},
    )
    (row,) = effective(stored)
    assert (row["count"], row["unit"], row["event"], row["year"], row["verdict"]) == (
        3.0,
        "điểm",
        "ended",
        2021,
        "correct",
    )
    decide(stored, "correct", {"value": None, "unit": None})
    (row,) = effective(stored)
    assert (row["count"], row["unit"], row["event"]) == (None, None, None)


def test_a_corrected_model_and_place_are_found_or_shown_as_written(stored):
    decide(stored, "correct", {"model": "Tiếng kẻng", "locality": "tỉnh Quảng Ninh"})
    (row,) = effective(stored)
    assert (row["model_id"], row["place"], row["place_type"]) == (1, "tỉnh Quảng Ninh", "tỉnh")
    decide(stored, "correct", {"model": "Cổng an ninh", "locality": "xã Mới | tỉnh Lạ"})
    (row,) = effective(stored)
    assert (row["model"], row["model_id"], row["place"]) == ("Cổng an ninh", None, "xã Mới | tỉnh Lạ")


@pytest.mark.parametrize(("verdict", "kept"), [("accept", 1), ("correct", 1), ("unsure", 0), ("reject", 0)])
def test_a_statement_no_longer_found_counts_only_if_an_editor_stood_by_it(stored, verdict, kept):
    decide(stored, verdict)
    save_extraction(stored, 1, extraction(), None)
    assert len(effective(stored)) == kept


def test_decisions_are_append_only(stored):
    decide(stored, "accept")
    for sql in ("UPDATE reviews SET verdict = 'reject'", "DELETE FROM reviews"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            stored.execute(sql)


def test_one_decision_can_be_undone_once(stored):
    first = decide(stored, "accept")
    decide(stored, "undo", undoes=first)
    with pytest.raises(sqlite3.IntegrityError):
        decide(stored, "undo", undoes=first)


@pytest.mark.parametrize(
    ("date", "year"),
    [("2021-07", 2021), ("2022-06-07", 2022), ("2016/2021", 2021), ("2022-01/2022-06", 2022), (None, 2023)],
)
def test_the_year_is_that_of_the_date_or_of_the_end_of_a_span(db, date, year):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact(date=date)), run)
    assert column(db, "SELECT year FROM facts_effective") == [year]


def test_two_sources_with_different_exact_counts_are_a_conflict(stored):
    save_sources(stored, [replace(SOURCE, id="ca", name="Công an")])
    other = save_article(stored, replace(ARTICLE, url="https://ca.example/1", source_id="ca"))
    save_extraction(stored, other, extraction(fact(4.0)), None)
    refresh_summaries(stored)
    (row,) = stored.query("SELECT * FROM conflicts")
    assert (row["model"], row["at"], row["lowest"], row["highest"], row["sources"]) == (
        "Tiếng kẻng",
        "2023",
        2.0,
        4.0,
        2,
    )
    assert row["source_names"] in {f"{SOURCE.name}, Công an", f"Công an, {SOURCE.name}"}
    save_extraction(stored, other, extraction(fact(4.0, qualifier="at_least")), None)
    refresh_summaries(stored, always=True)
    assert list(stored.query("SELECT * FROM conflicts")) == []


def test_former_provinces_are_summed_under_the_new_one_each_with_its_largest_count(db):
    run, article = with_article(db)
    places = tuple(
        LocalityRow(p, vintage="old", new_province="tỉnh Phú Thọ")
        for p in ("tỉnh Vĩnh Phúc", "tỉnh Hòa Bình")
    )
    facts = (
        fact(120.0, locality="tỉnh Vĩnh Phúc"),
        fact(100.0, locality="tỉnh Vĩnh Phúc"),
        fact(80.0, locality="tỉnh Hòa Bình"),
    )
    save_extraction(db, article, extraction(*facts, localities=places), run)
    refresh_summaries(db)
    (row,) = db.query("SELECT * FROM new_province_totals")
    assert (row["province"], row["year"], row["total"], row["former_provinces"]) == (
        "tỉnh Phú Thọ",
        2023,
        200.0,
        2,
    )
    assert "tỉnh Vĩnh Phúc: 120" in row["made_of"]


def test_coverage_tells_what_a_run_brought_from_a_source(db):
    run, _ = with_article(db)
    article = save_article(db, replace(ARTICLE, page_id=save_page(db, page(run_id=run))))
    save_extraction(db, article, extraction(fact()), run)
    refresh_summaries(db)
    (row,) = db.query("SELECT * FROM coverage")
    assert (row["source"], row["pages"], row["articles"], row["new_facts"]) == (SOURCE.name, 1, 1, 1)


def test_models_and_provinces_are_counted(stored):
    refresh_summaries(stored)
    (model,) = stored.query("SELECT * FROM models_overview")
    assert (model["model"], model["facts"], model["places"]) == ("Tiếng kẻng", 1, 1)
    assert column(stored, "SELECT province FROM provinces_by_year") == ["tỉnh Quảng Ninh"]
    assert column(stored, "SELECT at FROM history") == ["2023-08-01"]


@pytest.mark.parametrize(
    "condition",
    [
        "WHERE model_id = 1",
        "WHERE model = 'Tiếng kẻng'",
        "WHERE locality_id = 1",
        "WHERE province = 'tỉnh Quảng Ninh'",
        "WHERE province = 'tỉnh Quảng Ninh' AND year = 2023",
        "WHERE model = 'Tiếng kẻng' AND year = 2023",
        "WHERE event = 'ended'",
        "WHERE source_id = 'a'",
        "",
    ],
)
def test_the_newest_effective_facts_are_found_by_index_and_not_by_reading_all(db, condition):
    plan = plan_of(
        db, f"SELECT * FROM facts_effective {condition} ORDER BY published DESC, number DESC LIMIT 50"
    )
    how = "SEARCH" if condition else "SCAN"
    assert any(step.startswith(f"{how} h USING INDEX holding_") for step in plan)
    assert not any("MATERIALIZE" in step or "TEMP B-TREE" in step for step in plan)


def test_the_effective_facts_of_an_article_are_found_by_index(db):
    plan = plan_of(db, "SELECT * FROM facts_effective WHERE article_id = 1 ORDER BY number")
    assert any(step.startswith("SEARCH h USING INDEX holding_article") for step in plan)
    assert not any("MATERIALIZE" in step or "TEMP B-TREE" in step for step in plan)


def plan_of(db, sql):
    return [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]


def test_one_article_s_facts_are_worked_out_without_reading_the_others(db):
    plan = [row[3] for row in db.execute("EXPLAIN QUERY PLAN SELECT * FROM facts_derived WHERE id = 'x'")]
    assert not any(step.startswith(("SCAN", "MATERIALIZE")) for step in plan)


def test_sums_are_made_when_something_has_changed_and_only_then(stored):
    assert refresh_summaries(stored)
    assert not refresh_summaries(stored)
    assert column(stored, "SELECT facts FROM totals") == [1]
    decide(stored, "reject")
    assert refresh_summaries(stored)
    assert column(stored, "SELECT facts FROM totals") == [0]
    assert column(stored, "SELECT count(*) FROM models_overview") == [0]


def test_every_table_of_sums_is_made_from_what_holds(stored):
    refresh_summaries(stored)
    filled = {table for table in TABLES if column(stored, f"SELECT count(*) FROM {table}") != [0]}
    assert set(TABLES) - filled <= {
        "events_by_year",
        "conflicts",
        "new_province_totals",
        "new_unit_totals",
        "coverage",
    }


def test_readable_addresses_tell_apart_what_reads_the_same_without_accents(db):
    for name in ("Tiếng kẻng", "Tiếng kèng", "!!!"):
        db.execute("INSERT INTO models (name, key) VALUES (?, ?)", (name, name.casefold()))
    first, second, odd = column(db, "SELECT slug FROM models ORDER BY id")
    assert (first, odd) == ("tieng-keng", "x")
    assert second.startswith("tieng-keng-")
    assert second != first
    db.execute("INSERT INTO localities (path, name, type) VALUES (?, 'A', 'xã')", ("xã A | tỉnh Đồng Nai",))
    assert column(db, "SELECT slug FROM localities") == ["tinh-dong-nai/xa-a"]


def test_what_holds_follows_places_models_and_articles_that_change_later(stored):
    decide(stored, "correct", {"model": "Cổng an ninh", "locality": "xã Mới | tỉnh Lạ"})
    assert column(stored, "SELECT model_id FROM holding") == [None]
    stored.execute("INSERT INTO models (name, key) VALUES ('Cổng an ninh', 'cổng an ninh')")
    stored.execute(
        "INSERT INTO localities (path, name, type, new_province) VALUES ('xã Mới | tỉnh Lạ', 'Mới', 'xã', 'tỉnh Mới')"
    )
    assert column(stored, "SELECT model_id FROM holding") == [2]
    assert column(stored, "SELECT province FROM facts_effective") == ["tỉnh Mới"]
    stored.execute("UPDATE localities SET new_province = 'tỉnh Khác' WHERE name = 'Mới'")
    stored.execute("UPDATE articles SET published = '2019-01-01'")
    stored.execute("UPDATE models SET name = 'Cổng' WHERE id = 2")
    assert column(stored, "SELECT province FROM facts_effective") == ["tỉnh Khác"]
    assert column(stored, "SELECT year FROM facts_effective") == [2019]
    stored.execute("UPDATE facts SET confidence = 0.1")
    assert column(stored, "SELECT confidence FROM facts_effective") == [0.1]
