"""Dates, months, years and spans of time in a text, as ISO 8601 (slot ``date`` of the annotation guideline).

`find_times` is for everybody in `extract`; `extract.times.atoms` holds the single dates it is built from.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.lexicon import load
from extract.records import TimeExpression
from extract.times.atoms import Atom, find_atoms

__all__ = ["find_times"]

_LEXICON = load("times")
_WINDOW = 24
# Between two dates that open and close a span: “2010 đến 2015”, “9/6-15/6/2025”.
_TO = re.compile(r"\s?[-–]\s?|\s?,?\s(?:đến|tới)(?:\shết)?\s", re.IGNORECASE)
_AND_NOW = re.compile(r"[\s,]*")


def _before(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words, key=len, reverse=True))})\s+\Z", re.IGNORECASE)


_UNTIL = _before(_LEXICON.words("lists.before_until"))
_SINCE = _before(_LEXICON.words("lists.before_since"))
_PUBLISHED = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# The date of a document belongs to its number, a date of birth to a person: neither is when something happened.
_NOT_OURS = re.compile(
    r"(?:(?:\d[\w/.-]*[A-ZĐ]\w*|(?:NQ|Đề án|Chỉ thị|Nghị quyết|Quyết định|Kế hoạch)(?:\ssố)?\s\d+)[,\s]+(?:ký\s|ban hành\s)?"
    r"|(?:\bSN|[Ss]inh|[Gg]iấy phép.{0,30})\s*)\Z"
)


@dataclass(frozen=True, slots=True)
class _Published:
    year: int
    month: int
    day: int


def find_times(text: str, published: str | None, atoms: Sequence[Atom] | None = None) -> list[TimeExpression]:
    """The time expressions of a canonical text, in order. ``atoms`` are its dates, where they are known already.

    A date without a year takes the nearest one not after ``published`` (``YYYY-MM-DD…``); its value is None where that is not known.
    Dates of documents and of birth are left out.
    """
    stamp = _PUBLISHED.match(published or "")
    today = _Published(*map(int, stamp.groups())) if stamp else None
    atoms = [
        atom
        for atom in (find_atoms(text) if atoms is None else atoms)
        if atom.cued and not _NOT_OURS.search(text, max(0, atom.start - 40), atom.start)
    ]
    found: list[TimeExpression] = []
    position = 0
    while position < len(atoms):
        atom = atoms[position]
        following = atoms[position + 1] if position + 1 < len(atoms) else None
        position += 1
        end, kind, last = atom.end, atom.kind, None
        if following and _opens_span(text, atom, following):
            end, kind, last = following.end, "span", following
            position += 1
        elif following and _is_until_now(text, atom, following):
            end, kind = following.end, "since"
            position += 1
        start, kind = _with_preposition(text, atom.start, kind)
        value = _span(atom, last, today) if last else _value(atom, today)
        if value is not None or atom.kind == "relative" or _lacks_year(atom):
            found.append(TimeExpression(start, end, value, kind))
    return found


def _opens_span(text: str, atom: Atom, following: Atom) -> bool:
    points = ("day", "month", "year")
    return (
        atom.kind in points
        and following.kind in points
        and (atom.kind == following.kind or (atom.year is not None and following.year is not None))
        and _TO.fullmatch(text, atom.end, following.start) is not None
    )


def _is_until_now(text: str, atom: Atom, following: Atom) -> bool:
    return (
        atom.kind != "relative"
        and following.kind == "relative"
        and text[following.start : following.end].lower() in ("đến nay", "tới nay")
        and _AND_NOW.fullmatch(text, atom.end, following.start) is not None
        # “ra mắt tháng 3/2018, đến nay có 20 tổ” tells of two times, “từ tháng 3/2018 đến nay” of one.
        and (
            "," not in text[atom.end : following.start]
            or _SINCE.search(text[max(0, atom.start - _WINDOW) : atom.start]) is not None
        )
    )


def _with_preposition(text: str, start: int, kind: str) -> tuple[int, str]:
    before = text[max(0, start - _WINDOW) : start]
    since, until = _SINCE.search(before), _UNTIL.search(before)
    if since:
        return start - len(since.group()), "since" if kind in ("day", "month", "year") else kind
    if until and kind != "relative":
        return start - len(until.group()), "until" if kind in ("day", "month", "year") else kind
    return start, "until" if kind == "relative" else kind


def _lacks_year(atom: Atom) -> bool:
    return atom.year is None and (
        atom.kind != "day" or (atom.day or 0) <= calendar.monthrange(2000, atom.month or 1)[1]
    )


def _span(first: Atom, last: Atom, today: _Published | None) -> str | None:
    if first.year is None and last.year is not None:
        backwards = (first.month or 0, first.day or 0) > (last.month or 0, last.day or 0)
        first = replace(first, year=last.year - backwards)
    left, right = _value(first, today), _value(last, today)
    return f"{left}/{right}" if left and right and left < right else right


def _value(atom: Atom, today: _Published | None) -> str | None:
    year = atom.year if atom.year is not None else _year(atom, today)
    if atom.kind == "relative" or year is None:
        value = None
    elif atom.end_year is not None:
        value = f"{year}/{atom.end_year}"
    elif atom.month is None:
        value = f"{year}"
    elif atom.end_month is not None:
        value = f"{year}-{atom.month:02}/{year}-{atom.end_month:02}"
    elif atom.day is None:
        value = f"{year}-{atom.month:02}"
    elif atom.day <= calendar.monthrange(year, atom.month)[1]:
        value = f"{year}-{atom.month:02}-{atom.day:02}"
    else:
        value = None
    return value


def _year(atom: Atom, today: _Published | None) -> int | None:
    """The year of a date without one: told by a word (năm ngoái), else the latest that is not after publication."""
    if today is None:
        return None
    if atom.year_offset is not None:
        return today.year + atom.year_offset
    later = (atom.month or 0, atom.day or 0) > (today.month, today.day if atom.day else 31)
    return today.year - later
