"""Quoted spans in the styles that Vietnamese pages mix."""

from __future__ import annotations

import pytest

from extract.names.quotes import find_quotes

SPANS = [
    ("mở “một” và “hai”", ["một", "hai"]),
    ("mở \"một\" và 'hai'", ["một", "hai"]),
    ("mở «một» và „hai“", ["một", "hai"]),
    ("mở ‘một’ và `hai’", ["một", "hai"]),
    ("mở ”một” và “hai’, “ba”", ["một", "hai", "ba"]),
    ("liền“một”liền", ["một"]),
    ('liền"một"liền', ["một"]),
    ("người H'Mông, Krông Pa'k và M’Nông", []),
    ("người H’Mông có “bản H’Mông yên vui”", ["bản H’Mông yên vui"]),
    ("“ngoài “trong” ngoài”", ["ngoài “trong” ngoài", "trong"]),
    ("“ngoài ‘trong’ ngoài”", ["ngoài ‘trong’ ngoài", "trong"]),
    ("“ một ”", ["một"]),
    ("“một.”", ["một"]),
    ("“mở\nđóng”", ["mở", "đóng"]),
    ("“”", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "spans"), SPANS)
def test_spans_are_found_in_every_style(text: str, spans: list[str]) -> None:
    assert [text[quote.start : quote.end] for quote in find_quotes(text)] == spans


@pytest.mark.parametrize("text", ["như: một hai”; “ba”", "“một hai; “ba”", 'như: một hai"; "ba"'])
def test_a_missing_mark_is_told(text: str) -> None:
    one, other = find_quotes(text)
    assert text[one.start : one.end] == "một hai"
    assert (one.balanced, other.balanced) == (False, True)
