"""Taking facts away: what a spreadsheet, a program and pandas get."""

from __future__ import annotations

import csv
import io
import json
import sys

import pyarrow.parquet as pq
import pytest

from db.describe import columns, data_package
from db.errors import StoreError
from db.export import export_facts
from db.records import LocalityRow
from db.store import save_extraction
from db.summaries import refresh_summaries
from tests.db.db_samples import column, extraction, fact, with_article


@pytest.fixture
def stored(db):
    run, article = with_article(db)
    formula = fact(5.0, "tổ", evidence='=HYPERLINK("http://x")', sentence="+1 tổ, và\n“tổ”")
    save_extraction(db, article, extraction(fact(), formula), run)
    return db


def test_csv_opens_in_a_spreadsheet_with_accents_and_without_running_formulas(stored, tmp_path):
    out = tmp_path / "facts.csv"
    assert export_facts(stored, out, "csv") == 2
    raw = out.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[0]["model"] == "Tiếng kẻng"
    assert rows[1]["evidence"] == '\'=HYPERLINK("http://x")'
    assert rows[1]["sentence"] == "'+1 tổ, và\n“tổ”"
    assert rows[1]["count"] == "5.0"


def test_jsonl_has_the_same_rows_as_the_view(stored):
    out = io.BytesIO()
    export_facts(stored, out, "jsonl")
    rows = [json.loads(line) for line in out.getvalue().decode("utf-8").splitlines()]
    assert rows == list(stored.query("SELECT * FROM facts_effective ORDER BY number"))


def test_parquet_keeps_numbers_as_numbers(stored, tmp_path):
    out = tmp_path / "facts.parquet"
    export_facts(stored, out, "parquet")
    table = pq.read_table(out)
    assert table.to_pylist() == list(stored.query("SELECT * FROM facts_effective ORDER BY number"))
    assert str(table.schema.field("count").type) == "double"
    assert str(table.schema.field("year").type) == "int64"


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_an_empty_database_gives_an_empty_file_with_its_columns(db, tmp_path, kind):
    out = tmp_path / f"facts.{kind}"
    assert export_facts(db, out, kind) == 0
    if kind == "csv":
        assert out.read_text(encoding="utf-8-sig").startswith("id,model,place")
    if kind == "parquet":
        assert pq.read_table(out).column_names[:3] == ["id", "model", "place"]


def test_parquet_without_pyarrow_says_how_to_get_it(stored, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(StoreError, match=r"needs pyarrow.*mohinh\[parquet\]"):
        export_facts(stored, tmp_path / "facts.parquet", "parquet")
    assert list(tmp_path.glob("facts*")) == []


def test_an_unknown_format_or_an_unwritable_path_is_named(stored, tmp_path):
    with pytest.raises(StoreError, match="xls: unknown export format; there are csv, jsonl, parquet"):
        export_facts(stored, tmp_path / "facts.xls", "xls")
    with pytest.raises(StoreError, match=r"nowhere/facts\.csv: cannot be written"):
        export_facts(stored, tmp_path / "nowhere" / "facts.csv", "csv")


def test_every_column_is_described_with_its_type(stored):
    names = [row[0] for row in stored.execute("SELECT name FROM pragma_table_info('facts_effective')")]
    package = data_package("facts", names)
    fields = package["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in fields] == names
    assert all(field["description"] and field["type"] != "any" for field in fields)
    (first,) = stored.query("SELECT * FROM facts_effective WHERE count = 2")
    told = {float: "real", int: "integer", str: "text"}
    assert {name: told[type(v)] for name, v in first.items() if v is not None}.items() <= {
        name: column.type for name, column in columns().items()
    }.items()
    assert column(stored, "SELECT count(*) FROM facts_effective") == [2]


def test_places_are_points_with_what_is_known_of_them(db):
    run, article = with_article(db)
    place = LocalityRow(
        "tỉnh Quảng Ninh", vintage="new", new_province="tỉnh Quảng Ninh", latitude=21.2, longitude=107.2
    )
    save_extraction(db, article, extraction(fact(locality="tỉnh Quảng Ninh"), localities=(place,)), run)
    refresh_summaries(db)
    out = io.BytesIO()
    assert export_facts(db, out, "geojson") == 1
    (feature,) = json.loads(out.getvalue())["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [107.2, 21.2]}
    assert (feature["properties"]["slug"], feature["properties"]["facts"]) == ("tinh-quang-ninh", 1)


def test_pandas_and_duckdb_read_what_is_exported(stored, tmp_path):
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    for kind in ("csv", "jsonl", "parquet"):
        export_facts(stored, tmp_path / f"facts.{kind}", kind)
    frames = [
        pandas.read_csv(tmp_path / "facts.csv"),
        pandas.read_json(tmp_path / "facts.jsonl", lines=True),
        pandas.read_parquet(tmp_path / "facts.parquet"),
    ]
    assert [list(frame["count"]) for frame in frames] == [[2.0, 5.0]] * 3
    assert [frame["model"][0] for frame in frames] == ["Tiếng kẻng"] * 3
    for reader in ("read_csv_auto", "read_json_auto", "read_parquet"):
        name = {"read_csv_auto": "csv", "read_json_auto": "jsonl", "read_parquet": "parquet"}[reader]
        total = duckdb.sql(
            f"SELECT sum(count), min(place) FROM {reader}('{tmp_path / f'facts.{name}'}')"
        ).fetchall()
        assert total[0][0] == 7.0
