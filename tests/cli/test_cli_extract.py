"""`mohinh extract` and `mohinh evaluate` on files, by contract."""

from __future__ import annotations

import json

import pytest

FACT_KEYS = {
    "model", "value", "value_max", "qualifier", "unit", "locality", "event", "date", "evidence", "start", "end",
    "confidence", "flags",
}  # fmt: skip
DOCUMENT = {
    "id": "a",
    "title": "Hiệp Hòa ra mắt mô hình",
    "province": "Quảng Ninh",
    "published": "2023-08-01",
    "text": "Tháng 7/2023, xã Hiệp Hòa ra mắt mô hình “Tiếng kẻng an ninh”. Đến nay, xã có 12 mô hình “Tiếng kẻng an ninh”.",
}


def lines(*documents):
    return "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)


def test_a_file_becomes_a_file_in_the_same_order(mohinh, tmp_path):
    (tmp_path / "docs.jsonl").write_text(
        lines(*({**DOCUMENT, "id": f"d{n}"} for n in (3, 1, 2))), encoding="utf-8"
    )
    result = mohinh("extract", "--input", "docs.jsonl", "--output", "facts.jsonl")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    found = [json.loads(line) for line in (tmp_path / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [document["id"] for document in found] == ["d3", "d1", "d2"]


def test_facts_have_all_slots_and_their_evidence_stands_where_they_say(mohinh):
    result = mohinh("extract", "--input", "-", "--output", "-", stdin=lines(DOCUMENT))
    assert result.returncode == 0
    found = json.loads(result.stdout)
    assert found["models"] == ["Tiếng kẻng an ninh"]
    assert found["localities"] == ["xã Hiệp Hòa | tỉnh Quảng Ninh"] or found["localities"][0].endswith(
        "tỉnh Quảng Ninh"
    )
    assert 12 in [fact["value"] for fact in found["facts"]]
    for fact in found["facts"]:
        assert fact.keys() >= FACT_KEYS
        assert DOCUMENT["text"][fact["start"] : fact["end"]] == fact["evidence"]
        assert 0 <= fact["confidence"] <= 1


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{broken", "not JSON"),
        ('["a"]', "a JSON object was expected"),
        ('{"text": "x"}', "“id” is missing"),
        ('{"id": "x"}', "“text” is missing"),
        ('{"id": "x", "text": 3}', "“text” is a number"),
    ],
)
def test_a_broken_line_is_named_and_the_others_are_done(mohinh, line, complaint):
    stdin = lines({**DOCUMENT, "id": "before"}) + line + "\n" + lines({**DOCUMENT, "id": "after"})
    result = mohinh("extract", "--input", "-", stdin=stdin)
    assert result.returncode == 1
    assert [json.loads(found)["id"] for found in result.stdout.splitlines()] == ["before", "after"]
    assert result.stderr.startswith("mohinh: standard input, line 2: ")
    assert complaint in result.stderr
    assert result.stderr.count("\n") == 1


def test_half_a_surrogate_pair_spoils_nothing(mohinh):
    stdin = '{"id": "a", "text": "Xã Hiệp Hòa có 12 mô hình \\ud83d “Tiếng kẻng an ninh”."}\n'
    result = mohinh("extract", "--input", "-", stdin=stdin)
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["id"] == "a"


def test_empty_input_gives_empty_output(mohinh):
    result = mohinh("extract", "--input", "-", stdin="")
    assert (result.returncode, result.stdout) == (0, "")


def test_a_missing_file_is_named(mohinh):
    result = mohinh("extract", "--input", "none.jsonl", "--output", "out.jsonl")
    assert (result.returncode, result.stderr) == (1, "mohinh: none.jsonl: No such file or directory\n")


def test_a_full_disk_is_named_and_leaves_the_older_result(mohinh, tmp_path):
    (tmp_path / "docs.jsonl").write_text(
        lines(*({**DOCUMENT, "id": str(n)} for n in range(30))), encoding="utf-8"
    )
    (tmp_path / "facts.jsonl").write_text("older\n")
    result = mohinh("extract", "--input", "docs.jsonl", "--output", "facts.jsonl", largest_file=8192)
    assert result.returncode == 1
    assert "facts.jsonl: no space left to write" in result.stderr
    assert (tmp_path / "facts.jsonl").read_text() == "older\n"
    assert {path.name for path in tmp_path.iterdir()} == {"docs.jsonl", "facts.jsonl"}


GOLD = {**DOCUMENT, "models": ["Tiếng kẻng an ninh"], "localities": [], "facts": []}


def test_evaluate_prints_a_table(mohinh, tmp_path):
    (tmp_path / "gold.jsonl").write_text(lines(GOLD), encoding="utf-8")
    table = mohinh("evaluate", "gold.jsonl")
    assert table.returncode == 0
    assert table.stdout.splitlines()[0].split() == ["task", "P", "R", "F1", "gold", "pred"]
    assert table.stdout.splitlines()[1].split() == ["models", "1.000", "1.000", "1.000", "1", "1"]


def test_evaluate_gives_figures_and_errors_of_what_extract_wrote_too(mohinh, tmp_path):
    (tmp_path / "gold.jsonl").write_text(lines(GOLD), encoding="utf-8")
    found = {"id": "a", "models": ["Tiếng kẻng an ninh"], "localities": ["tỉnh Quảng Ninh"], "facts": []}
    (tmp_path / "facts.jsonl").write_text(lines(found), encoding="utf-8")
    command = ("evaluate", "gold.jsonl", "--predicted", "facts.jsonl")
    figures = json.loads(mohinh(*command, "--json").stdout)
    assert figures["models"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "gold": 1, "predicted": 1}
    errors = mohinh(*command, "--errors").stdout.splitlines()
    assert errors[0].split("\t") == ["a", "localities", "spurious", '"tỉnh Quảng Ninh"']


def test_evaluate_does_not_score_half_a_gold_file(mohinh, tmp_path):
    (tmp_path / "gold.jsonl").write_text(lines({**DOCUMENT}) + "{broken\n", encoding="utf-8")
    result = mohinh("evaluate", "gold.jsonl")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("mohinh: gold.jsonl, line 2: not valid JSON")
