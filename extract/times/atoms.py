"""Single dates, months, quarters and years as they stand in a text, before they are put together and resolved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from extract.lexicon import alternatives, load
from extract.units import known_noun_at

_LEXICON = load("times")
_MONTH_WORDS = {word: int(number) for word, number in _LEXICON.numbers("months").items()}
_HALF_WORDS = {word: int(number) for word, number in _LEXICON.numbers("numbers").items()}
_RELATIVE_YEARS = {word: int(number) for word, number in _LEXICON.numbers("relative_years").items()}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Atom:
    """A date as written. ``kind``: ``day``, ``month``, ``year``, ``span`` or ``relative`` (đến nay: no date at all).

    What the text leaves open is None: the year of “ngày 7/6”. ``end_year`` and ``end_month`` close a span (quý I: month 1 to
    3). ``year_offset`` counts from the year of publication (năm ngoái: -1). ``cued`` tells that a word makes it a date for sure.
    """

    start: int
    end: int
    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    year_offset: int | None = None
    cued: bool = True


_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_MONTH = r"(?:1[0-2]|0?[1-9])(?!\d)"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_OF_YEAR = (
    rf"(?:\s+(?:của\s+)?năm\s+|\s?[/.–-]\s?|\s+)(?:{_YEAR})|\s+(?:{alternatives(_RELATIVE_YEARS)})(?!\w)"
)
_NOT_BEFORE = "".join(f"(?<!{word}[ ])" for word in _LEXICON.words("lists.not_before_relative"))
_CORE = re.compile(
    rf"""
    (?<![\d/])(?<!\d[.,])(?:
      (?P<full>{_DAY}(?P<sep>\s?[/.–-]\s?){_MONTH}(?P=sep)(?:{_YEAR}))
    | (?P<part>(?:0?\d|1[0-2]|(?i:{alternatives(_HALF_WORDS)}))\s+tháng\s+(?:(?:đầu|cuối)\s+(?:của\s+)?(?:{alternatives(_RELATIVE_YEARS)}|năm)(?:\s+(?:{_YEAR}))?|(?:của\s+)?năm\s+(?:{_YEAR})))
    | (?P<spelt>{_DAY}\s+tháng\s+(?:1[0-2]|0?[1-9])(?!\d)(?:\s*,?\s+năm\s+(?:{_YEAR})|\s?[/–-]\s?(?:{_YEAR}))?)
    | (?P<bare_month>{_MONTH}\s?[/–-]\s?(?:{_YEAR}))(?!/?\w|-[A-ZĐ])
    | (?P<years>(?:{_YEAR})\s?[/–-]\s?(?:{_YEAR}))
    | (?P<short>{_DAY}\s?[/.–-]\s?{_MONTH})(?![\d/]|[.,]\d|-[A-ZĐ])
    | (?P<bare_year>(?:{_YEAR}))(?![/.,]\d|\w)
    )
    | (?<!\w)(?:
      (?P<month>[Tt]háng\s+(?:1[0-2]|0?[1-9]|{alternatives(_MONTH_WORDS)})(?!\d|\w)(?:{_OF_YEAR})?)
    | (?P<quarter>[Qq]uý\s+(?:IV|I{{1,3}}|[1-4])(?!\w)(?:{_OF_YEAR})?)
    | (?P<half>[Nn]ửa\s+(?:đầu|cuối)\s+(?:{alternatives(_RELATIVE_YEARS)}|năm\s+(?:{_YEAR})))
    | (?P<year>[Nn]ăm\s+(?:học\s+)?(?:{_YEAR})(?:\s?[–-]\s?(?:{_YEAR}))?)(?![/.,]\d)
    | (?P<relative_year>(?i:{alternatives(_RELATIVE_YEARS)}))(?!\w|\s+(?:\d|nay|ngoái|học))
    | {_NOT_BEFORE}(?P<relative>(?i:{alternatives(_LEXICON.words("lists.relative"))}))(?!\w)
    )
    """,
    re.VERBOSE,
)
# Where a date can begin: a cheap test that spares the pattern above nearly every position.
_KEY = re.compile(
    r"\d+|[Tt]háng(?= )|[Qq]uý(?= )|[Nn]ửa(?= )|[Nn]ăm(?= )|[Đđ]ầu(?= năm)|[Đđ]ến(?= (?:nay|thời))|[Tt]ới(?= nay)|[Hh]iện(?= )"
    rf"|[Tt]hời(?= gian)|[Nn]hững(?= năm)|[Mm]ấy(?= năm)|(?i:{'|'.join(_HALF_WORDS)})(?= tháng)"
)
_DAY_CUE = re.compile(
    rf"(?i:(?<!\w)(?:{alternatives(_LEXICON.words('lists.day_cues'))})\s+)(?:\d{{1,2}}\s?(?:,|và|-|–|đến)\s?)?\(?\Z"
)
_JOINS = re.compile(r"\s?(?:[-–,]|và|đến|tới|hoặc)\s?")
_MODIFIERS = re.compile(rf"(?i:(?<!\w)(?:{alternatives(_LEXICON.words('lists.modifiers'))})\s+)+\Z")
_YEAR_CUE = re.compile(rf"(?i:(?<!\w)(?:{alternatives(_LEXICON.words('lists.year_cues'))}))\s+\Z")
_WINDOW = 32
_NUMBER = re.compile(r"\d+")


def find_atoms(text: str) -> list[Atom]:
    """The dates of a canonical text in order. One that may be something else (“26/7”, “2021”) is there with ``cued`` False."""
    atoms: list[Atom] = []
    for match in _matches(text):
        atom = _READERS[str(match.lastgroup)](match)
        if atom is None:
            continue
        before = text[max(0, atom.start - _WINDOW) : atom.start]
        if match.lastgroup in ("short", "spelt", "bare_year"):
            cued = _is_cued(text, atom, before, atoms)
            if not cued and (match.lastgroup == "spelt" or not _may_be_date(text, atom)):
                continue
            atom = replace(atom, cued=cued)
        modifiers = _MODIFIERS.search(before)
        if modifiers:
            atom = replace(atom, start=atom.start - len(modifiers.group()))
        if atoms and atom.cued and not atoms[-1].cued and _JOINS.fullmatch(text, atoms[-1].end, atom.start):
            atoms[-1] = replace(atoms[-1], cued=atoms[-1].kind == atom.kind)
        atoms.append(atom)
    return atoms


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Matches of the pattern, tried only where a date can begin: at each number and at each key word."""
    done = 0
    for key in _KEY.finditer(text):
        match = _CORE.match(text, key.start()) if key.start() >= done else None
        if match is not None:
            done = match.end()
            yield match


def _is_cued(text: str, atom: Atom, before: str, atoms: list[Atom]) -> bool:
    """A word before it or a date beside it makes the number a date; “26/27 huyện” has neither."""
    if atom.kind == "day" and (atom.year or _DAY_CUE.search(before)):
        return True
    if (
        atoms
        and atoms[-1].cued
        and atoms[-1].kind == atom.kind
        and _JOINS.fullmatch(text, atoms[-1].end, atom.start)
        and _may_be_date(text, atom)
    ):
        return True
    return atom.kind == "year" and bool(_YEAR_CUE.search(before)) and _may_be_date(text, atom)


def _may_be_date(text: str, atom: Atom) -> bool:
    """Whether nothing countable follows: 2000 camera, 5/5 địa phương."""
    if atom.kind == "day" and "/" not in text[atom.start : atom.end]:
        return False
    return known_noun_at(text, atom.end, min(len(text), atom.end + 60)) is None


def _numbers(written: str) -> list[int]:
    return [int(number) for number in _NUMBER.findall(written)]


def _year(written: str) -> int | None:
    years = [number for number in _numbers(written) if number >= 1900]
    return years[0] if years else None


def _year_offset(written: str) -> int | None:
    lower = written.lower()
    return next((offset for words, offset in _RELATIVE_YEARS.items() if words in lower), None)


def _small(written: str, words: dict[str, int]) -> int:
    """The first number, in digits or in words."""
    numbers = _numbers(written)
    if numbers and numbers[0] < 1900:
        return numbers[0]
    padded = f" {' '.join(written.lower().split())} "
    found = [
        (padded.index(f" {word} "), -len(word), number)
        for word, number in words.items()
        if f" {word} " in padded
    ]
    return min(found)[2]


def _day(match: re.Match[str]) -> Atom:
    day, month, *_ = _numbers(match.group())
    return Atom(match.start(), match.end(), "day", _year(match.group()), month, day)


def _month(match: re.Match[str]) -> Atom:
    written = re.sub("[Tt]háng", "", match.group(), count=1)
    month = _small(written, _MONTH_WORDS)
    return Atom(match.start(), match.end(), "month", _year(written), month, year_offset=_year_offset(written))


def _quarter(match: re.Match[str]) -> Atom:
    number = match.group().split()[1].rstrip("/-–").partition("/")[0].partition("-")[0].lower()
    last = 3 * (_ROMAN.get(number) or int(number))
    year, offset = _year(match.group()), _year_offset(match.group())
    return Atom(match.start(), match.end(), "span", year, last - 2, end_month=last, year_offset=offset)


def _part(match: re.Match[str]) -> Atom:
    written = match.group()
    months = 6 if match.lastgroup == "half" else _small(written, _HALF_WORDS)
    first = 13 - months if "cuối" in written else 1
    year = _year(written)
    offset = None if year else _year_offset(written) or 0
    return Atom(
        match.start(), match.end(), "span", year, first, end_month=first + months - 1, year_offset=offset
    )


def _years(match: re.Match[str]) -> Atom | None:
    first, last = _numbers(match.group())
    return Atom(match.start(), match.end(), "span", first, end_year=last) if first < last else None


def _single_year(match: re.Match[str]) -> Atom | None:
    if len(_numbers(match.group())) == 2:
        return _years(match)
    offset = _year_offset(match.group())
    return Atom(match.start(), match.end(), "year", _year(match.group()), year_offset=offset)


_READERS: dict[str, Callable[[re.Match[str]], Atom | None]] = {
    "full": _day,
    "spelt": _day,
    "short": _day,
    "month": _month,
    "bare_month": _month,
    "quarter": _quarter,
    "part": _part,
    "half": _part,
    "years": _years,
    "year": _single_year,
    "bare_year": _single_year,
    "relative_year": _single_year,
    "relative": lambda match: Atom(match.start(), match.end(), "relative"),
}
