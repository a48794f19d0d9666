"""Where a name without quotation marks goes on behind a word that would end most names.

A comma, "với" or "gắn với" ends a name as a rule: a count, a helper or a purpose follows. It does not where the name would be nothing but a
group of people ("Thanh niên | với văn hóa giao thông"), where two halves answer each other ("Hộ an toàn, | thôn bình yên"), where
semicolons part the names of a list anyway, and where a bracket with the short form closes it ("… (gọi tắt là …)").
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extract.names import lexicon, senses

# How far a half beyond the comma is: its end, or None where nothing can begin there.
Bound = Callable[[int, int], "tuple[int, str] | None"]

_BEARER_PREFIX = re.compile(r"(?:(?:câu lạc bộ|clb|tổ|đội|hội|chi hội|liên đội)[ \u00a0]+)?")
_TOWARDS = re.compile(
    r"(?:với|vì|cùng)[ \u00a0]+(?!sự |mục tiêu|phương châm|tổng |tên |hình thức|nội dung|công an |quy mô|mức |số )(?=[^\W\d])"
)
_TIED = re.compile(r"gắn (?:liền )?với[ \u00a0]+(?=[^\W\d])")
_COMMA = re.compile(r",[ \u00a0]+(?!(?:các |những |và )?(?:điểm )?mô hình(?!\w))(?=[^\W\d])")
_SHORT_FORM = re.compile(
    r"[^.;:()“”\"\n]{1,80}?(?=[ \u00a0]*\((?:được )?(?:gọi|viết|tên|sau đây gọi)[ \u00a0]+(?:tắt|gọn|là))"
)
# A clause of its own stands between the name and the bracket.
_CLAUSE = re.compile(r"(?<!\w)(?:được|đã|có|là|tại|ở|của|do|từ|vừa|mới|đang|sẽ|ra mắt|hoạt động|\d+)(?!\w)")
_CLOSED = frozenset({";", "end", "("})
_ENDED = _CLOSED | {"place", "preposition", "predicate"}
_LONGEST_HALF = 6


def continues(
    text: str, low: str, start: int, stop: int, limit: int, bound: Bound, *, listed: bool
) -> int | None:
    """The offset up to which the name from ``start`` goes on behind ``stop``, or None where it ends there.

    ``bound`` gives end and stop of the phrase at an offset; ``listed`` tells that semicolons part the names here.
    """
    short = _SHORT_FORM.match(low, stop, limit)
    if short is not None and not _CLAUSE.search(low, stop, short.end()):
        return short.end()
    comma = _COMMA.match(low, stop, limit)
    if comma is not None:
        return _half(text, low, start, stop, comma.end(), limit, bound, listed=listed)
    tied = _TIED.match(low, stop, limit)
    if tied is not None:
        return _nominal(low, tied.end(), limit, bound)
    towards = _TOWARDS.match(low, stop, limit)
    if towards is None:
        return None
    if is_bearer(low[start:stop].rstrip()):
        return towards.end()
    return _nominal(low, towards.end(), limit, bound, stops=_CLOSED) if listed else None


def is_bearer(low: str) -> bool:
    """Whether a phrase is nothing but a group of people, so that it can't be the whole name of a model."""
    prefix = _BEARER_PREFIX.match(low)
    assert prefix is not None
    for begin in {0, prefix.end()}:
        bearer = lexicon.phrase_at("models_names", "bearers").match(low, begin)
        if bearer is not None and bearer.end() == len(low):
            return True
    return False


def _half(
    text: str, low: str, start: int, stop: int, right: int, limit: int, bound: Bound, *, listed: bool
) -> int | None:
    """The end of the second half behind a comma: lower case behind a capital, ending in a word of praise or security."""
    if not text[start].isupper() or not text[right].islower():
        return None
    found = bound(right, limit)
    if found is None or found[1] not in _ENDED:
        return None
    end = found[0]
    if listed:
        praised = _praised(low, right, end) or senses.has_security(low[right:end])
        return end if praised and found[1] != "predicate" else None
    counts = senses.syllables(low[start:stop]), senses.syllables(low[right:end])
    even = abs(counts[0] - counts[1]) <= 1 and 2 < counts[1] <= _LONGEST_HALF
    people = lexicon.phrase_at("models_names", "halves").match(low, right)
    return end if even and people and _praised(low, right, end) else None


def _nominal(low: str, right: int, limit: int, bound: Bound, stops: frozenset[str] = _ENDED) -> int | None:
    """The end of a noun phrase that begins and ends as parts of names do: "gắn với | biên giới bình yên"."""
    found = bound(right, limit)
    if found is None or found[1] not in stops or not _praised(low, right, found[0]):
        return None
    begins = senses.has_start(low[right : found[0]]) or lexicon.phrase_at("models_names", "halves").match(
        low, right
    )
    return found[0] if begins else None


def _praised(low: str, start: int, end: int) -> bool:
    return lexicon.phrase_at_end("models_names", "qualities").search(low, start, end) is not None
