"""Pages of every layout, each with the record a reader would write down: every field must be right.

``fixtures/<layout>/<page>.html`` has its record beside it. ``variants`` are pages whose markup is not what the layout
files expect, ``not-articles`` pages that are none.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from crawler.article import parse_page, parse_stored
from crawler.layout import load_layouts
from crawler.registry import load_registry

FIXTURES = Path(__file__).parent / "fixtures"
# Folders of other tests may stand beside ours: a page counts when its record stands beside it.
PAGES = sorted(path for path in FIXTURES.glob("*/*.html") if path.with_suffix(".json").exists())
FIELDS = ("title", "published", "author", "text", "captions")
# What only the layout can know: that the page prints a clock above its title, the paper's own prefix, where lead or address date a page.
LAYOUT_ONLY = {
    "antv-clock-right-above-title": {"published"},
    "camau-clock-and-weather": {"text"},
    "nowrap-date": {"text", "captions", "author"},
    "savefile-copy": {"published"},
    "seconds-in-address": {"published"},
}


@cache
def registry():
    return load_registry()


@cache
def layouts():
    return load_layouts()


def record(page):
    return json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))


def name(page):
    return f"{page.parent.name}/{page.stem}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_field_of_the_page_is_right(page):
    wanted = record(page)
    found = parse_stored(page.read_bytes(), wanted["url"], registry(), layouts()).as_json()
    assert {field: found[field] for field in wanted["expected"]} == wanted["expected"]


def test_the_pages_cover_the_layouts_and_their_traps():
    folders = Counter(page.parent.name for page in PAGES)
    assert len(set(folders) & set(layouts())) >= 20
    assert folders["variants"] >= 12
    assert folders["not-articles"] >= 12


@pytest.mark.parametrize("page", [page for page in PAGES if page.parent.name != "not-articles"], ids=name)
def test_without_any_layout_the_generic_extractor_gets_the_same(page):
    wanted = record(page)
    found = parse_page(page.read_bytes(), wanted["url"], layouts={}).as_json()
    fields = [
        field
        for field in FIELDS
        if field in wanted["expected"] and field not in LAYOUT_ONLY.get(page.stem, ())
    ]
    assert {field: found[field] for field in fields} == {field: wanted["expected"][field] for field in fields}
    assert found["method"] == "fallback"
