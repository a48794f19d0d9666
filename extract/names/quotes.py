"""Quoted spans in any style, one pass over each line.

Vietnamese pages mix all styles: “A”, "A", «A», „A“, ‘A’, opened by one and closed by another (“A’, ”A”), with one of the two
missing (A”; “B”) and without the space in front. A span never crosses a newline. Straight and curly single quotes inside a word
(H'Mông) are no quotes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

# Double-like marks and single-like ones; which of the two sides a mark is on is decided by its neighbours.
_OPENERS = "“„‟«"
_CLOSERS = "”»"
_SINGLE_OPENERS = "‘‚‛`"
_SINGLE_CLOSERS = "’´"
_MARK = re.compile("[\"'“”„‟«»‘’‚‛`´]")
# Where the missing side of an unbalanced span is assumed.
_BREAK = re.compile(r"[;.:!?…()]|(?<=[ ,;:])[Mm]ô hình(?= )")
# … and the opening one behind a number of groups: thành lập 9 tổ liên gia an toàn”.
_COUNTED = re.compile(r"(?<!\w)\d+ (?=(?i:tổ|đội|nhóm|câu lạc bộ|clb|chốt|cụm|ban) )")

# Characters; what is longer is no name, and marks nested without end would give as many spans of the whole line.
_LONGEST = 1_500


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted span: ``text[start:end]`` without, ``text[outer_start:outer_end]`` with its marks.

    ``balanced`` is False where one of the marks is missing, ``open_end`` True where it is the closing one, so that ``end`` is only the
    farthest that it can be.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    balanced: bool = True
    open_end: bool = False


@dataclass(slots=True)
class _Open:
    """An opening mark that waits for its closing one."""

    position: int
    kind: str


def find_quotes(text: str) -> list[Quote]:
    """Every quoted span of ``text`` in order of its start, outer spans before the ones inside."""
    quotes: list[Quote] = []
    line_start = 0
    for line in text.split("\n"):
        line_end = line_start + len(line)
        marks = [match.start() for match in _MARK.finditer(text, line_start, line_end)]
        if marks:
            quotes.extend(_line_quotes(text, marks, line_start, line_end))
        line_start = line_end + 1
    return quotes


def _line_quotes(text: str, marks: list[int], line_start: int, line_end: int) -> list[Quote]:
    found: list[Quote] = []
    stack: list[_Open] = []
    orphans: list[int] = []
    for index, position in enumerate(marks):
        side = _side(text, position, line_start, line_end, stack, _next_double(text, marks, index))
        if side == "open":
            stack.append(_Open(position, _kind(text[position])))
        elif side == "close":
            _close(text, position, stack, found)
        elif side == "orphan":
            orphans.append(position)
    found.extend(_unclosed(text, stack, marks, line_end))
    found.extend(_unopened(text, orphans, marks, line_start))
    spans = [_trim(text, quote) for quote in found]
    return sorted((s for s in spans if 0 < s.end - s.start <= _LONGEST), key=lambda q: (q.start, -q.end))


def _kind(mark: str) -> str:
    if mark == '"':
        return "straight"
    if mark == "'":
        return "apostrophe"
    return "single" if mark in _SINGLE_OPENERS or mark in _SINGLE_CLOSERS else "double"


def _next_double(text: str, marks: list[int], index: int) -> str:
    """The next mark that is not a single one, looking a few marks ahead; empty if there is none."""
    for position in marks[index + 1 : index + 5]:
        if _kind(text[position]) in {"double", "straight"}:
            return text[position]
    return ""


def _side(
    text: str, position: int, line_start: int, line_end: int, stack: list[_Open], following: str
) -> str:
    """What a mark does here: "open", "close", "orphan" (closes what was never opened) or "ignore"."""
    mark = text[position]
    before = text[position - 1] if position > line_start else " "
    after = text[position + 1] if position + 1 < line_end else " "
    starts = before.isspace() or before in "(:;,-–—/[" or before in _OPENERS + _SINGLE_OPENERS
    kind = _kind(mark)
    if kind in {"single", "apostrophe"}:
        return _single_side(mark, before, after, starts, stack, following)
    if kind == "straight":
        return _straight_side(before, after, starts, stack)
    if mark in _OPENERS:
        return "close" if stack and not starts and not after.isalnum() else "open"
    if stack:
        return "close"
    return "open" if starts and after.isalnum() else "orphan"


def _straight_side(before: str, after: str, starts: bool, stack: list[_Open]) -> str:
    inside = any(frame.kind == "straight" for frame in stack[-3:])
    if inside and not (starts and after.isalnum() and not before.isalnum()):
        return "close"
    if starts or (not stack and after.isalnum()):
        return "open" if not after.isspace() else ("close" if stack else "ignore")
    return "close" if stack else "orphan"


def _single_side(mark: str, before: str, after: str, starts: bool, stack: list[_Open], following: str) -> str:
    if before.isalnum() and after.isalnum():
        return "ignore"
    kind = _kind(mark)
    top = stack[-1].kind if stack else ""
    if top == kind and not starts:
        return "close"
    if starts and after.isalnum():
        return "open" if mark not in _SINGLE_CLOSERS or not stack else "ignore"
    # “A’, “B”: a single mark closes a double one when no double closing mark is to come before the next opening.
    closes_double = top in {"double", "straight"} and not after.isalnum() and not before.isspace()
    return "close" if closes_double and (not following or following in _OPENERS) else "ignore"


def _close(text: str, position: int, stack: list[_Open], found: list[Quote]) -> None:
    mark = text[position]
    kind = _kind(mark)
    if kind in {"double", "straight"}:
        # An open single mark inside an open double one was an apostrophe after all.
        while len(stack) > 1 and stack[-1].kind in {"single", "apostrophe"}:
            stack.pop()
    frame = stack.pop()
    found.append(Quote(frame.position + 1, position, frame.position, position + 1))


def _unclosed(text: str, stack: list[_Open], marks: list[int], line_end: int) -> list[Quote]:
    quotes = []
    for frame in stack:
        if frame.kind in {"single", "apostrophe"}:
            continue
        following = bisect_left(marks, frame.position + 1)
        limit = marks[following] if following < len(marks) else line_end
        stop = _BREAK.search(text, frame.position + 1, limit)
        end = stop.start() if stop else limit
        quotes.append(Quote(frame.position + 1, end, frame.position, end, balanced=False, open_end=True))
    return quotes


def _unopened(text: str, orphans: list[int], marks: list[int], line_start: int) -> list[Quote]:
    quotes = []
    for position in orphans:
        index = bisect_left(marks, position)
        limit = marks[index - 1] + 1 if index else line_start
        # A window: no name is longer, and a line of nothing but orphans stays linear.
        limit = max(limit, position - 200)
        start = limit
        for stop in _BREAK.finditer(text, limit, position):
            start = stop.end()
        for counted in _COUNTED.finditer(text, start, position):
            start = counted.end()
        quotes.append(Quote(start, position, start, position + 1, balanced=False))
    return quotes


def _trim(text: str, quote: Quote) -> Quote:
    start, end = quote.start, quote.end
    while start < end and text[start] in " \t\u00a0,;:–-":
        start += 1
    while end > start and text[end - 1] in " \t\u00a0.,;:…":
        end -= 1
    outer_start = start if quote.outer_start == quote.start else quote.outer_start
    outer_end = end if quote.outer_end == quote.end else quote.outer_end
    return replace(quote, start=start, end=end, outer_start=outer_start, outer_end=outer_end)
