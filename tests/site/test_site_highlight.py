"""Cutting texts where marks begin and end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from db.site.highlight import Mark, cut, cut_paragraphs

MARKS = st.builds(
    Mark, st.integers(-3, 40), st.integers(-3, 40), st.sampled_from(["model", "time", "evidence"])
)


def test_overlapping_marks_make_three_pieces():
    pieces = cut("abcdef", [Mark(0, 4, "model"), Mark(2, 6, "time")])
    assert [(p.text, p.classes) for p in pieces] == [
        ("ab", "k-model"),
        ("cd", "k-model k-time"),
        ("ef", "k-time"),
    ]


def test_a_mark_over_two_paragraphs_goes_on_in_the_second():
    paragraphs = cut_paragraphs("một hai\n\nba", [Mark(4, 11, "evidence")])
    assert [[(p.text, p.classes) for p in paragraph] for paragraph in paragraphs] == [
        [("một ", ""), ("hai", "k-evidence")],
        [("ba", "k-evidence")],
    ]


@given(st.text(alphabet="ab\n ", max_size=30), st.lists(MARKS, max_size=6))
def test_whatever_the_marks_the_text_stays_the_same(text, marks):
    assert "".join(piece.text for piece in cut(text, marks)) == text
    lines = ["".join(piece.text for piece in paragraph) for paragraph in cut_paragraphs(text, marks)]
    assert lines == [line for line in text.split("\n") if line.strip()]
