"""What an analyst sees on each page, and that hostile text stays text."""

from __future__ import annotations

import asyncio
import html
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from db.connection import open_database
from db.serve import make_site
from db.site.configuration import load_configuration
from db.site.queries import load_queries
from tests.site.site_database import HOSTILE, PAYLOADS

HIEP_HOA = "/place/tinh-quang-ninh/thi-xa-quang-yen/xa-hiep-hoa"
OWN = ["/", "/?map=old", "/tables", "/article/1", "/article/5", "/search", "/search?q=tieng+keng", "/mohinh?_show_hidden=1",
       "/model/tieng-keng-binh-yen", "/place/tinh-quang-ninh", HIEP_HOA, "/source/bao-phutho", "/source/bao-xau"]  # fmt: skip
WRITTEN_TO = {"hold", "name_model", "name_place"}
TABLES = [f"/mohinh/{name}" for name in load_configuration().tables if name not in WRITTEN_TO]
QUESTIONS = [f"/mohinh/{query.name}" for query in load_queries()]
ROWS = ["/mohinh/articles/5", "/mohinh/runs/1", "/mohinh/models/1", "/mohinh/sources/bao-xau"]


@pytest.mark.parametrize("path", [*OWN, *TABLES, *QUESTIONS, *ROWS])
def test_every_page_opens_and_no_hostile_text_becomes_a_tag(get, path):
    response = get(path, follow_redirects=True)
    assert response.status_code == 200, response.text
    for payload in (*PAYLOADS[:3], "<b>bold</b>"):
        assert payload not in response.text
    assert "49<b>" not in response.text  # {{ 7*7 }} was not calculated


@pytest.mark.parametrize(
    "path", ["/", "/article/5", "/mohinh/facts_effective", "/mohinh/models/3", "/model/3"]
)
def test_hostile_text_is_shown_as_it_was_written(get, path):
    shown = html.unescape(re.sub(r"<[^>]+>", "", get(path, follow_redirects=True).text))
    assert HOSTILE in shown


@pytest.mark.parametrize("path", [*OWN, *TABLES, *QUESTIONS])
def test_every_page_allows_only_our_own_scripts(get, path):
    response = get(path, follow_redirects=True)
    policy = response.headers["content-security-policy"]
    (scripts,) = re.findall(r"script-src ([^;]+)", policy)
    assert "unsafe-inline" not in scripts
    assert "default-src 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    loaded = re.findall(
        r'<(?:script|img|iframe)[^>]* src="([^"]*)"|<link rel="stylesheet" href="([^"]*)"', response.text
    )
    assert loaded
    assert all(
        address.startswith("/") and not address.startswith("//")
        for pair in loaded
        for address in pair
        if address
    )


def test_an_address_that_is_no_web_address_is_not_linked(get):
    assert "javascript:" not in get("/article/5").text
    assert 'href="https://congan.example/keng-1.html"' in get("/article/1").text


def test_the_start_page_says_what_is_there_since_when_and_how_sure(get):
    page = get("/").text
    text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
    for expected in (
        "7 facts",
        "5 articles",
        "3 sources",
        "14.3 % reviewed",
        "3 flagged",
        "1 Aug 2023 – 2 May 2024",
    ):
        assert expected in text
    assert "ended with code 3" in text
    assert "3 of 4 pages without a date" in text
    assert "Tiếng kẻng bình yên" in text
    assert "tỉnh Phú Thọ" in text
    assert "12 điểm" in text


def test_a_question_that_needs_something_picked_begins_with_what_there_is_most_of(get):
    needing = [query for query in load_queries() if query.needed]
    assert len(needing) == 9
    for query in needing:
        asked = get(f"/mohinh/{query.name}")
        assert asked.status_code == 302, query.name
        page = get(asked.headers["location"]).text
        assert all(f'name="{name}"' in page for name in query.needed)
    assert (
        get("/mohinh/spread_of_a_model")
        .headers["location"]
        .endswith("?model=Ti%E1%BA%BFng+k%E1%BA%BBng+b%C3%ACnh+y%C3%AAn")
    )
    assert get("/mohinh/spread_of_a_model?model=").status_code == 200


def test_a_former_province_tells_of_the_models_and_years_of_all_units_in_it(synthetic_get):
    province = synthetic_get.first(
        "SELECT l.slug FROM provinces_overview AS o JOIN localities AS l ON l.path = o.province "
        "WHERE o.structure = 'old' AND l.new_province <> l.path ORDER BY o.facts DESC"
    )
    page = synthetic_get(f"/place/{province}").text
    assert page.count('<span class="bar-number">') > 2
    assert "facts_effective?province_stated=" in page


def test_points_of_a_question_are_of_one_unit_of_count(get):
    page = html.unescape(get("/mohinh/history_of_a_model_in_a_place?model=tieng+keng&place=").text)
    assert re.search(r"<figcaption>[^<]+: điểm</figcaption>", page)


def test_growth_between_two_years_tells_of_provinces_that_had_nothing_before(get):
    rows = get("/mohinh/growth_between_two_years.json?_shape=objects&from_year=2020&to_year=2024").json()[
        "rows"
    ]
    phu_tho = next(row for row in rows if row["province"] == "tỉnh Phú Thọ")
    assert phu_tho["models_earlier"] is None
    assert phu_tho["more_models"] == phu_tho["models_later"] > 0


def test_the_start_page_links_every_question(get):
    page = get("/").text
    assert len(load_queries()) >= 20
    assert all(f'href="/mohinh/{query.name}"' in page for query in load_queries())


def test_an_article_shows_its_text_with_what_was_found_marked_by_kind(get):
    page = get("/article/1").text
    assert '<mark class="k-model k-evidence"' in page or '<mark class="k-evidence k-model"' in page
    assert "≥ 1,420" in page
    for kind in ("k-locality", "k-quantity", "k-time"):
        assert kind in page
    assert "Ảnh: tổ tự quản thôn 3 đi tuần." in page
    body = re.search(r'<div class="text" lang="vi">(.*?)</div>', page, re.DOTALL)[1]
    assert "Ảnh:" not in body
    assert "Năm 2023, xã Hiệp Hòa duy trì 12 điểm Tiếng kẻng bình yên" in re.sub(r"<[^>]+>", "", body)


def test_a_statement_shows_its_sentence_flags_steps_candidates_and_decision(get):
    accepted = get.first("SELECT id FROM facts WHERE value = 12")
    page = html.unescape(re.sub(r"<[^>]+>", "", get(f"/fact/{accepted}").text))
    for expected in (
        "duy trì 12 điểm",
        "accepted",
        "lan",
        "counts now",
        "nearest",
        "the source's province",
        "huyện Kinh Môn",
        "15 điểm",
    ):
        assert expected in page
    flagged = get.first("SELECT fact_id FROM flags WHERE flag = 'outlier'")
    assert "ten times what the province reported before" in get(f"/fact/{flagged}").text


@pytest.mark.parametrize("path", ["/article/999", "/fact/00000000000000000000", "/mohinh/nothing"])
def test_what_is_not_there_is_a_plain_404(get, path):
    assert get(path).status_code == 404


@pytest.mark.parametrize("query", ["tieng keng", "tiếng kẻng", "TIENG KẺNG"])
def test_search_finds_models_sentences_and_articles_with_and_without_accents(get, query):
    page = get(f"/search?q={quote(query)}").text
    for heading in ("Models", "Sentences", "Articles"):
        assert heading in page
    assert '<mark class="hit">Tiếng</mark>' in page


def test_search_finds_d_with_a_stroke_and_places_and_repeats_the_query_harmlessly(get):
    assert '<mark class="hit">đường</mark>' in get("/search?q=duong").text
    assert "thị xã Quảng Yên" in get("/search?q=hiep+hoa").text
    assert "<script>alert" not in get("/search?q=" + quote('"><script>alert(1)</script>')).text
    assert "Nothing has all of these words" in get("/search?q=xyzzy").text


def test_a_question_takes_its_answers_from_the_fields(get):
    everything = get("/mohinh/models_by_province_and_year").text
    assert "Camera an ninh" in everything
    one = get("/mohinh/models_by_province_and_year?province=phu+tho&year=2024").text
    answer = one[one.index("<table") :]
    assert "Camera an ninh" in answer
    assert "tỉnh Quảng Ninh" not in answer
    assert '<option value="phu tho" selected>' in one
    assert '<option value="tỉnh Quảng Ninh">' in one


def test_the_questions_give_the_expected_answers(get):
    def rows(path):
        return get(f"/mohinh/{path}_shape=array").json()

    assert [r["total"] for r in rows("former_provinces_summed.json?")] == [200.0, 1420.0]
    (conflict,) = rows("conflicts_between_sources.json?")
    assert (conflict["lowest"], conflict["highest"]) == (12.0, 15.0)
    history = rows("history_of_a_model_in_a_place.json?model=tieng+keng&place=hiep+hoa&")
    assert sorted(row["count"] for row in history) == [12.0, 15.0]
    assert [r["provinces"] for r in rows("spread_of_a_model.json?model=tieng+keng&")] == [1]
    assert {r["province"] for r in rows("provinces_compared.json?year=2024&")} == {
        "tỉnh Phú Thọ",
        "tỉnh Quảng Ninh",
    }
    assert rows("totals_of_a_province.json?province=vinh+phuc&")[0]["count"] == 120.0
    assert next(r["model"] for r in rows("most_widespread_models.json?")) in {
        "Tiếng kẻng bình yên",
        "Camera an ninh",
    }
    assert {r["flags"] for r in rows("doubtful_facts.json?flag=outlier&")} == {"outlier"}
    assert len(rows("facts_of_the_last_nights.json?nights=&")) == 7
    assert {r["source"] for r in rows("silent_sources.json?days=14&")} >= {"Báo Phú Thọ"}


def test_cells_lead_to_the_pages_behind_them(get):
    page = get("/mohinh/facts_effective").text
    statement = get.first("SELECT id FROM facts WHERE value = 12")
    assert f'href="/fact/{statement}"' in page
    assert f'href="/article/1#{statement}"' in page
    assert re.search(r'href="/model/\d+"', page)
    assert 'href="/place/tinh-quang-ninh"' in get("/mohinh/facts_holding").text
    assert '<span class="number">1,420</span>' in get("/mohinh/facts_holding").text
    assert "≥ 1,420</b> tổ tự quản" in page


def test_labels_stand_for_numbers_in_the_table_of_statements(get):
    page = get("/mohinh/facts").text
    assert re.search(r'href="/mohinh/models/\d+">Tiếng kẻng bình yên', page)
    assert re.search(r'href="/mohinh/articles/1">Bình yên từ những tiếng kẻng', page)


def test_the_database_is_read_only_and_slow_queries_are_cut_off(get):
    assert get("/mohinh.json?sql=" + quote("delete from facts")).status_code == 400
    assert get("/mohinh.json?sql=" + quote("select load_extension('x')")).status_code == 400
    assert get("/mohinh.json?sql=" + quote("attach 'x.db' as x")).status_code == 400
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    assert get("/mohinh.json?sql=" + quote(endless)).status_code == 400
    assert get("/mohinh.db").status_code in {403, 404}


def test_an_empty_database_has_a_start_page_that_says_what_to_do(tmp_path):
    open_database(tmp_path / "empty.db").close()

    async def ask():
        site = make_site(tmp_path / "empty.db")
        await site.invoke_startup()
        return await site.client.get("/")

    response = asyncio.run(ask())
    assert response.status_code == 200
    assert "Nothing has been run yet" in response.text


def test_the_sql_of_the_guided_tour_runs(get):
    tour = (Path(__file__).parents[2] / "docs" / "analysts.md").read_text(encoding="utf-8")
    queries = re.findall(r"`(SELECT [^`]+)`", tour)
    assert len(queries) >= 5
    for sql in queries:
        response = get("/mohinh.json?sql=" + quote(sql))
        assert response.status_code == 200, (sql, response.text)
    assert len(re.findall(r"^\d+\. \*", tour.partition("## Twenty questions")[2], flags=re.MULTILINE)) == 20


def test_empty_fields_and_the_bare_list_of_tables_lead_to_the_right_address(get):
    assert get("/mohinh/facts_effective?province=&year=2023").headers["location"].endswith("?year=2023")
    assert get("/mohinh").headers["location"] == "/tables"
