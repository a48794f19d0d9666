"""`mohinh explain` for an editor at a terminal, in a pipe, and with a page to open in the browser."""

from __future__ import annotations

import json

import pytest

SENTENCE = "Huyện Ân Thi ra mắt mô hình “Tiếng kẻng an ninh” tại 15 thôn; trao 10 suất quà [bold]."


def test_a_sentence_is_drawn_with_marks_slots_and_what_was_left_out(mohinh):
    result = mohinh("explain", "--province", "Hưng Yên", "--published", "2023-08-01", SENTENCE)
    assert (result.returncode, result.stderr) == (0, "")
    drawn = " ".join(result.stdout.split())
    for part in (
        "SENTENCES 1",
        "“[1 Tiếng kẻng an ninh]” tại",
        "[quoted_head]",
        "15 thôn · Tiếng kẻng an ninh confidence",
        "the cue “ra mắt”",
        "COUNTS LEFT OUT 1",
        "10 suất quà [award]",
        "[bold]",
    ):
        assert part in drawn


def test_text_comes_from_standard_input_or_from_a_file(mohinh, tmp_path):
    (tmp_path / "text.txt").write_text(SENTENCE, encoding="utf-8")
    piped = mohinh("explain", "--json", "-", stdin=SENTENCE)
    read = mohinh("explain", "--json", "--file", "text.txt")
    assert piped.stdout == read.stdout
    assert [model["name"] for model in json.loads(read.stdout)["models"]] == ["Tiếng kẻng an ninh"]


def test_a_page_is_written_and_nothing_printed(mohinh, tmp_path):
    result = mohinh("explain", "--html", "page.html", SENTENCE)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert "Tiếng kẻng an ninh" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_province_nobody_knows_is_said_and_the_rest_is_done(mohinh):
    result = mohinh("explain", "--province", "Atlantis", SENTENCE)
    assert result.returncode == 0
    assert result.stderr == "mohinh: the gazetteer knows no province “Atlantis”; going on without\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "give either TEXT or --file"),
        (("--file", "a.txt", "text"), "give either TEXT or --file"),
        (("--html", "-", "--json", "text"), "both write to standard output"),
        ((" ",), "there is no text to explain"),
        (("--file", "missing.txt"), "missing.txt: No such file or directory"),
        (("--published", "June", "text"), "'June' does not match"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_1(mohinh, arguments, complaint):
    result = mohinh("explain", *arguments)
    assert result.returncode == 1
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr
