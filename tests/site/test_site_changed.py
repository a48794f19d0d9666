"""Pages of what has changed: corrected and rejected facts, earlier wordings, reprints."""

from __future__ import annotations

import asyncio
import html
import re
import sqlite3
from contextlib import closing

import pytest

from db.connection import open_database, writing
from db.serve import make_site
from tests.site import site_database


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """The small database with a correction, a rejection, an earlier version of an article, and a reprint."""
    path = tmp_path_factory.mktemp("changed") / "changed.db"
    site_database.build(path)
    db = open_database(path)
    ids = dict(db.execute("SELECT value, id FROM facts WHERE value IS NOT NULL").fetchall())
    site_database.decide(
        db, ids[15.0], "correct", corrected={"value": 16, "model": "Camera an ninh", "event": "planned"}
    )
    site_database.decide(db, ids[80.0], "reject")
    with writing(db):
        db.conn.execute("INSERT INTO reprints (article_id, original_id, similarity) VALUES (3, 2, 0.97)")
        db.conn.execute(
            "INSERT INTO pages (url, source_id, fetched_at, status, content_hash, size, warc_file, warc_offset, warc_record_id) "
            "SELECT url, source_id, '2020-01-01T00:00:00Z', 200, 'earlier', 1, 'old.warc.gz', 0, 'urn:old' FROM pages WHERE id = 1"
        )
        db.conn.execute(
            "INSERT INTO revisions (article_id, page_id, title, text_hash, captions, text) "
            "VALUES (1, (SELECT max(id) FROM pages), 'Tít cũ', 'x', '[]', 'Bài cũ')"
        )
    # A fourth article prints the first again, a day later and on another site.
    site_database.add_article(
        db, 1, "bao-phutho", "https://bao.example/again", "Đăng lại", site_database.TEXT, "2023-08-02",
        (site_database.sentence_fact(
            site_database.TEXT, "duy trì 12 điểm Tiếng kẻng bình yên", "Tiếng kẻng bình yên", site_database.HIEP_HOA,
            value=12.0, unit="điểm", event="operating", date="2023"),),
    )  # fmt: skip
    with writing(db):
        db.conn.execute("INSERT INTO reprints SELECT max(id), 1, 0.98 FROM articles")
    db.close()

    async def ask(site, path):
        await site.invoke_startup()
        text = (await site.client.get(path, follow_redirects=True)).text
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))

    def get(page):
        return asyncio.run(ask(make_site(path), page))

    def first(sql):
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute(sql).fetchone()[0]

    get.first = first
    return ids, get


def test_a_corrected_fact_is_shown_as_it_holds_with_what_was_extracted_beside_it(changed):
    ids, get = changed
    page = get(f"/fact/{ids[15.0]}")
    assert "Camera an ninh , xã Hiệp Hòa" in page
    assert "16 điểm" in page
    assert "planned" in page
    assert "Extracted was: model: Tiếng kẻng bình yên ; count: 15 ; event: –" in page
    assert "16 điểm" in get("/article/4")


def test_a_rejected_fact_says_so_and_is_counted_nowhere(changed):
    ids, get = changed
    assert "an editor rejected it" in get(f"/fact/{ids[80.0]}")
    assert "6 facts 7 statements, reprints counted once" in get("/")
    assert "hòa bình" not in get("/mohinh/facts_effective").lower()


def test_an_article_tells_of_its_earlier_wording_and_of_its_reprints(changed):
    _, get = changed
    versions = get("/article/1").partition("Stored versions")[2]
    assert versions.index("shown here") < versions.index("other wording")
    assert "the earliest" in get("/article/3")
    reprints = get("/article/2").partition("The same text elsewhere")[2]
    assert "Camera ở tỉnh Hòa Bình" in reprints
    assert "the earliest" not in reprints


def test_one_event_in_an_article_and_its_reprint_is_one_fact_with_two_sources(changed):
    ids, get = changed
    page = get(f"/fact/{ids[12.0]}")
    assert "One fact with 2 sources" in page
    assert "Đăng lại — Báo Phú Thọ , 2 Aug 2023" in page.partition("Who else says it")[2]
    assert (
        "Others on the same model" not in page.partition("Who else says it")[2]
        or "12 điểm" not in page.partition("Others on")[2]
    )
    assert "in other articles too: 1" in get("/article/1")
    assert "the earliest" in get(get_fact(get, "Đăng lại"))


def get_fact(get, title):
    """The address of the fact of the reprint."""
    return get.first(
        f"SELECT '/fact/' || f.id FROM facts AS f JOIN articles AS a ON a.id = f.article_id WHERE a.title = '{title}'"
    )


def test_the_start_page_tells_a_reprinted_fact_once_and_the_newest_published_first(changed):
    _, get = changed
    newest = get("/").partition("Newest facts")[2].partition("All that is new")[0]
    assert "Đăng lại" not in newest
    days = ["2 May 2024", "1 May 2024", "1 Jan 2024", "2 Nov 2023", "1 Aug 2023"]
    found = [newest.find(day) for day in days if day in newest]
    assert found == sorted(found)
    assert len(found) > 2


def test_lists_of_facts_tell_a_reprinted_one_once_with_the_number_of_its_other_sources(changed):
    _, get = changed
    for page in ("/model/tieng-keng-binh-yen", "/place/tinh-quang-ninh/thi-xa-quang-yen/xa-hiep-hoa"):
        text = get(page)
        assert "Đăng lại" not in text, page
        assert "Công an tỉnh Quảng Ninh and 1 other source" in text, page
    asked = get("/mohinh/history_of_a_model_in_a_place?model=tieng+keng&place=hiep+hoa")
    assert "Đăng lại" not in asked


def test_a_contradiction_leads_to_the_place_and_to_the_facts(get):
    page = get("/model/tieng-keng-binh-yen").text.partition("contradict")[2]
    row = re.search(r"<tr><td><a href=\"/place/([^\"]+)\">.+?<a href=\"([^\"]+)\">12 / 15 điểm</a>", page)
    assert row[1].endswith("xa-hiep-hoa")
    facts = get(html.unescape(row[2])).text
    assert "15</b> điểm" in facts
    assert "12</b> điểm" in facts


def test_filters_without_a_field_are_told_kept_and_taken_away(get):
    model = get.first("SELECT id FROM models WHERE name = 'Tiếng kẻng bình yên'")
    page = get(f"/mohinh/facts_effective?model_id={model}&repeats__isnull=1&year=2023").text
    assert "model: Tiếng kẻng bình yên" in page
    assert "what reprints repeat is left out" in page
    assert f'<input type="hidden" name="model_id" value="{model}">' in page
    assert 'href="/mohinh/facts_effective?repeats__isnull=1&amp;year=2023"' in page
    assert "without what reprints repeat" not in page
    plain = get("/mohinh/facts_effective?year=2023").text
    assert 'href="/mohinh/facts_effective?year=2023&amp;repeats__isnull=1"' in plain


def test_the_page_of_a_province_tells_of_all_units_in_it_and_its_years_lead_to_facts(get):
    page = get("/place/tinh-quang-ninh").text
    newest = page.partition("Newest facts")[2]
    assert "xã Hiệp Hòa" in newest
    assert re.search(
        r'href="/mohinh/facts_effective\?province=t%E1%BB%89nh%20Qu%E1%BA%A3ng%20Ninh&amp;year=2023', page
    )
    assert "/mohinh/facts_effective.csv?province=" in newest


def test_times_and_lists_read_as_people_write_them(get):
    row = get("/mohinh/articles/1").text
    assert "T07:" not in row
    assert re.search(
        r"First seen</dt><dd[^>]*>\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d",
        re.sub(r"\s+", " ", row),
        re.IGNORECASE,
    )
    assert "no_lead" in row
    assert '["no_lead"]' not in row
    assert get("/mohinh?sql=select+'[not+a+list'+as+tags").status_code == 200
