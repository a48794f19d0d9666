"""Charts and maps: what is drawn, and that names in them stay text."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from db.site.drawing import Bar, Dot, columns, dots, tile_map, tiles


@pytest.mark.parametrize(("structure", "provinces"), [("new", 34), ("old", 63)])
def test_every_province_has_a_square_of_its_own(structure, provinces):
    squares = tiles(structure)
    assert len(squares) == provinces
    assert len({(tile.column, tile.row) for tile in squares}) == provinces
    assert set(tomllib.loads(files("db.site").joinpath("maps", "provinces.toml").read_text("utf-8"))) == {
        "new",
        "old",
    }


def test_the_map_shades_by_amount_and_leads_to_the_province():
    drawn = tile_map(
        {"tỉnh Gia Lai": 100, "tỉnh Cà Mau": 1}, "new", "Mô hình", lambda name: "/place/" + name, "models"
    )
    assert '<a href="/place/tỉnh Gia Lai"><rect class="tile shade-5"' in drawn
    assert '<a href="/place/tỉnh Cà Mau"><rect class="tile shade-1"' in drawn
    assert drawn.count("<a ") == 34


def test_years_without_facts_stand_as_gaps():
    drawn = columns([Bar("2019", 3), Bar("2022", 1)], "By year")
    assert re.findall(r'text-anchor="middle">(\d{4})<', drawn) == ["2019", "2020", "2021", "2022"]
    assert drawn.count("<rect") == 4


def test_hostile_labels_are_text_and_nothing_is_drawn_of_nothing():
    bad = "<script>alert(1)</script>"
    for drawn in (columns([Bar(bad, 1, "/x", bad)], bad), dots([Dot(2020.5, 3, "/x", bad)], bad)):
        assert "<script" not in drawn
        assert "&lt;script&gt;" in drawn
    assert columns([], "x") == dots([], "x") == ""


@pytest.mark.parametrize("value", [0, 0.4, 1, 7, 99, 12_345, 900_000_000])
def test_the_axis_reaches_beyond_the_largest_value_with_few_round_ticks(value):
    drawn = columns([Bar("a", value)], "x")
    ticks = re.findall(r'text-anchor="end">([^<]+)<', drawn)
    assert 2 <= len(ticks) <= 7
    height = float(re.search(r'<rect[^>]* height="([\d.]+)"', drawn)[1])
    assert 0 < height <= 175
