"""The desk over HTTP, without JavaScript: the queue, a statement, decisions, undoing, conflicts of two editors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.decisions import Judgement, Verdict, decide
from review.editors import Role
from review.slots import number, written
from tests.review.desk_client import Forms, Served, statement_in
from tests.review.review_samples import CAMERA, KENG, QUANG_NINH, column, effective, fact, store


@pytest.fixture
def served(db, tmp_path):
    db.ids = store(db, [
        fact("Toàn tỉnh có 40 điểm.", 40.0, locality=QUANG_NINH, confidence=0.2, flags=("outlier",)),
        fact("Toàn xã có 2 điểm.", 2.0, confidence=0.5),
        fact("Xã có 5 camera.", 5.0, "camera", CAMERA, confidence=0.9, flags=("unusual_unit",)),
        fact("Xã có 9 camera.", 9.0, "camera", CAMERA, flags=()),
    ])  # fmt: skip
    site = Served(
        tmp_path / "mohinh.db",
        [("lan", Role.EDITOR), ("hoa", Role.EDITOR), ("minh", Role.READER), ("sep", Role.ADMIN)],
    )
    yield site
    site.close()


def test_the_queue_shows_flagged_statements_the_doubtful_and_consequential_first_with_counts(served):
    page = served.visitor("lan").get("/-/review")
    assert page.text.index("Toàn tỉnh có 40") < page.text.index("Toàn xã có 2") < page.text.index("Xã có 5")
    assert "Xã có 9" not in page.text
    assert "outlier</a>" in page.text
    filtered = served.visitor("lan").get("/-/review?flag=outlier")
    assert "Toàn tỉnh có 40" in filtered.text
    assert "Toàn xã có 2" not in filtered.text


def test_a_decision_is_saved_and_leads_to_the_next_statement(served, db):
    lan = served.visitor("lan")
    first = statement_in(lan.get("/-/review/next"))
    assert first == db.ids[0]
    answer = lan.decide(lan.get(f"/-/review/s/{first}"), "accept", note="đã xem")
    assert answer.status_code == 303
    assert statement_in(answer) == db.ids[1]
    assert db.execute("SELECT fact_id, verdict, editor, note FROM reviews").fetchall() == [
        (first, "accept", "lan", "đã xem")
    ]


def test_a_correction_keeps_what_was_changed_and_nothing_else(served, db):
    lan = served.visitor("lan")
    lan.decide(
        lan.get(f"/-/review/s/{db.ids[1]}"), "correct", value="1.420", unit="Tổ tự quản", event="launched"
    )
    (row,) = [one for one in effective(db) if one[0] == db.ids[1]]
    assert row[3:] == (1420.0, "tổ tự quản", "launched")
    assert column(db, "SELECT corrected FROM reviews") == [
        '{"value": 1420.0, "unit": "tổ tự quản", "event": "launched"}'
    ]


@pytest.mark.parametrize(
    ("verdict", "changes", "message"),
    [
        ("correct", {"value": "nhiều"}, "is not a number"),
        ("correct", {"value": "1,420"}, "can be read in two ways; write 1420, or 1,4200"),
        ("correct", {"date": "hôm qua"}, "is not a date"),
        ("correct", {}, "Nothing was changed"),
        ("accept", {"value": "3"}, "You have changed a field"),
        ("perhaps", {}, "Choose accept"),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed_and_nothing_is_saved(
    served, db, verdict, changes, message
):
    lan = served.visitor("lan")
    answer = lan.decide(lan.get(f"/-/review/s/{db.ids[1]}"), verdict, **changes)
    assert answer.status_code == 400
    assert message in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in changes.values())
    assert column(db, "SELECT count(*) FROM reviews") == [0]


def test_keys_are_kept_with_the_account_and_two_actions_never_share_one(served):
    lan, hoa = served.visitor("lan"), served.visitor("hoa")
    address = lan.get("/-/review/next").headers["location"]
    page = lan.get(address)
    changed = lan.press(page, "/-/review/keys", accept="Đ", unsure="␣", back=address)
    assert (changed.status_code, changed.headers["location"]) == (303, address)
    for visitor, key in ((served.visitor("lan"), "đ"), (hoa, "a")):
        assert f'data-action="accept" data-key="{key}"' in visitor.get(address).text
    for wrong in ({"accept": "x"}, {"accept": "1"}, {"accept": ""}, {"accept": "ab"}):
        assert lan.press(lan.get(address), "/-/review/keys", **wrong).status_code == 400
    away = lan.press(lan.get(address), "/-/review/keys", back="https://elsewhere.example/", do="reset")
    assert away.headers["location"] == "/-/review/next"
    assert 'data-action="accept" data-key="a"' in lan.get(address).text


@given(st.integers(0, 10**9))
def test_a_number_in_a_field_is_read_back_as_it_was(thousandths):
    assert number("value", written(thousandths / 1000)) == thousandths / 1000


def test_undo_takes_the_last_decision_back_and_shows_its_statement_again(served, db):
    lan = served.visitor("lan")
    ahead = lan.decide(lan.get(f"/-/review/s/{db.ids[0]}"), "reject")
    page = lan.get(ahead.headers["location"])
    assert statement_in(lan.press(page, "/-/review/undo")) == db.ids[0]
    assert column(db, "SELECT verdict FROM reviews ORDER BY id") == ["reject", "undo"]
    assert column(db, "SELECT count(*) FROM decided") == [0]


def test_two_editors_are_not_given_the_same_statement_and_skipping_goes_on(served, db):
    lan, hoa = served.visitor("lan"), served.visitor("hoa")
    first, second = statement_in(lan.get("/-/review/next")), statement_in(hoa.get("/-/review/next"))
    assert (first, second) == (db.ids[0], db.ids[1])
    assert "lan is looking at this statement" in hoa.get(f"/-/review/s/{first}").text
    skipped = lan.press(lan.get(f"/-/review/s/{first}"), "/-/review/skip")
    assert statement_in(skipped) == db.ids[2]


def test_a_save_on_a_statement_that_somebody_decided_meanwhile_is_refused_with_both_versions(served, db):
    lan, hoa = served.visitor("lan"), served.visitor("hoa")
    page = lan.get(f"/-/review/s/{db.ids[0]}")
    hoa.decide(hoa.get(f"/-/review/s/{db.ids[0]}"), "correct", value="41")
    answer = lan.decide(page, "accept")
    assert answer.status_code == 409
    assert "You saw" in answer.text
    assert "corrected by hoa" in answer.text
    assert column(db, "SELECT editor FROM reviews") == ["hoa"]


def test_a_save_on_a_statement_that_new_rules_read_otherwise_is_refused(served, db):
    lan = served.visitor("lan")
    page = lan.get(f"/-/review/s/{db.ids[1]}")
    store(db, [fact("Toàn xã có 2 điểm.", 2.0, locality=QUANG_NINH)])
    answer = lan.decide(page, "accept")
    assert answer.status_code == 409
    assert QUANG_NINH in answer.text
    assert column(db, "SELECT count(*) FROM reviews") == [0]


def test_a_statement_no_longer_found_comes_back_with_the_nearest_and_is_carried_over(served, db):
    lan = served.visitor("lan")
    lan.decide(lan.get(f"/-/review/s/{db.ids[1]}"), "correct", value="3")
    (heir,) = store(db, [fact("Hiện nay toàn xã có 2 điểm.", 2.0)])
    page = lan.get(f"/-/review/s/{db.ids[1]}")
    assert "no longer found" in page.text
    assert "Hiện nay toàn xã có 2 điểm." in page.text
    sent = [one for one in Forms(page.text).found if "heir" in one["fields"]]
    assert lan.post(sent[0]["action"], sent[0]["fields"]).status_code == 303
    assert effective(db) == [
        (
            heir,
            KENG,
            column(
                db,
                "SELECT path FROM localities WHERE id = (SELECT locality_id FROM facts WHERE id = ?)",
                heir,
            )[0],
            3.0,
            "điểm",
            None,
        )
    ]


def test_a_corrected_place_can_be_taught_for_its_source(served, db):
    lan = served.visitor("lan")
    lan.decide(lan.get(f"/-/review/s/{db.ids[1]}"), "correct", locality=QUANG_NINH, remember="1")
    assert db.execute("SELECT kind, means, source_id, editor FROM overlay").fetchall() == [
        ("place", QUANG_NINH, "qn", "lan")
    ]


def test_models_places_and_units_are_suggested_without_accents(served):
    lan = served.visitor("lan")
    ask = "/-/review/suggest.json?slot={}&typed={}"
    assert lan.get(ask.format("model", "tieng ke")).json()[0]["value"] == KENG
    (place,) = lan.get(ask.format("locality", "hiep ho")).json()
    assert "old 07135" in place["about"]
    assert lan.get(ask.format("unit", "cam")).json()[0]["value"] == "camera"
    assert lan.get(ask.format("locality", '"')).json() == []


def test_decisions_made_elsewhere_leave_the_queue_at_once(served, db):
    lan = served.visitor("lan")
    lan.get("/-/review")
    decide(db, Judgement(db.ids[0], Verdict.ACCEPT, "hoa"))
    assert statement_in(lan.get("/-/review/next")) == db.ids[1]


def test_a_save_that_cannot_be_made_in_time_is_said_to_be_none(served, db, monkeypatch):
    lan = served.visitor("lan")
    page = lan.get(f"/-/review/s/{db.ids[0]}")
    monkeypatch.setattr("review.desk.runtime.BUSY_SECONDS", 0.05)
    db.execute("BEGIN IMMEDIATE")
    answer = lan.decide(page, "accept")
    db.execute("ROLLBACK")
    assert answer.status_code == 503
    assert "nothing was saved" in answer.text
    assert lan.decide(page, "accept").status_code == 303
