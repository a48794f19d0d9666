"""What editors decide teaches the next extraction: aliases, no models, places, calibration. And the command line."""

from __future__ import annotations

import json

import pytest

from db.records import ArticleToExtract
from extract.document import Extractor
from extract.gazetteer import Gazetteer
from extract.records import Document
from nightly.convert import Converter
from nightly.extractor_version import extractor_version
from nightly.taught import apply_taught, load_taught, taught
from review.calibration import calibrate, calibrated, fit, in_force, revert_calibration
from review.decisions import Judgement, Verdict, decide
from review.errors import NotFoundError, ReviewError
from review.overlay import ALIAS, NOT_A_MODEL, PLACE, Lesson, entries, revert, teach
from review.statistics import Judged
from tests.conftest import run_command
from tests.review.review_samples import column, fact, store

TEXT = "Năm 2023, xã Hiệp Hòa (thị xã Quảng Yên) có 12 điểm của mô hình “Tiếng kẻng bình yên” và 5 mô hình “Camera an ninh”."
PLACE_FOUND = "xã Hiệp Hòa | thị xã Quảng Yên | tỉnh Quảng Ninh"
PLACE_MEANT = "xã Hiệp Hòa | tỉnh Quảng Ninh"


@pytest.fixture(scope="module")
def extraction():
    return Extractor().extract(Document(id="1", text=TEXT, title="", province="Quảng Ninh", published="2023-08-01"))  # fmt: skip


def test_lessons_change_what_is_found_and_nothing_else(extraction):
    assert {f.model for f in extraction.facts} == {"Tiếng kẻng bình yên", "Camera an ninh"}
    lessons = taught(
        [
            Lesson(ALIAS, "tiếng kẻng bình yên", "Tiếng kẻng an ninh"),
            Lesson(NOT_A_MODEL, "Camera An Ninh"),
            Lesson(PLACE, PLACE_FOUND, PLACE_MEANT, "qn"),
        ]
    )
    found = apply_taught(extraction, lessons, "qn")
    assert {(f.model, f.locality) for f in found.facts} == {("Tiếng kẻng an ninh", PLACE_MEANT)}
    assert found.models == ("Tiếng kẻng an ninh",)
    assert {m.canonical for m in found.model_mentions} == {"Tiếng kẻng an ninh"}
    assert PLACE_MEANT in found.localities
    assert PLACE_FOUND in apply_taught(extraction, lessons, "another source").localities
    assert apply_taught(extraction, taught([]), "qn") is extraction


def test_calibration_reaches_the_stored_confidence_and_keeps_the_extracted(extraction):
    lessons = taught([], ((0.0, 0.01), (0.5, 0.2), (1.0, 0.99)))
    article = ArticleToExtract(1, "https://qn.example/1", "qn", "", TEXT, "h", "2023-08-01", "Quảng Ninh")
    rows = Converter(Gazetteer.load(), 0.5, "1", lessons).rows(article, extraction)
    for row, found in zip(rows.facts, extraction.facts, strict=True):
        assert row.extracted_confidence == found.confidence
        assert row.confidence == calibrated(found.confidence, lessons.calibration)


def test_a_lesson_makes_another_extractor_and_taking_it_back_the_old_one(db):
    plain = load_taught(db.conn).digest
    with db.conn:
        lesson = teach(db.conn, Lesson(ALIAS, "A", "B"), "lan", review=None)
    assert load_taught(db.conn).digest != plain == ""
    assert extractor_version("abc").endswith(".abc")
    revert(db, lesson, "sep")
    assert load_taught(db.conn).digest == plain
    assert [(e.editor, e.reverted_by) for e in entries(db.conn, everything=True)] == [("lan", "sep")]
    with pytest.raises(NotFoundError):
        revert(db, lesson, "sep")


def test_aliases_never_lead_in_a_circle(db):
    with db.conn:
        teach(db.conn, Lesson(ALIAS, "A", "B"), "lan")
        teach(db.conn, Lesson(ALIAS, "B", "C"), "lan")
    with pytest.raises(ReviewError, match="already stands for"):
        teach(db.conn, Lesson(ALIAS, "C", "A"), "lan")
    assert load_taught(db.conn).model("A") == "C"


def test_the_calibrated_curve_rises_and_follows_what_was_right():
    overconfident = [Judged("r", (), "s", 0.9, n % 2 == 0) for n in range(200)]
    modest = [Judged("r", (), "s", 0.3, n % 10 == 0) for n in range(200)]
    points = fit([*overconfident, *modest])
    assert [y for _, y in points] == sorted(y for _, y in points)
    assert abs(calibrated(0.9, points) - 0.53) < 0.05
    assert abs(calibrated(0.3, points) - 0.14) < 0.05
    assert calibrated(0.42, ()) == 0.42


def test_a_calibration_needs_decisions_and_can_be_taken_back(db):
    with pytest.raises(ReviewError, match="needs 100"):
        calibrate(db, "sep")
    for key in store(db, [fact(f"Có {n} điểm.", float(n), confidence=0.9 - n / 1000) for n in range(1, 121)]):
        decide(db, Judgement(key, Verdict.REJECT, "lan"))
    points = calibrate(db, "sep")
    assert in_force(db.conn) == points
    assert calibrated(0.85, points) < 0.5
    revert_calibration(db, "sep")
    assert in_force(db.conn) == ()
    with pytest.raises(NotFoundError):
        revert_calibration(db, "sep")


def test_the_desk_from_the_command_line(db, tmp_path):
    ids = store(db, [fact("Toàn xã có 2 điểm.", 2.0), fact("Xã có 5 tổ.", 5.0, "tổ")])
    decide(db, Judgement(ids[0], Verdict.ACCEPT, "lan"))

    def mohinh(*words, stdin=None):
        return run_command(*words, "--db", "mohinh.db", cwd=tmp_path, stdin=stdin)

    assert mohinh("editors", "add", "lan", "--stdin", stdin="mat-khau-dai\n").returncode == 0
    assert mohinh("editors", "add", "lan", "--stdin", stdin="x\n").returncode == 1
    assert "lan" in mohinh("editors", "list").stdout
    assert mohinh("editors", "remove", "hoa").returncode == 1
    assert "100.0 %" in mohinh("review", "stats").stdout
    assert mohinh("review", "export", "--format", "label-studio", "--output", "tasks.json").returncode == 0
    tasks = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    tasks[0]["annotations"] = [{"result": [{"type": "choices", "from_name": "verdict", "value": {"choices": ["reject"]}}]}]  # fmt: skip
    (tmp_path / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    imported = mohinh("review", "import", "--format", "label-studio", "tasks.json", "--editor", "hoa")
    assert imported.stdout.startswith("1 decisions taken in (batch 1)")
    assert column(db, "SELECT editor FROM decided WHERE verdict = 'reject'") == ["hoa"]
    gold = mohinh("review", "export").stdout
    assert json.loads(gold)["facts"][0]["value"] == 2.0
    (tmp_path / "gold.jsonl").write_text(gold, encoding="utf-8")
    assert run_command("evaluate", "gold.jsonl", cwd=tmp_path).returncode == 0
    few = mohinh("review", "calibrate")
    assert (few.returncode, "needs 100" in few.stderr) == (1, True)
    assert mohinh("review", "lessons").stdout == ""
