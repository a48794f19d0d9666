"""The data files behind the site: they fit the schema, and what is wrong in one is named."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import types
from contextlib import closing

import httpx
import pytest
from datasette.plugins import pm
from datasette.utils.asgi import Response

from db.connection import open_database
from db.errors import ServeError, StoreError
from db.serve import make_site, serve
from db.site._compat import _divided, hookimpl
from db.site.configuration import DATABASE, load_configuration
from db.site.queries import load_queries, parse_query
from tests.conftest import COMMAND


def test_every_configured_table_column_and_facet_exists(tmp_path):
    db = open_database(tmp_path / "mohinh.db")
    there = {*db.table_names(), *db.view_names()}
    for name, entry in load_configuration().tables.items():
        assert name in there
        columns = {row[0] for row in db.execute("SELECT name FROM pragma_table_info(?)", (name,))}
        named = {*entry.get("columns", {}), *entry.get("facets", [])}
        named |= {entry[key] for key in ("sort", "sort_desc", "label_column") if key in entry}
        assert named <= columns, name
    assert set(load_configuration().start) <= set(load_configuration().tables)
    db.close()


def test_no_table_is_sorted_whole_to_show_its_first_page(tmp_path):
    db = open_database(tmp_path / "mohinh.db")
    pages = [
        f"SELECT * FROM {name} ORDER BY {entry['sort_desc']} DESC LIMIT 51"
        for name, entry in load_configuration().tables.items()
        if "sort_desc" in entry
        and name
        not in {"coverage", "provinces_overview", "units_overview", "models_overview", "places_overview"}
    ]
    for sql in (
        *pages,
        *(
            f"SELECT * FROM facts WHERE {column} = ? ORDER BY number DESC LIMIT 51"
            for column in ("event", "state")
        ),
    ):
        given = ["ended"] if "?" in sql else []
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", given)]
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan, sql
    db.close()


def test_no_table_or_view_is_without_title_and_description(tmp_path):
    db = open_database(tmp_path / "mohinh.db")
    shown = {name for name in (*db.table_names(), *db.view_names()) if not re.search("_fts|^_sqlite", name)}
    assert shown == set(load_configuration().tables)
    db.close()


def test_every_question_runs_with_empty_fields(tmp_path):
    db = open_database(tmp_path / "mohinh.db")
    for query in load_queries():
        db.execute(query.sql, dict.fromkeys(query.parameters, "")).fetchall()
    db.close()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("-- what: d\nSELECT 1", "q.sql: cannot read the line '-- what: d'"),
        (
            "-- parameter year: colour\nSELECT :year",
            "q.sql: cannot read the line '-- parameter year: colour'",
        ),
        ("-- chart: pie year facts\nSELECT 1", "q.sql: cannot read the line '-- chart: pie year facts'"),
        ("SELECT :year", "q.sql: described and used parameters differ: year"),
        ("-- parameter year: year\nSELECT ':year'", "parameters differ: year"),
    ],
)
def test_a_query_file_that_is_wrong_is_named(text, complaint):
    with pytest.raises(ServeError, match=re.escape(complaint)):
        parse_query("q.sql", text)


def test_a_missing_database_is_told_before_anything_is_served(tmp_path):
    with pytest.raises(StoreError, match="no database there"):
        make_site(tmp_path / "none.db")


def test_a_busy_port_is_told_with_the_way_out(server, database):
    with pytest.raises(ServeError, match=rf"Port {server.port} on 127\.0\.0\.1 is busy.*--port"):
        serve(database, "127.0.0.1", server.port)


def test_an_address_that_is_not_ours_is_told(database):
    with pytest.raises(ServeError, match="Cannot listen on"):
        serve(database, "127.0.0.1", 99999)


def test_a_table_that_takes_long_to_count_is_shown_without_its_number_of_rows(tmp_path):
    numbers = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 3000000) SELECT x FROM n"
    with closing(open_database(tmp_path / "mohinh.db")) as db:
        db.execute(f"CREATE VIEW slow AS {numbers}")
    site = make_site(tmp_path / "mohinh.db")

    async def ask(path):
        return (await site.client.get(path, cookies={"mohinh_language": "en"})).text

    page = asyncio.run(ask("/mohinh/slow"))
    assert "Many rows, too many to be counted at once" in page
    assert page.count("<tr>") == 51
    asked = asyncio.run(ask("/mohinh?sql=select+count(*)+from+slow"))
    assert re.search(r">3,?000,?000<", asked)


def test_for_datasette_1_texts_and_options_are_divided():
    metadata, config = _divided(load_configuration().metadata())
    texts, options = metadata["databases"][DATABASE], config["databases"][DATABASE]
    assert texts["tables"]["models"] == {
        key: texts["tables"]["models"][key] for key in ("title", "description")
    }
    assert options["tables"]["models"] == {"label_column": "name"}
    assert set(options["queries"]) == {query.name for query in load_queries()}
    assert "queries" not in texts


def test_the_command_serves_until_it_is_interrupted(database, tmp_path):
    process = subprocess.Popen(
        [str(COMMAND), "serve", "--db", str(database), "--port", "0"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8",
    )  # fmt: skip
    announced = process.stdout.readline()
    url = re.search(r"http://127\.0\.0\.1:\d+/", announced)[0]
    try:
        assert "Tiếng kẻng bình yên" in httpx.get(url, timeout=20).text
        assert (
            httpx.get(url + "mohinh/nothing", timeout=20).status_code == 404
        )  # and no screenful of it in the log
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")


def test_another_plug_in_can_be_served_along(database):
    def register_routes():
        async def hello():
            return Response.text("Xin chào")

        return [("^/hello$", hello)]

    plug_in = types.ModuleType("hello_plug_in")
    plug_in.register_routes = hookimpl(register_routes)
    site = make_site(database, [plug_in])
    try:
        assert asyncio.run(site.client.get("/hello")).text == "Xin chào"
    finally:
        pm.unregister(plug_in)
