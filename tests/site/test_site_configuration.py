"""The data files behind the site: they fit the schema, and what is wrong in one is named."""

from __future__ import annotations

import re

import pytest

from db.connection import open_database
from db.errors import ServeError, StoreError
from db.serve import make_site, serve
from db.site.configuration import load_configuration
from db.site.queries import load_queries, parse_query


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
        ("-- description: d\nSELECT 1", "q.sql: no line “-- title: …”"),
        ("-- title: t\n-- what: d\nSELECT 1", "q.sql: cannot read the line '-- what: d'"),
        ("-- title: t\n-- description: d\nSELECT :year", "q.sql: described and used parameters differ: year"),
        ("-- title: t\n-- description: d\n-- parameter year: y\nSELECT ':year'", "parameters differ: year"),
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
