"""The pages over a database as the bench makes it: every address it measures opens, and goes on doing so."""

from __future__ import annotations

import asyncio
import importlib.util
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.serve import make_site

BENCH = Path(__file__).parents[2] / "bench"


def bench(name):
    spec = importlib.util.spec_from_file_location(name, BENCH / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory):
    path = tmp_path_factory.mktemp("synthetic") / "synthetic.db"
    bench("site_database").build(path, 150, nights=10)
    return path


def test_every_page_that_is_measured_opens_and_has_something_to_show(synthetic):
    asked = bench("site_speed").pages(synthetic, random.Random(1))

    async def ask():
        site = make_site(synthetic)
        await site.invoke_startup()
        return {
            address: await site.client.get(address)
            for addresses in asked.values()
            for address in addresses[:4]
        }

    answers = asyncio.run(ask())
    assert {address for address, answer in answers.items() if answer.status_code != 200} == set()
    assert "<svg" in answers["/"].text
    drawn = [address for address, answer in answers.items() if '<figure class="' in answer.text]
    assert len(drawn) > 20


def test_its_reprints_are_counted_once(synthetic):
    with closing(sqlite3.connect(synthetic)) as db:
        (facts, statements, repeats) = db.execute(
            "SELECT facts, statements, (SELECT count(*) FROM repeats) FROM totals"
        ).fetchone()
        (reprints,) = db.execute("SELECT count(*) FROM reprints").fetchone()
    assert reprints == 7
    assert facts == statements - repeats
    assert repeats >= 3 * reprints - 2  # but for the facts that a decision has changed or taken out
