"""Decisions made together: bulk after a preview, a name everywhere, undone as one; second looks; second opinions; figures."""

from __future__ import annotations

import pytest

from review.agreement import cohens_kappa
from review.editors import Role
from review.statistics import wilson
from tests.review.desk_client import Served
from tests.review.review_samples import CAMERA, KENG, QUANG_NINH, column, effective, fact, store


@pytest.fixture
def served(db, tmp_path):
    db.facts = [
        fact("Toàn xã có 2 điểm.", 2.0, flags=("outlier",)),
        fact("Xã có 5 camera.", 5.0, "camera", CAMERA),
        fact("Xã có 9 camera.", 9.0, "camera", CAMERA),
    ]
    db.ids = store(db, db.facts)
    site = Served(tmp_path / "mohinh.db", [("lan", Role.EDITOR), ("hoa", Role.EDITOR), ("sep", Role.ADMIN)])
    yield site
    site.close()


def test_a_filtered_set_is_rejected_after_a_preview_and_undone_as_one(served, db):
    lan = served.visitor("lan")
    page = lan.get("/-/review/bulk?flag=low_confidence")
    assert '<b class="number">2</b> statements' in page.text
    assert lan.press(page, "/-/review/bulk", verdict="reject").status_code == 303
    assert [row[0] for row in effective(db)] == [db.ids[0]]
    assert lan.press(lan.get("/-/review/batches"), "/-/review/batches/1").status_code == 303
    assert len(effective(db)) == 3
    assert column(db, "SELECT count(*) FROM reviews") == [4]
    assert "undone" in lan.get("/-/review/batches").text


def test_a_set_that_changed_since_its_preview_is_not_touched(served, db):
    lan, hoa = served.visitor("lan"), served.visitor("hoa")
    page = lan.get("/-/review/bulk?flag=low_confidence")
    hoa.decide(hoa.get(f"/-/review/s/{db.ids[1]}"), "accept")
    assert lan.press(page, "/-/review/bulk", verdict="reject").status_code == 409
    assert column(db, "SELECT verdict FROM reviews") == ["accept"]


def test_a_name_that_is_no_model_is_rejected_everywhere_and_taught(served, db):
    lan = served.visitor("lan")
    model = column(db, "SELECT id FROM models WHERE name = ?", CAMERA)[0]
    page = lan.get(f"/-/review/everywhere/{model}")
    assert lan.press(page, "/-/review/everywhere/", verdict="reject").status_code == 303
    assert [row[1] for row in effective(db)] == [KENG]
    assert db.execute("SELECT kind, name, batch_id, editor FROM overlay").fetchall() == [
        ("not_a_model", CAMERA, 1, "lan")
    ]
    lan.press(lan.get("/-/review/batches"), "/-/review/batches/1")
    assert column(db, "SELECT reverted_by FROM overlay") == ["lan"]
    assert len(effective(db)) == 3


def test_an_alias_is_fixed_once_for_all_its_facts_and_only_an_admin_takes_the_lesson_back(served, db):
    lan, sep = served.visitor("lan"), served.visitor("sep")
    model = column(db, "SELECT id FROM models WHERE name = ?", CAMERA)[0]
    page = lan.get(f"/-/review/everywhere/{model}")
    lan.press(page, "/-/review/everywhere/", verdict="correct", means=KENG)
    assert [row[1] for row in effective(db)] == [KENG] * 3
    assert "Take back" not in lan.get("/-/review/lessons").text
    assert sep.press(sep.get("/-/review/lessons"), "/-/review/lessons/1").status_code == 303
    assert column(db, "SELECT reverted_by FROM overlay") == ["sep"]
    assert [row[1] for row in effective(db)] == [KENG] * 3


def test_decisions_whose_statement_stands_unchanged_in_another_are_carried_over_together(served, db):
    lan = served.visitor("lan")
    model = column(db, "SELECT id FROM models WHERE name = ?", CAMERA)[0]
    lan.press(
        lan.get(f"/-/review/everywhere/{model}"), "/-/review/everywhere/", verdict="correct", means=KENG
    )
    # The next night knows the alias: the same sentences, under the other model's key.
    store(db, [db.facts[0], fact("Xã có 5 camera.", 5.0, "camera"), fact("Xã có 9 camera.", 9.0, "camera")])
    assert [row[3] for row in sorted(effective(db), key=lambda row: row[3])] == [2.0, 5.0, 9.0]
    page = lan.get("/-/review/again")
    assert page.text.count("now says what was decided") == 2
    assert lan.press(page, "/-/review/again").status_code == 303
    assert column(db, "SELECT count(*) FROM second_looks") == [0]
    assert column(db, "SELECT verdict FROM decided") == ["accept", "accept"]


def test_a_second_opinion_does_not_see_the_first_and_changes_nothing(served, db, monkeypatch):
    monkeypatch.setattr("review.opinions.SHARE", 1)
    monkeypatch.setattr("review.opinions.next_sampled.__defaults__", (1,))
    lan, hoa = served.visitor("lan"), served.visitor("hoa")
    lan.decide(lan.get(f"/-/review/s/{db.ids[0]}"), "reject", note="bịa đặt")
    page = hoa.get("/-/review/second")
    assert "Toàn xã có 2 điểm." in page.text
    for told in ("bịa đặt", "by lan", "Decisions so far", "v-reject"):
        assert told not in page.text
    sent = hoa.press(page, "/-/review/second/", verdict="accept")
    assert sent.status_code == 303
    assert column(db, "SELECT verdict FROM opinions") == ["accept"]
    assert column(db, "SELECT verdict FROM reviews") == ["reject"]
    assert "Nothing waits here" in hoa.get("/-/review/second").text
    figures = hoa.get("/-/review/figures").text
    assert "<td>All</td>" in figures
    assert "0.0 %" in figures


def test_intervals_and_kappa_are_the_textbook_ones():
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson(0, 0) == (0.0, 1.0)
    pairs = [("a", "a")] * 20 + [("a", "r")] * 5 + [("r", "a")] * 10 + [("r", "r")] * 15
    assert round(cohens_kappa(pairs), 4) == 0.4
    assert cohens_kappa([("a", "a")]) is None


def test_precision_is_told_per_rule_flag_source_and_confidence(served, db):
    lan = served.visitor("lan")
    lan.decide(lan.get(f"/-/review/s/{db.ids[0]}"), "accept")
    lan.decide(lan.get(f"/-/review/s/{db.ids[1]}"), "reject")
    text = lan.get("/-/review/figures").text
    for part in ("0.5–0.6", "outlier", "Báo Quảng Ninh", "50.0 %"):
        assert part in text


def test_a_place_reading_is_in_the_queue_of_its_new_province(served):
    assert QUANG_NINH in served.visitor("lan").get("/-/review").text
