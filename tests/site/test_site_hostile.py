"""A site that writes to attack: every payload of a long list as title, text, author, caption, source and model name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from db.connection import open_database
from db.records import SourceRow
from db.runs import start_run
from db.store import save_sources
from db.summaries import refresh_summaries
from tests.site import site_database
from tests.site.conftest import serving

PAYLOADS = [
    line
    for line in Path(__file__).with_name("xss_payloads.txt").read_text(encoding="utf-8").split("\n")
    if line
]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """An article, a source and a model for each payload, in a served database."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    db = open_database(path)
    run = start_run(db, "run", "0.1.0")
    for number, payload in enumerate(PAYLOADS):
        save_sources(
            db, [SourceRow(f"s-{number}", payload, payload, "newspaper", (payload,), None, "verified")]
        )
        text = f"Tại tỉnh Quảng Ninh, mô hình {payload} có {number + 2} {payload}."
        evidence = f"mô hình {payload} có {number + 2}"
        fact = site_database.sentence_fact(
            text, evidence, payload, "tỉnh Quảng Ninh", value=float(number + 2), unit=payload
        )
        site_database.add_article(
            db, run, f"s-{number}", f"https://xau.example/{number}?{payload}", payload, text, "2024-01-01",
            (fact,), (site_database.mention(text, "model", payload, model=payload),), captions=(payload,), author=payload,
        )  # fmt: skip
    refresh_summaries(db)
    slugs = [row[0] for row in db.execute("SELECT slug FROM models")]
    db.close()
    with serving(path) as server:
        server.slugs = slugs
        yield server


def test_the_list_is_long():
    assert len(set(PAYLOADS)) >= 100


def test_no_payload_runs_anywhere(browser, attacked):
    pages = [
        *(f"/article/{n + 1}" for n in range(len(PAYLOADS))),
        *(f"/model/{slug}" for slug in attacked.slugs[::8]),
        *(f"/source/s-{n}" for n in range(0, len(PAYLOADS), 6)),
        "/", "/place/tinh-quang-ninh", "/search?q=window+hacked", "/search?q=script", "/mohinh/facts_effective",
        "/mohinh/largest_counts?unit=script", "/mohinh/what_is_counted", "/mohinh/most_widespread_models",
        "/mohinh/models?_size=200", "/mohinh/articles", "/mohinh/sources?_size=200", "/mohinh/facts",
        "/mohinh/coverage_per_night", "/mohinh/who_reports_a_model?model=script",
    ]  # fmt: skip
    for page in pages:
        browser.get(attacked.url + page)
        assert browser.execute_script("return window.hacked") is None, page
        assert browser.current_url == attacked.url + page, page
    assert browser.get_log("browser") == []  # nothing was even tried: the policy had nothing to stop


@pytest.mark.parametrize(
    "payload",
    ["%3Cscript%3Ewindow.hacked=1%3C/script%3E", "%22%20onfocus=window.hacked=1%20autofocus%20x=%22"],
)
@pytest.mark.parametrize(
    "page",
    [
        "/search?q=",
        "/mohinh/models_by_province_and_year?province=",
        "/?map=",
        "/language/vi?next=",
        "/model/",
    ],
)
def test_what_stands_in_an_address_does_not_run_either(browser, attacked, page, payload):
    browser.get(attacked.url + page + payload)
    assert browser.execute_script("return window.hacked") is None


def test_no_element_of_ours_carries_a_handler(browser, attacked):
    browser.get(attacked.url + "/article/1")
    source = browser.page_source
    assert not re.search(r"<[a-z]+[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', source))
