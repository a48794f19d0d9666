"""`mohinh demo`: the whole thing offline, shown to somebody new."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from types import SimpleNamespace

import pytest

from demo import content


@pytest.fixture(scope="module")
def demonstration(module_mohinh, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    started = time.monotonic()
    result = module_mohinh("demo", cwd=folder)
    return SimpleNamespace(result=result, folder=folder, seconds=time.monotonic() - started)


def test_it_ends_by_itself_in_less_than_a_minute(demonstration):
    assert (demonstration.result.returncode, demonstration.result.stderr) == (0, "")
    assert demonstration.seconds < 60


def test_every_site_is_summed_up(demonstration):
    for site in content.sites():
        name = site.name.removesuffix(" (trang minh họa)").removeprefix("Trang thông tin điện tử ")
        assert name in demonstration.result.stdout


def test_a_dozen_facts_are_shown_with_model_count_place_date_and_source(demonstration):
    _, _, facts = demonstration.result.stdout.partition("Some of the facts")
    rows = [
        [cell.strip() for cell in line.split("│")[1:-1]]
        for line in facts.splitlines()
        if line.startswith("│")
    ]
    beginnings = [row for row in rows if row[1]]
    assert len(beginnings) == 12
    for model, count, unit, place, _date, source in beginnings:
        assert all((model, count, unit, place, source))
    assert sum(bool(row[4]) for row in beginnings) >= 8


def test_what_two_papers_reprint_is_one_fact_with_three_sources(demonstration):
    with closing(sqlite3.connect(demonstration.folder / "demo.db")) as connection:
        (sources,) = connection.execute(
            "SELECT source_names FROM facts_once WHERE place = 'tỉnh Nghệ An' AND count = 131 AND year = 2025"
        ).fetchone()
    assert sorted(sources.split(",")) == [
        "Báo Gia Lai (trang minh họa)",
        "Công an tỉnh Nghệ An (trang minh họa)",
        "Công an tỉnh Thanh Hóa (trang minh họa)",
    ]


def test_it_ends_with_the_command_that_opens_the_result(demonstration):
    assert demonstration.result.stdout.splitlines()[-1] == "Open it in the browser:   make serve"


def test_it_can_be_shown_again(demonstration, module_mohinh):
    again = module_mohinh("demo", cwd=demonstration.folder)
    assert again.returncode == 0
    assert "66 new pages" in again.stdout


def test_a_database_with_a_real_site_is_left_alone(mohinh, sites):
    text = sites.registry.read_text(encoding="utf-8")
    sites.registry.write_text(text.replace('id = "demo-halong"', 'id = "halong"'), encoding="utf-8")
    sites.run(mohinh, "halong", command="crawl")
    result = mohinh("demo", "--db", sites.folder / "x.db")
    assert result.returncode == 1
    assert "x.db: holds more than the demo (halong)" in result.stderr
    with closing(sqlite3.connect(sites.folder / "x.db")) as connection:
        assert connection.execute("SELECT count(*) FROM pages").fetchone()[0] > 0
