"""Decisions go out as gold and as tasks of other tools, and come back as they went."""

from __future__ import annotations

import json

import pytest

from review.batches import undo_batch
from review.decisions import Judgement, Verdict, decide
from review.errors import ReviewError
from review.everywhere import reject_everywhere
from review.gold import gold_documents
from review.interchange import label_studio, prodigy
from review.interchange.task import take_in, tasks
from tests.review.review_samples import CAMERA, HIEP_HOA, KENG, QUANG_NINH, column, fact, make, store

TOOLS = pytest.mark.parametrize("tool", [label_studio, prodigy])


@pytest.fixture
def ids(db):
    return store(db, [
        fact("Toàn xã có 2 điểm.", 2.0), fact("Xã có 5 camera.", 5.0, "camera", CAMERA),
        fact("Tỉnh có 7 tổ.", 7.0, "tổ", locality=QUANG_NINH), fact("Tỉnh có 9 tổ.", 9.0, "tổ", locality=QUANG_NINH),
    ])  # fmt: skip


def decide_each(db, ids):
    judgements = [
        Judgement(ids[0], Verdict.ACCEPT, "lan", note="rõ ràng"),
        Judgement(ids[1], Verdict.CORRECT, "hoa", {"value": 2.125, "event": "launched", "date": None} | {"date": "2021-07"}),
        Judgement(ids[2], Verdict.REJECT, "lan"),
        Judgement(ids[3], Verdict.UNSURE, "lan"),
    ]  # fmt: skip
    for judgement in judgements:
        decide(db, judgement)
    return judgements


def decisions(db):
    return db.execute(
        "SELECT fact_id, verdict, corrected, note, editor FROM reviews ORDER BY fact_id"
    ).fetchall()


@TOOLS
def test_what_was_decided_comes_back_in_another_database_as_it_was(db, ids, tool, tmp_path):
    decide_each(db, ids)
    written = tool.dump(tasks(db.conn, decided=True))
    other = make(tmp_path / "other.db")
    store(other, [
        fact("Toàn xã có 2 điểm.", 2.0), fact("Xã có 5 camera.", 5.0, "camera", CAMERA),
        fact("Tỉnh có 7 tổ.", 7.0, "tổ", locality=QUANG_NINH), fact("Tỉnh có 9 tổ.", 9.0, "tổ", locality=QUANG_NINH),
    ])  # fmt: skip
    answers = list(tool.load(written, "tasks", "nobody"))
    for answer in answers:  # of a database in which nobody has decided yet
        object.__setattr__(answer, "version", None)
    result = take_in(other, answers, "tasks", "sep")
    assert (result.taken, result.known, result.outdated) == (4, 0, ())
    assert decisions(other) == decisions(db)
    assert tool.dump(tasks(other.conn, decided=True)).replace("\n", "").count("fact_id") == 4
    assert undo_batch(other, result.batch, "sep") == 4


@TOOLS
def test_importing_twice_does_nothing_twice_and_outdated_answers_are_named(db, ids, tool):
    before = tool.dump(tasks(db.conn))
    decide_each(db, ids)
    after = tool.dump(tasks(db.conn, decided=True))
    again = take_in(db, tool.load(after, "x", "sep"), "x", "sep")
    assert (again.taken, again.known, again.batch) == (0, 4, None)
    old = json.loads(before) if tool is label_studio else [json.loads(line) for line in before.splitlines()]
    if tool is label_studio:
        old[0]["annotations"] = [{"result": [{"type": "choices", "from_name": "verdict", "value": {"choices": ["reject"]}}]}]  # fmt: skip
        text = json.dumps(old)
    else:
        old[0]["answer"] = "reject"
        text = "\n".join(map(json.dumps, old))
    result = take_in(db, tool.load(text, "x", "sep"), "x", "sep")
    assert result.taken == 0
    assert "changed or been decided since" in result.outdated[0]


@TOOLS
@pytest.mark.parametrize(
    "text", ["{", "[1]", '[{"annotations": [{}]}]', '{"answer": "accept"}', '{"answer": "x", "meta": {}}']
)
def test_a_file_of_something_else_is_named_with_the_place(tool, text):
    with pytest.raises(ReviewError, match=r"odd\.json"):
        list(tool.load(text, "odd.json", "x"))


def test_label_studio_spans_lie_on_the_words_they_name(db, ids):
    made = json.loads(label_studio.dump(tasks(db.conn)))
    assert [task["data"]["fact_id"] for task in made] == ids
    for task in made:
        for part in task["predictions"][0]["result"]:
            span = part["value"]
            assert task["data"]["text"][span["start"] : span["end"]] == span["text"]
    assert 'value="accept"' in label_studio.CONFIGURATION


def test_gold_holds_articles_whose_statements_are_all_decided(db, ids):
    assert list(gold_documents(db.conn)) == []
    decide_each(db, ids)
    assert list(gold_documents(db.conn)) == []  # one is unsure
    decide(db, Judgement(ids[3], Verdict.CORRECT, "lan", {"locality": HIEP_HOA}))
    (document,) = gold_documents(db.conn)
    assert document["published"] == "2023-08-01"
    assert document["models"] == [KENG, CAMERA]
    assert [(f["model"], f["value"], f["unit"], f["locality"]) for f in document["facts"]] == [
        (KENG, 2.0, "điểm", HIEP_HOA),
        (CAMERA, 2.125, "camera", HIEP_HOA),
        (KENG, 9.0, "tổ", HIEP_HOA),
    ]


def test_a_name_rejected_everywhere_is_no_model_of_the_gold(db, ids):
    reject_everywhere(db, column(db, "SELECT model_id FROM facts WHERE id = ?", ids[1])[0], "lan", None)
    for key in (ids[0], ids[2], ids[3]):
        decide(db, Judgement(key, Verdict.ACCEPT, "lan"))
    (document,) = gold_documents(db.conn)
    assert document["models"] == [KENG]
