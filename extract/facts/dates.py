"""When (slot ``date``): which time expression of the text governs a fact."""

from __future__ import annotations

import re

from extract.facts.events import phrase_pattern
from extract.facts.view import Sentence, View
from extract.records import TimeExpression

_NOW = re.compile(r"(?<!\w)(?:nay|giờ|hiện|sau đó)(?!\w)")
_POINT = frozenset({"day", "month", "year", "since"})
_TAKING_UP = phrase_pattern(("qua đó", "nhờ đó", "trong đó", "kết quả", "theo đó"))


def nearest_time(
    view: View, sentence: Sentence, anchor: int, end: int | None = None
) -> TimeExpression | None:
    """The dated expression that governs ``anchor``: the last one before it in the sentence, else the first after it in its clause.

    “đến nay” or “nay” between a time and the anchor ends that time. ``end`` is where the anchor ends, if that is not where it begins.
    """
    floor = bracket_start(view, sentence, anchor)
    before: TimeExpression | None = None
    for time in sentence.times:
        if floor <= time.start < anchor and not closes_quotation(view, time, anchor):
            before = time
    if before is not None:
        return None if before.value is None or ends_before(view, before, anchor) else before
    after = anchor if end is None else end
    _, clause_end = view.clause_bounds(sentence, anchor)
    for time in sentence.times:
        if time.value is not None and after <= time.start < clause_end:
            return time if "," not in view.text[after : time.start] else None
    return None


def ends_before(view: View, time: TimeExpression, anchor: int) -> bool:
    """True where “đến nay” or “nay” stands between a time and an anchor behind it: that time is over."""
    return _NOW.search(view.lower, time.end, anchor) is not None


def bracket_start(view: View, sentence: Sentence, anchor: int) -> int:
    """Where the bracket that holds an anchor opens, else where its sentence begins: a time before that does not reach into it."""
    opening = view.text.rfind("(", sentence.start, anchor)
    isolated = opening >= 0 and view.text.find(")", opening, anchor) < 0
    return opening if isolated else sentence.start


def closes_quotation(view: View, time: TimeExpression, anchor: int) -> bool:
    """True where a quotation closes between a time and the anchor: the time is part of what is quoted."""
    return view.text.count("”", time.end, anchor) > view.text.count("“", time.end, anchor)


def takes_up(view: View, sentence: Sentence) -> bool:
    """True where a sentence goes on in the time of the one before it (“Qua đó, …”)."""
    return _TAKING_UP.match(view.lower, sentence.start, min(sentence.end, sentence.start + 24)) is not None


def dates_state(time: TimeExpression | None) -> bool:
    """True where an expression can date a lasting state; a single day is the day of the meeting or the report."""
    return time is not None and time.kind != "day"


def is_point(view: View, time: TimeExpression | None) -> bool:
    """True for one day, month or year, and for a beginning (“từ năm 2021”); not for a span, nor for “từ … đến nay”."""
    return time is not None and time.kind in _POINT and not view.lower.endswith("nay", time.start, time.end)
