"""Small versions of bench/review_numbers.py: kill -9, two editors at once, saving while facts are rewritten, new rules."""

from __future__ import annotations

from contextlib import closing

import pytest

from db.connection import open_database
from db.runs import finish_run, start_run
from review.decisions import Judgement, Verdict, decide
from review.queue.columns import Columns
from review.queue.filters import Filter
from review.queue.index import QueueIndex
from review.queue.items import read_items
from review.queue.score import Weight, score
from tests.review import scenarios
from tests.review.article_database import build_articles, extract, other_rules
from tests.review.big_database import PER_ARTICLE, build, write
from tests.review.review_samples import column

STATEMENTS = 400


@pytest.fixture
def path(tmp_path):
    build(tmp_path / "mohinh.db", STATEMENTS)
    return tmp_path / "mohinh.db"


def test_every_confirmed_decision_survives_kill_9(path):
    confirmed, stored, whole = scenarios.killed_in_the_middle(path, 40)
    assert len(confirmed) >= 39
    assert set(confirmed) <= set(stored)
    assert whole


def test_two_editors_on_one_queue_decide_nothing_twice(path):
    results, stored = scenarios.two_editors(path, 60)
    decided = [key for confirmed, _, _ in results.values() for key in confirmed]
    assert len(decided) == len(set(decided)) == len(stored) == 120
    assert [refused for _, refused, _ in results.values()] == [[], []]


def test_no_save_fails_while_facts_are_rewritten(path):
    def rewrite(db):
        for shift in range(1, 6):
            write(db, range(STATEMENTS // PER_ARTICLE), shift=shift)

    confirmed, refused, _, _ = scenarios.while_extracting(path, 40, rewrite)
    assert (len(confirmed), refused) == (40, [])


def test_no_save_fails_while_the_command_extracts_everything_anew(tmp_path):
    path = tmp_path / "mohinh.db"
    build_articles(path, 40)
    rules = other_rules(tmp_path, path)
    with scenarios.served(path) as server:
        command = extract(path, rules)
        saves = scenarios.while_command_runs(server.url, command, at_least=10, most=50)
        said, _ = command.communicate()
    assert command.returncode == 0, said
    assert "40 articles" in said
    assert {status for status, _, _ in saves} <= {200, 409}
    assert [status for status, _, running in saves if running]
    with closing(open_database(path)) as db:
        confirmed = sum(status == 200 for status, _, _ in saves)
        assert column(db, "SELECT count(*) FROM reviews") == [confirmed]
        assert column(db, "SELECT count(*) FROM facts WHERE state = 'gone'")[0] > 10


def test_after_new_rules_and_shifted_offsets_every_decision_is_attached_or_listed(path):
    with closing(open_database(path)) as db:
        ids = column(db, "SELECT id FROM facts WHERE number % 3 = 0")
        for key in ids:
            decide(db, Judgement(key, Verdict.ACCEPT, "lan"))
        write(db, range(STATEMENTS // PER_ARTICLE), rules=1, shift=7)
        current = set(column(db, "SELECT id FROM facts WHERE state = 'current'"))
        looks = dict(db.execute("SELECT fact_id, why FROM second_looks").fetchall())
        assert set(column(db, "SELECT fact_id FROM decided")) == set(ids)
        assert {key for key in ids if key not in current} == {
            key for key, why in looks.items() if why == "gone"
        }
        assert "changed" in looks.values()
        assert column(db, "SELECT count(*) FROM facts_effective WHERE verdict = 'accept'") == [len(ids)]


def test_filters_and_counts_are_those_of_the_items(path):
    with closing(open_database(path)) as db:
        items = read_items(db.conn)
    columns = Columns(items)
    everything = columns.matching(Filter(), "lan")
    assert [items[place].id for place in everything] == [item.id for item in items]
    assert [item.score for item in items] == sorted((item.score for item in items), reverse=True)
    for wanted, fits in (
        (Filter(flag="outlier"), lambda item: "outlier" in item.flags),
        (
            Filter(source="Công an Gia Lai", since="2020-01-01"),
            lambda item: item.source == "Công an Gia Lai" and item.day >= "2020",
        ),
        (Filter(until="2019-12-31"), lambda item: item.day < "2020"),
        (Filter(rule="count.rule3"), lambda item: item.rule == "count.rule3"),
        (Filter(model="nothing"), lambda item: False),
        (Filter(by="mine"), lambda item: False),
    ):
        places = columns.matching(wanted, "lan")
        assert [items[place].id for place in places] == [item.id for item in items if fits(item)]
        counted = dict(columns.counts(places)["flag"])
        assert counted == {
            flag: n
            for flag in {f for item in items for f in item.flags}
            if (n := sum(flag in item.flags for item in items if fits(item)))
        }


def test_the_queue_is_built_anew_after_a_run_and_not_after_decisions(path):
    with closing(open_database(path)) as db, closing(open_database(path)) as reader:
        index = QueueIndex()
        index.build(reader.conn)
        first = index.take_next(Filter(), "lan", reader.conn)
        decide(db, Judgement(first.id, Verdict.ACCEPT, "hoa"))
        assert not index.outdated(reader.conn)
        index.refresh(reader.conn)
        assert index.waiting() == STATEMENTS - 1
        run = start_run(db, "extract", "0.1.0")
        write(db, [STATEMENTS])
        assert index.outdated(reader.conn)
        index.build(reader.conn)
        write(db, [STATEMENTS + 1])
        assert index.outdated(reader.conn)
        finish_run(db, run, 0, {})
        index.build(reader.conn)
        assert index.waiting() == STATEMENTS - 1 + 2 * PER_ARTICLE
        assert not index.outdated(reader.conn)


def test_the_address_holds_the_filter():
    wanted = Filter(flag="outlier", source="Báo Quảng Ninh", since="2020-01-01")
    assert Filter.of(dict(pair.split("=") for pair in wanted.query.split("&"))).flag == "outlier"
    assert Filter.of({"flag": "x", "odd": "y"}) == Filter(flag="x")
    assert Filter().query == ""


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ((0.2, Weight(0, 0, 0, 0)), (0.9, Weight(0, 0, 0, 0))),
        ((0.5, Weight(50, 1, 0, 0)), (0.5, Weight(1, 1, 0, 0))),
        ((0.5, Weight(1, 1, 1, 0)), (0.5, Weight(1, 1, 0, 0))),
        ((0.5, Weight(1, 1, 0, 1)), (0.5, Weight(1, 1, 0, 0))),
    ],
)
def test_what_is_more_doubtful_or_has_more_depending_on_it_comes_first(more, less):
    assert score(*more) > score(*less)
