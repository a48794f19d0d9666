"""The report reads each table once, also in a database that no ANALYZE has looked at."""

from __future__ import annotations

from importlib.resources import files

from db.connection import open_database


def test_the_facts_are_not_searched_again_for_each_article(tmp_path):
    db = open_database(tmp_path / "mohinh.db")
    sql = files("nightly").joinpath("sql/sources.sql").read_text(encoding="utf-8")
    plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", {"run": 1, "since": "2026-01-01"})]
    articles = next(n for n, line in enumerate(plan) if " own " in f"{line} ")
    facts = next(n for n, line in enumerate(plan) if " f " in f"{line} ")
    # Whichever comes second is looked up by the id of the first; by its state alone it would be all of them, each time.
    inner = plan[max(articles, facts)]
    assert "facts_state" not in inner
    assert inner.startswith("SEARCH")
