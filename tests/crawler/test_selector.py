"""Selectors are asked only of pages that can match: nothing may be missed by that."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.article.dom import parse_tree
from crawler.layout import load_layouts
from crawler.selector import compiled

FIXTURES = Path(__file__).parent / "fixtures"
FIELDS = ("title", "lead", "body", "author", "date", "section", "tags", "caption", "drop")


def selectors():
    for layout in load_layouts().values():
        yield from layout.detect.selectors
        for generation in layout.generations:
            for field in FIELDS:
                yield from getattr(generation, field)


def test_a_selector_of_a_layout_finds_on_every_page_what_its_xpath_finds():
    all_selectors = set(selectors())
    found = 0
    for path in sorted(FIXTURES.glob("*/*.html")):
        tree = parse_tree(path.read_text(encoding="utf-8", errors="replace"))
        if tree is None:
            continue
        for css in all_selectors:
            wanted = compiled(css).found_in(tree.root)
            assert tree.select(css) == wanted, (path.name, css)
            found += len(wanted)
    assert found > 200


@pytest.mark.parametrize(
    ("css", "count"),
    [
        (".a", 2),
        ("p.a, #b", 2),
        ("#x, .a", 2),
        (".a:not(.c)", 1),
        ("div > .a", 1),
        (".none .a", 0),
        ("[class*=a]", 3),
        ("p", 2),
    ],
)
def test_alternatives_exclusions_and_parts_of_attributes_count_as_css_has_them(css, count):
    tree = parse_tree(
        "<div class='x'><p class='a c'>1</p></div><p id='b'>2</p><span class='a'>3</span><i class='ba'>4</i>"
    )
    assert tree is not None
    assert len(tree.select(css)) == count
