"""Taking data away from the pages, and the copy that is published."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import sqlite3
from pathlib import Path
from urllib.parse import quote

import pytest

from db.connection import open_database
from db.describe import columns
from db.errors import StoreError
from db.publish import publish
from db.serve import make_site
from db.site.language import LANGUAGES, choose, current, date, load_catalogue, number
from db.site.queries import load_queries
from tests.site import site_database

PRIVATE_NAME = "Nguyễn Thị Biên Tập"


def rows_of(response) -> list[dict[str, str]]:
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_table_with_filters_is_taken_whole_as_csv_that_a_spreadsheet_opens_safely(get):
    facts = rows_of(get("/mohinh/facts_effective.csv?year=2023&_size=1"))
    assert sorted(row["count"] for row in facts) == ["", "12.0", "1420.0", "15.0"]
    formula = "SELECT '=1+1' AS a, '-5' AS b, -5 AS c, 'Tiếng kẻng' AS d"
    (row,) = rows_of(get("/mohinh.csv?sql=" + quote(formula)))
    assert row == {"a": "'=1+1", "b": "'-5", "c": "-5", "d": "Tiếng kẻng"}


def test_an_answer_is_taken_in_every_form(get):
    asked = "/mohinh/models_by_province_and_year"
    lines = [json.loads(line) for line in get(asked + ".jsonl?province=phu+tho").text.splitlines()]
    assert [line["model"] for line in lines] == ["Camera an ninh"]
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(get(asked + ".parquet?province=phu+tho").content))
    assert table.to_pylist() == lines
    bib = get(asked + ".bib?province=phu+tho").text
    assert bib.startswith("@misc{")
    assert re.search(r"mohinh \d+\.\d+.*accessed \d{4}-\d\d-\d\d", bib)
    fields = get(asked + ".datapackage.json").json()["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in fields] == list(lines[0])
    assert all(field["description"] for field in fields)


def test_every_column_of_every_answer_has_a_heading_in_both_languages(get):
    for query in load_queries():
        names = get(f"/mohinh/{query.name}.json?_shape=arrays").json()["columns"]
        assert set(names) <= set(columns()), query.name


def test_a_broken_query_is_told_and_not_taken(get):
    assert get("/mohinh.csv?sql=" + quote("delete from facts")).status_code == 400
    assert get("/mohinh/nothing.csv").status_code == 404


def test_places_are_taken_as_geojson(get):
    places = get("/places.geojson").json()
    assert places["type"] == "FeatureCollection"
    assert all(len(feature["geometry"]["coordinates"]) == 2 for feature in places["features"])


@pytest.mark.parametrize("path", ["/model/tieng-keng-binh-yen", "/mohinh/provinces_compared", "/article/1"])
def test_a_page_says_how_to_cite_it_with_date_and_version(get, path):
    assert re.search(
        r"mohinh \d+\.\d+\S*, data as of \d{4}-\d\d-\d\d, accessed \d{4}-\d\d-\d\d", get(path).text
    )


def test_the_language_follows_the_browser_and_numbers_and_dates_follow_the_language(get):
    page = get("/", headers={"accept-language": "vi-VN,vi;q=0.9,en;q=0.8"}).text
    assert '<html lang="vi">' in page
    assert "14,3 %" in page
    assert "01/08/2023" in page
    assert choose("en", "vi") == "en"
    assert choose("xx", "fr, vi;q=0.5") == "vi"
    for language, shown in zip(
        LANGUAGES, (("38,578.5", "1 Aug 2023"), ("38.578,5", "01/08/2023")), strict=True
    ):
        token = current.set(language)
        assert (number(38578.5), date("2023-08-01")) == shown
        current.reset(token)


def test_the_catalogue_has_what_templates_ask_for():
    templates = Path(make_site.__code__.co_filename).parent / "site" / "templates"
    asked = {
        key
        for template in templates.glob("*.html")
        for key in re.findall(r"""[^\w.]t\(["']([a-z0-9_.]+)["'][,)]""", template.read_text(encoding="utf-8"))
    }
    assert len(asked) > 100
    assert asked <= set(load_catalogue())


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"]
)
def test_switching_the_language_leads_nowhere_else(get, target):
    response = get(f"/language/vi?next={quote(target)}")
    assert response.headers["location"] == "/"


def test_an_article_is_found_by_its_address_and_links_by_number_lead_to_readable_ones(get):
    assert (
        get("/article?url=" + quote("https://congan.example/keng-1.html")).headers["location"] == "/article/1"
    )
    assert get("/model/1").headers["location"].startswith("/model/")
    assert get("/model/999").status_code == 404


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published")
    site_database.build(folder / "own.db")
    db = open_database(folder / "own.db")
    key = db.execute("SELECT id FROM facts WHERE value = 15").fetchone()[0]
    db.conn.execute(
        "INSERT INTO reviews (fact_id, verdict, note, editor, decided_at, shown) VALUES (?, 'accept', ?, ?, '2026', '{}')",
        (key, f"{PRIVATE_NAME} ghi", PRIVATE_NAME),
    )
    db.conn.execute(
        "INSERT INTO refusals (at, editor, path, reason) VALUES ('2026', ?, '/', 'no right')", (PRIVATE_NAME,)
    )
    db.conn.commit()
    db.close()
    publish(folder / "own.db", folder / "public.db")
    return folder / "public.db"


def test_a_published_copy_has_the_facts_and_nothing_of_the_editors_not_even_in_free_pages(published):
    copy = sqlite3.connect(f"file:{published}?mode=ro", uri=True)
    assert copy.execute("SELECT count(*) FROM facts_effective").fetchone() == (7,)
    assert copy.execute("SELECT count(*) FROM decided").fetchone() == (2,)
    assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    copy.close()
    content = published.read_bytes()
    assert PRIVATE_NAME.encode() not in content
    assert b"lan\x00" not in content


def test_a_published_copy_is_served_read_only_with_word_to_caches(published):
    async def ask(*paths):
        site = make_site(published, immutable=True)
        await site.invoke_startup()
        assert not site.get_database("mohinh").is_mutable
        return [await site.client.get(path) for path in paths]

    before = published.stat().st_mtime_ns
    for response in asyncio.run(
        ask("/", "/model/tieng-keng-binh-yen", "/mohinh/provinces_compared", "/article/1")
    ):
        assert response.status_code == 200
        assert response.headers["cache-control"] == "public, max-age=3600"
    assert published.stat().st_mtime_ns == before
    assert not list(published.parent.glob("public.db-*"))


def test_publishing_over_the_database_itself_or_serving_what_was_not_published_is_refused(
    published, tmp_path
):
    with pytest.raises(StoreError, match="the database itself"):
        publish(published, published)
    with pytest.raises(StoreError, match="no database there"):
        make_site(tmp_path / "none.db", immutable=True)


def test_the_archived_copy_is_text_and_only_offered_where_there_is_an_archive(database):
    page = b"<html><title>T</title><script>window.hacked=1</script><p>Ti\xe1\xba\xbfng k\xe1\xba\xbbng<b> b</b></p>"

    async def ask(stored):
        site = make_site(database, stored=stored)
        await site.invoke_startup()
        return [await site.client.get(path) for path in ("/archived/1", "/archived/1.txt", "/article/1")]

    shown, source, article = asyncio.run(ask(lambda file, offset: page))
    assert "<p>Tiếng kẻng b</p>" in shown.text
    assert "hacked" not in shown.text
    assert source.headers["content-type"].startswith("text/plain")
    assert "<script>" in source.text
    assert "/archived/1" in article.text
    shown, _, article = asyncio.run(ask(None))
    assert shown.status_code == 404
    assert "/archived/1" not in article.text
