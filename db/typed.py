"""What a person typed into the search box, as expressions of FTS5 over folded words. Its operators have no meaning here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from db.folding import fold

_WORD = re.compile(r"\w+")
_ABBREVIATIONS = {
    "antt": "an ninh trat tu",
    "pccc": "phong chay chua chay",
    "ubnd": "uy ban nhan dan",
    "tp": "thanh pho",
    "tx": "thi xa",
    "hcm": "ho chi minh",
}
"""Texts have the one or the other; who types one means both."""


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query, folded."""
    return tuple(_WORD.findall(fold(query)))


def of_a_name(words: Sequence[str]) -> tuple[str, ...]:
    """The words by which a name is looked for: “mô hình” before it is no part of it."""
    return tuple(words[2:] if tuple(words[:2]) == ("mo", "hinh") and len(words) > 2 else words)


def spelt_out(words: Sequence[str]) -> tuple[str, ...]:
    """The words and those that they stand for: what is marked in a text that was found."""
    return (*words, *(long for word in words for long in _ABBREVIATIONS.get(word, "").split()))


def match(words: Sequence[str], last: str | None = None) -> str:
    """All *words* must occur, in any order; *last* is an expression that stands for the last of them."""
    terms = [_term(word) for word in words]
    return " AND ".join(terms if last is None else [*terms[:-1], last])


def begun(words: Sequence[str]) -> str:
    """The same, but a text may have a word that only begins like the last one."""
    # Two letters begin too many words to be read in time, and are mostly a whole one: “an”, “tổ”.
    return match(words, f'"{words[-1]}"*' if may_be_begun(words) else None)


def may_be_begun(words: Sequence[str]) -> bool:
    """Whether the last word may be the beginning of a longer one."""
    return len(words[-1]) > 2 and words[-1] not in _ABBREVIATIONS


def any_of(terms: Sequence[str]) -> str:
    """One of the *terms* must occur."""
    return "(" + " OR ".join(f'"{term}"' for term in terms) + ")"


def _term(word: str) -> str:
    return any_of([word, _ABBREVIATIONS[word]]) if word in _ABBREVIATIONS else f'"{word}"'
