"""Statements over repeated extractions: stable, never deleted, and out of the way of editors' decisions."""

from __future__ import annotations

from dataclasses import replace

from db.records import CandidateRow, FlagRow, LocalityRow, MentionRow
from db.runs import start_run
from db.store import save_article, save_extraction
from tests.db.db_samples import ARTICLE, PLACE, column, extraction, fact, with_article


def test_the_same_facts_again_keep_their_ids_and_their_first_run(db):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact(), fact(5.0, "tổ tự quản")), run)
    before = list(db.query("SELECT id, number, first_run FROM facts ORDER BY number"))
    second = start_run(db, "extract", "0.1.0")
    moved = (fact(start=12, end=21, confidence=0.5), fact(5.0, "tổ tự quản", event="operating"))
    counts = save_extraction(db, article, extraction(*moved), second)
    assert list(db.query("SELECT id, number, first_run FROM facts ORDER BY number")) == before
    assert column(db, "SELECT DISTINCT last_run FROM facts") == [second]
    assert (counts.new, counts.kept) == (0, 2)
    assert column(db, "SELECT event FROM facts WHERE value = 5") == ["operating"]


def test_a_fact_no_longer_found_is_marked_and_comes_back_when_found_again(db):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact()), run)
    assert save_extraction(db, article, extraction(), run).gone == 1
    assert column(db, "SELECT state FROM facts") == ["gone"]
    assert column(db, "SELECT count(*) FROM facts_effective") == [0]
    assert save_extraction(db, article, extraction(fact()), run).revived == 1
    assert column(db, "SELECT state FROM facts") == ["current"]


def test_places_of_one_sentence_keep_their_statements_when_another_is_found_before_them(db):
    run, article = with_article(db)
    a, b = (
        fact(None, None, f"xã {name} | tỉnh Quảng Ninh", start=n, end=n + 1)
        for n, name in ((20, "An"), (30, "Bình"))
    )
    save_extraction(db, article, extraction(a, b), run)
    query = "SELECT f.id, l.path FROM facts f JOIN localities l ON l.id = f.locality_id WHERE l.path <> ?"
    before = dict(db.execute(query, ("",)).fetchall())
    found_now = fact(None, None, "xã Chính | tỉnh Quảng Ninh", start=10, end=11)
    save_extraction(db, article, extraction(found_now, a, b), run)
    assert dict(db.execute(query, (found_now.locality,)).fetchall()) == before


def test_a_sentence_repeated_in_the_article_makes_two_statements(db):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact(), fact(start=80, end=89, sentence_start=69)), run)
    assert column(db, "SELECT occurrence FROM facts ORDER BY start") == [0, 1]


def test_places_are_made_with_their_parents_and_their_new_province(db):
    run, article = with_article(db)
    known = LocalityRow(
        PLACE, "07135", "old", "xã Hiệp Hòa | tỉnh Quảng Ninh", "tỉnh Quảng Ninh", 20.9, 106.8
    )
    save_extraction(db, article, extraction(fact(), localities=(known,)), run)
    rows = db.execute(
        "SELECT path, type, name, new_province FROM localities ORDER BY length(path)"
    ).fetchall()
    assert rows == [
        ("tỉnh Quảng Ninh", "tỉnh", "Quảng Ninh", "tỉnh Quảng Ninh"),
        ("thị xã Quảng Yên | tỉnh Quảng Ninh", "thị xã", "Quảng Yên", "tỉnh Quảng Ninh"),
        (PLACE, "xã", "Hiệp Hòa", "tỉnh Quảng Ninh"),
    ]
    parents = "SELECT p.path, v.path FROM localities l JOIN localities p ON p.id = l.parent_id JOIN localities v ON v.id = l.province_id WHERE l.path = ?"
    assert db.execute(parents, (PLACE,)).fetchone() == (
        "thị xã Quảng Yên | tỉnh Quảng Ninh",
        "tỉnh Quảng Ninh",
    )


def test_a_new_place_below_known_ones_belongs_to_their_province(db):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact()), run)
    save_extraction(
        db, article, extraction(fact(locality="xã Sông Khoai | thị xã Quảng Yên | tỉnh Quảng Ninh")), run
    )
    province = "SELECT p.path FROM localities l JOIN localities p ON p.id = l.province_id WHERE l.name = 'Sông Khoai'"
    assert column(db, province) == ["tỉnh Quảng Ninh"]


def test_the_province_a_place_belongs_to_now_is_learnt_by_its_parents_and_passed_on(db):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact(locality="huyện Tam Đảo | tỉnh Vĩnh Phúc")), run)
    below = LocalityRow("xã Hồ Sơn | huyện Tam Đảo | tỉnh Vĩnh Phúc", new_province="tỉnh Phú Thọ")
    save_extraction(db, article, extraction(fact(locality=below.path), localities=(below,)), run)
    other = "xã Đại Đình | huyện Tam Đảo | tỉnh Vĩnh Phúc"
    save_extraction(db, article, extraction(fact(locality=other)), run)
    assert column(db, "SELECT DISTINCT new_province FROM localities") == ["tỉnh Phú Thọ"]


def test_what_is_known_of_a_place_is_not_forgotten(db):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact(), localities=(LocalityRow(PLACE, "07135", "old"),)), run)
    save_extraction(db, article, extraction(fact(), localities=(LocalityRow(PLACE),)), run)
    assert column(db, "SELECT code FROM localities WHERE path = ?", PLACE) == ["07135"]


def test_a_city_of_a_province_is_not_taken_for_a_province(db):
    run, article = with_article(db)
    save_extraction(
        db,
        article,
        extraction(fact(locality="thành phố Cẩm Phả"), fact(3.0, locality="thành phố Hà Nội")),
        run,
    )
    assert column(db, "SELECT path FROM localities WHERE province_id = id") == ["thành phố Hà Nội"]


def test_spellings_become_aliases_of_one_model(db):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact()), run)
    assert column(db, "SELECT name FROM models") == ["Tiếng kẻng"]
    assert column(db, "SELECT key FROM model_aliases ORDER BY alias") == ["tieng keng", "tieng keng an ninh"]


def test_flags_and_mentions_are_replaced_by_the_new_ones(db):
    run, article = with_article(db)
    candidate = CandidateRow(PLACE, "07135", "old", True, "the source's province")
    first = extraction(
        fact(flags=(FlagRow("outlier", "too many"),)),
        mentions=(MentionRow("locality", 0, 3, PLACE, locality=PLACE, candidates=(candidate,)),),
    )
    assert save_extraction(db, article, first, run).flagged == 1
    second = extraction(
        fact(flags=(FlagRow("conflict", "two sources"),)), mentions=(MentionRow("time", 4, 6, "2023"),)
    )
    save_extraction(db, article, second, run)
    assert column(db, "SELECT flag FROM flags") == ["conflict"]
    assert column(db, "SELECT kind FROM mentions") == ["time"]


def test_saving_an_extraction_touches_no_decision(db):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact()), run)
    db.execute(
        "INSERT INTO reviews (fact_id, verdict, editor, decided_at, shown) SELECT id, 'accept', 'lan', '2026', '{}' FROM facts"
    )
    before = list(db.query("SELECT * FROM reviews"))
    save_article(db, replace(ARTICLE, text="Nay khác hẳn."))
    save_extraction(db, article, extraction(), run)
    assert list(db.query("SELECT * FROM reviews")) == before
