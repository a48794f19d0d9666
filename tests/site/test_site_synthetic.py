"""The pages over a database as the bench makes it: every address it measures opens, and goes on doing so."""

from __future__ import annotations

import asyncio
import random
import re
import sqlite3
from contextlib import closing
from html import unescape
from urllib.parse import quote

from db.serve import make_site
from db.site.configuration import load_configuration
from db.site.queries import find_query, load_queries
from tests.site.conftest import bench


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


def test_the_number_of_facts_in_an_answer_leads_to_as_many_facts(synthetic):
    """On questions, their charts and tables of sums: what is clicked is what is shown, reprints counted once."""
    with closing(sqlite3.connect(synthetic)) as db:
        (model,) = db.execute("SELECT model FROM models_overview ORDER BY facts DESC").fetchone()
        (year,) = db.execute(
            "SELECT first_year FROM models_overview GROUP BY 1 ORDER BY count(*) DESC"
        ).fetchone()
    asked = [
        f"/mohinh/{query.name}?model={quote(model)}&year={year}&event=operating&days=1"
        for query in load_queries()
        if query.facts_by
    ]
    asked += [
        f"/mohinh/{name}" for name, entry in load_configuration().tables.items()
        if "facts_by" in entry and find_query(name) is None
    ]  # fmt: skip
    link = re.compile(r'<a href="(/mohinh/facts_effective\?[^"]+)"><span class="number">([\d,]+)</span></a>')

    async def ask():
        site = make_site(synthetic)
        await site.invoke_startup()
        wrong, followed = [], 0
        for page in asked:
            links = link.findall((await site.client.get(page, cookies={"mohinh_language": "en"})).text)
            assert links, page
            for address, shown in links[:4]:
                told = (await site.client.get(unescape(address).replace("?", ".json?", 1))).json()
                followed += 1
                if told["filtered_table_rows_count"] != int(shown.replace(",", "")):
                    wrong.append((page, address, shown, told["filtered_table_rows_count"]))
        return wrong, followed

    wrong, followed = asyncio.run(ask())
    assert wrong == []
    assert followed > 30


def test_its_reprints_are_counted_once(synthetic):
    with closing(sqlite3.connect(synthetic)) as db:
        (facts, statements, repeats) = db.execute(
            "SELECT facts, statements, (SELECT count(*) FROM repeats) FROM totals"
        ).fetchone()
        (reprints,) = db.execute("SELECT count(*) FROM reprints").fetchone()
    assert reprints == 7
    assert facts == statements - repeats
    assert repeats >= 3 * reprints - 2  # but for the facts that a decision has changed or taken out
