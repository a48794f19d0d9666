"""Whatever the text, finding names ends, soon, with offsets that fit."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.canonical import canonicalise
from extract.names import document_models, find_models
from extract.sentences import sentences

PIECES = [
    "mô hình", "Mô hình", "các mô hình", "camera an ninh", "Tổ tự quản", "“", "”", '"', "'", "‘", "’", "«", "»", "`",
    "như", "gồm:", "và", "phòng, chống", "tội phạm", "tại xã Tân An", "ra mắt", "12", "3 không", "(ANCS)", ";", ",", ".",
    "\n", " ", "…", "–", "được triển khai", "câu lạc bộ", "Dòng họ Lò tự quản", "thôn 5", "đề án", "gọi tắt là", "ANTT",
]  # fmt: skip
PATHOLOGICAL = {
    "quotations": "“Tổ tự quản” " * 10_000,
    "opening marks": "mô hình “" * 5_000,
    "closing marks": "an ninh” " * 5_000,
    "heads in one sentence": "mô hình camera an ninh; " * 5_000,
    "introductions": "các mô hình như Camera an ninh như Tổ tự quản, như " * 3_000,
    "one endless name": "mô hình " + "camera an ninh " * 30_000,
    "different models": "".join(f"mô hình Tổ tự quản{i} đón 3 hộ. " for i in range(3_000)),
}


def check(text: str) -> None:
    mentions = find_models(text, sentences(text), [])
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert mention.outer_start <= mention.start
        assert mention.end <= mention.outer_end <= len(text)
        assert mention.name
        assert mention.key
        end = mention.end
    assert len(document_models(mentions)) <= len(mentions)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_mangled_news_gives_offsets_inside_the_text(text: str) -> None:
    check(canonicalise(text).text)


@given(st.text())
@settings(deadline=None)
def test_any_unicode_gives_offsets_inside_the_text(text: str) -> None:
    check(text)
    check("mô hình " + text + " “" + text)


@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
def test_pathological_text_takes_seconds_not_minutes(text: str) -> None:
    started = time.perf_counter()
    check(text)
    assert time.perf_counter() - started < 20
