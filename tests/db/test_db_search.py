"""Search with and without accents, always fresh, whatever is typed."""

from __future__ import annotations

import sqlite3
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.connection import open_database, writing
from db.records import ModelRow
from db.runs import start_run
from db.search import fold, marked, rebuild_index, search, snippet
from db.store import save_article, save_extraction
from db.summaries import refresh_summaries
from tests.db.db_samples import ARTICLE, column, extraction, fact, with_article

ROAD = "Xã lắp camera trên 3 tuyến đường. Mô hình Tiếng kẻng bình yên ra mắt."


@pytest.fixture
def stored(db):
    run, _ = with_article(db)
    article = save_article(db, replace(ARTICLE, text=ROAD, title="Đường về bản bình yên"))
    save_extraction(db, article, extraction(fact(3.0, "tuyến đường", sentence=ROAD)), run)
    return db


def text(hit):
    return "".join(piece.text for piece in hit.pieces)


@pytest.mark.parametrize(
    "query", ["mo hinh tieng keng", "mô hình tiếng kẻng", "MÔ HÌNH tieng KẺNG", "hinh ken"]
)
def test_sentences_and_articles_are_found_with_and_without_accents(stored, query):
    results = search(stored.conn, query)
    assert [text(hit) for hit in results.sentences.hits] == [ROAD]
    assert len(results.articles.hits) == 1


@pytest.mark.parametrize("query", ["đường", "duong", "Duong"])
def test_d_with_a_stroke_is_found_by_d(stored, query):
    assert search(stored.conn, query).articles.hits


def test_models_are_found_by_any_spelling_and_places_by_any_parent(stored):
    assert [text(hit) for hit in search(stored.conn, "keng an ninh").models.hits] == ["Tiếng kẻng"]
    assert [text(hit) for hit in search(stored.conn, "quang yen").places.hits] == [
        "thị xã Quảng Yên | tỉnh Quảng Ninh",
        "xã Hiệp Hòa | thị xã Quảng Yên | tỉnh Quảng Ninh",
    ]


def test_matches_are_shown_in_the_original_spelling(stored):
    (hit,) = search(stored.conn, "duong").sentences.hits
    assert [piece.text for piece in hit.pieces if piece.match] == ["đường"]


def test_an_edited_article_is_found_by_its_new_words_only(stored):
    save_article(stored, replace(ARTICLE, text="Thôn dựng cổng tự quản.", title="Cổng"))
    assert search(stored.conn, "cong tu quan").articles.hits
    assert not search(stored.conn, "duong").articles.hits


def test_a_fact_no_longer_found_is_no_longer_a_hit(stored):
    save_extraction(stored, 1, extraction(), None)
    assert not search(stored.conn, "duong").sentences.hits


def test_the_index_can_be_made_again_and_finds_the_same(stored):
    before = search(stored.conn, "tieng keng")
    rebuild_index(stored)
    assert search(stored.conn, "tieng keng") == before
    assert column(stored, "SELECT count(*) FROM articles_fts('duong')") == [1]


def test_the_last_word_may_be_begun_however_many_words_begin_so(db, monkeypatch):
    run, _ = with_article(db)
    for place, word in enumerate(("trường", "trưởng", "trước")):
        sentence = f"Mô hình ở {word} học."
        page = replace(ARTICLE, url=f"{ARTICLE.url}{place}", text=sentence, title=None)
        save_extraction(db, save_article(db, page), extraction(fact(sentence=sentence)), run)
    for most in (60, 1):  # more words than that are left to FTS5
        monkeypatch.setattr("db.search.MOST_TERMS", most)
        for query, expected in (
            ("mo hinh truo", 3),
            ("mo hinh truon", 2),
            ("mo hinh trx", 0),
            ("hinh_hoc tru", 0),
        ):
            assert len(search(db.conn, query).sentences.hits) == expected, (query, most)


@pytest.mark.parametrize(
    "query", ["", " ", '"', "* OR", "NEAR(", "a AND", "-", "col:x", "()", "'; DROP TABLE facts; --"]
)
def test_nothing_that_can_be_typed_is_an_error(stored, query):
    search(stored.conn, query)


@given(st.text())
def test_folding_keeps_the_length_of_composed_text(some):
    composed = unicodedata.normalize("NFC", some)
    assert len(fold(some)) == len(composed)


@given(st.text(max_size=400), st.lists(st.sampled_from(["duong", "a", "ke", "1"]), min_size=1))
def test_pieces_put_together_are_the_text_and_a_snippet_is_part_of_it(some, words):
    composed = unicodedata.normalize("NFC", some)
    assert "".join(piece.text for piece in marked(composed, words)) == composed
    cut = "".join(piece.text for piece in snippet(composed, words, width=40))
    assert cut.strip("… ") in composed.replace("\n", " ") or "…" in cut


def test_fold_says_what_the_readme_promises():
    assert fold("Đường Tiếng kẻng ƯỚC Ð") == "duong tieng keng uoc d"


def test_a_plain_connection_without_fold_cannot_make_the_index_stale(path):
    open_database(path).close()
    plain = sqlite3.connect(path)
    with pytest.raises(sqlite3.OperationalError, match="slug"):
        plain.execute("INSERT INTO models (key, name) VALUES ('a', 'a')")
    with pytest.raises(sqlite3.OperationalError, match="fold"):
        plain.execute("INSERT INTO model_aliases (model_id, alias, key) VALUES (1, 'a', 'a')")
    plain.close()


@pytest.mark.parametrize("typed", ["tieng kegn", "tieg keng", "tienng keng", "teing keng", "tiếng kẻgn"])
def test_a_name_with_a_typing_error_is_found_as_similar(db, typed):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact()), run)
    found = search(db.conn, typed)
    assert found.models.similar
    assert [hit.id for hit in found.models.hits] == ["tieng-keng"]
    assert search(db.conn, "hoan toan khac").empty


@pytest.mark.parametrize("typed", ["mô hình tiếng kẻng", "mo hinh teing keng"])
def test_the_word_for_model_before_a_name_does_not_hide_it(db, typed):
    run, article = with_article(db)
    save_extraction(db, article, extraction(fact()), run)
    assert [hit.id for hit in search(db.conn, typed).models.hits] == ["tieng-keng"]


@pytest.mark.parametrize("typed", ["cum lien ket antt", "Cụm liên kết ANTT", "cụm liên kết an ninh trật tự"])
def test_an_abbreviation_and_what_it_stands_for_find_each_other(db, typed):
    run, _ = with_article(db)
    for place, sentence in enumerate(("Cụm liên kết ANTT ra mắt.", "Cụm liên kết an ninh trật tự ra mắt.")):
        page = replace(ARTICLE, url=f"{ARTICLE.url}{place}", text=sentence, title=None)
        row = fact(sentence=sentence, model="cum lien ket an ninh trat tu")
        model = ModelRow("cum lien ket an ninh trat tu", "Cụm liên kết an ninh trật tự")
        found = replace(extraction(row, article=page), models=(model,))
        save_extraction(db, save_article(db, page), found, run)
    found = search(db.conn, typed)
    assert [hit.id for hit in found.models.hits] == ["cum-lien-ket-an-ninh-trat-tu"]
    assert len(found.sentences.hits) == (2 if "antt" in typed.lower() else 1)


def test_what_a_reprint_repeats_is_found_once(stored):
    run = start_run(stored, "run", "0.1.0")
    article = save_article(stored, replace(ARTICLE, url="https://other.example/again", text=ROAD))
    save_extraction(stored, article, extraction(fact(3.0, "tuyến đường", sentence=ROAD)), run)
    assert len(search(stored.conn, "tuyen duong").sentences.hits) == 2
    with writing(stored):
        stored.conn.execute(
            "INSERT INTO reprints (article_id, original_id, similarity) VALUES (?, 1, 1)", (article,)
        )
    refresh_summaries(stored)
    found = search(stored.conn, "tuyen duong")
    assert len(found.sentences.hits) == 1
    assert len(found.articles.hits) == 2
