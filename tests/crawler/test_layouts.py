"""The layout files: all of them load, and a wrong one is reported with its name and key."""

from __future__ import annotations

import pytest

from crawler.article.detect import layout_for_host
from crawler.layout import LayoutError, load_layouts, read_layout
from crawler.registry import load_registry

GOOD = """
id = "sample"
name = "A sample"
sites = ["sample.example.vn"]

[[versions]]
id = "v1"
body = ["#content"]
"""


def written(tmp_path, text, name="sample.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_bundled_layouts_load():
    layouts = load_layouts()
    assert len(layouts) >= 25
    assert all(layout.name for layout in layouts.values())


def test_every_layout_that_the_registry_names_exists():
    layouts = load_layouts()
    named = {source.layout for source in load_registry().sources if source.layout}
    assert named <= set(layouts)


def test_no_host_belongs_to_two_layouts():
    hosts = [site for layout in load_layouts().values() for site in layout.sites]
    assert len(hosts) == len(set(hosts))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("#content", "div["), r"sample\.toml.*body.*“div\[” is not a CSS selector"),
        (("body =", "boddy ="), r"sample\.toml.*boddy.*is not known"),
        (('id = "sample"', 'id = "other"'), r"sample\.toml: key “id”: “other” is not the name of the file"),
        (('name = "A sample"', ""), r"sample\.toml.*name.*is missing"),
        (
            ('name = "A sample"', 'name = "A sample"\nbyline = "middle"'),
            r"byline.*“middle” is not one of any, end, head",
        ),
        (('id = "v1"', 'id = "v1"\nvalid_from = "May 2020"'), r"valid_from.*“May 2020” is not a day"),
        (('id = "v1"', 'id = "v1"\nurl = "("'), r"url.*not a valid regular expression"),
        (('id = "sample"', "id = sample"), r"sample\.toml: not valid TOML"),
    ],
)
def test_a_wrong_layout_file_is_reported_with_its_name_and_key(tmp_path, change, message):
    written(tmp_path, GOOD.replace(*change))
    with pytest.raises(LayoutError, match=message):
        load_layouts(tmp_path)


def test_a_directory_without_layouts_is_an_error(tmp_path):
    with pytest.raises(LayoutError, match="holds no layout file"):
        load_layouts(tmp_path)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(LayoutError, match="cannot be read"):
        read_layout(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("url", "layout"),
    [
        ("https://amp.cand.com.vn/x-i1", "cand"),
        ("https://alpha.antv.gov.vn/x", "antv"),
        ("https://www.bocongan.gov.vn/bai-viet/x", "bocongan"),
        ("https://congan.thainguyen.gov.vn/tin-tuc/a/b-1.html", "nukeviet"),
        ("https://thainguyen.gov.vn/x", "liferay"),
        ("https://unknown.example.vn/x", None),
    ],
)
def test_a_host_finds_its_layout_and_mirrors_share_it(url, layout):
    found = layout_for_host(url, load_layouts())
    assert (found.id if found else None) == layout
