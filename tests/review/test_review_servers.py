"""What several servers of one database share, what outlives a restart, and what is shown while a large queue is read."""

from __future__ import annotations

import threading

import pytest

from review.editors import Role
from review.errors import ReviewError
from review.passing import HOLD_SECONDS, SKIP_SECONDS, Passing, passing_file
from review.queue.index import QueueIndex
from review.queue.items import read_items
from tests.review import scenarios
from tests.review.big_database import build
from tests.review.desk_client import Served, statement_in
from tests.review.review_samples import column, fact, store

PEOPLE = [("lan", Role.EDITOR), ("hoa", Role.EDITOR), ("minh", Role.READER)]


class Clock:
    now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def passing(tmp_path):
    clock = Clock()
    one, other = (Passing(tmp_path / "mohinh.desk.db", clock) for _ in range(2))
    yield clock, one, other
    one.close()
    other.close()


@pytest.fixture
def two(db, tmp_path):
    db.ids = store(db, [fact(f"Toàn xã có {n} điểm.", float(n), confidence=n / 100) for n in range(2, 9)])
    sites = [Served(tmp_path / "mohinh.db", people) for people in (PEOPLE, ())]
    yield sites
    for site in sites:
        site.close()


def test_who_looks_at_a_statement_is_known_to_every_server_for_two_minutes(passing):
    clock, one, other = passing
    assert one.hold("s", "lan") is None
    assert other.hold("s", "hoa") == "lan"
    assert other.not_for("hoa") == {"s"}
    assert other.not_for("lan") == set()
    clock.now += HOLD_SECONDS + 1
    assert other.hold("s", "hoa") is None
    other.release("s")
    assert one.hold("s", "lan") is None


def test_a_skipped_statement_is_free_for_others_at_once_and_comes_back_after_an_hour(passing):
    clock, one, other = passing
    one.hold("s", "lan")
    one.skip("s", "lan")
    assert (other.not_for("hoa"), other.not_for("lan")) == (set(), {"s"})
    clock.now += SKIP_SECONDS + 1
    assert other.not_for("lan") == set()


def test_wrong_passwords_are_counted_by_all_servers_together(two):
    first, second = (site.visitor() for site in two)
    answers = [visitor.sign_in("lan", "sai").status_code for visitor in (first, second) * 3]
    assert answers == [403] * 5 + [429]


def test_the_state_is_private_and_can_be_thrown_away(db, tmp_path):
    path = passing_file(tmp_path / "mohinh.db")
    Passing(path).close()
    assert path.stat().st_mode & 0o777 == 0o600
    path.unlink()
    Passing(path).close()
    path.write_bytes(b"something else" * 100)
    with pytest.raises(ReviewError, match="may be deleted"):
        Passing(path)


def test_two_servers_give_two_editors_different_statements_and_a_restart_forgets_nothing(two, db, tmp_path):
    lan, hoa = two[0].visitor("lan"), two[1].visitor("hoa")
    given = [statement_in(visitor.get("/-/review/next")) for visitor in (lan, hoa)]
    assert given == db.ids[:2]
    assert "lan is looking" in hoa.get(f"/-/review/s/{given[0]}").text
    skipped = statement_in(hoa.press(hoa.get(f"/-/review/s/{given[1]}"), "/-/review/skip"))
    assert skipped == db.ids[2]
    two[1].close()
    two[1] = Served(tmp_path / "mohinh.db")
    assert statement_in(two[1].visitor("hoa").get("/-/review/next")) == db.ids[2]


def test_a_reader_who_looks_keeps_no_editor_from_a_statement(two, db):
    two[0].visitor("minh").get(f"/-/review/s/{db.ids[0]}")
    assert statement_in(two[0].visitor("lan").get("/-/review/next")) == db.ids[0]


def test_two_editors_at_two_servers_decide_nothing_twice(tmp_path):
    build(tmp_path / "mohinh.db", 200)
    results, stored = scenarios.two_editors(tmp_path / "mohinh.db", 50, servers=2)
    assert [len(confirmed) for confirmed, _, _ in results.values()] == [50, 50]
    assert len(stored) == len(set(stored)) == 100


def test_an_editor_begins_while_the_whole_queue_is_still_being_read(db, tmp_path, monkeypatch):
    ids = store(db, [fact("Toàn xã có 2 điểm.", 2.0), fact("Toàn xã có 3 điểm.", 3.0, confidence=0.1)])
    go_on = threading.Event()
    monkeypatch.setattr(
        "review.queue.index.read_items", lambda connection: go_on.wait(30) and read_items(connection)
    )
    site = Served(tmp_path / "mohinh.db", PEOPLE)
    try:
        lan = site.visitor("lan")
        page = lan.get("/-/review")
        assert "is being read" in page.text
        assert 'http-equiv="refresh"' in page.text
        first = statement_in(lan.get("/-/review/next"))
        assert first == ids[1]
        ahead = lan.decide(lan.get(f"/-/review/s/{first}"), "accept")
        assert statement_in(ahead) == ids[0]
        go_on.set()
        assert "is being read" not in lan.get("/-/review/bulk").text
        whole = lan.get("/-/review")
        assert "is being read" not in whole.text
        assert "Toàn xã có 3 điểm." not in whole.text
    finally:
        go_on.set()
        site.close()


def test_what_is_read_first_is_part_of_the_whole(tmp_path):
    build(tmp_path / "mohinh.db", 400)
    db = scenarios.open_database(tmp_path / "mohinh.db")
    first, whole = QueueIndex(), QueueIndex()
    first.begin(db.conn)
    whole.build(db.conn)
    assert (first.whole, whole.whole) == (False, True)
    assert 0 < first.waiting() <= 300 < whole.waiting() == column(db, "SELECT count(*) FROM facts")[0]
    db.close()
