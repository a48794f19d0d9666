"""Where paragraphs, sentences and clauses begin and end.

Lines come first: a sentence never crosses a newline. Within a line one pass over the stops decides for each whether
a sentence ends there: not after an abbreviation (TX., Q.3, v.v.), not inside a number or an address, not before a lower-case word,
and behind closing quotation marks rather than before them. A stretch without any stop is cut where nothing a person wrote for
people goes on, so that what comes after may compare the parts of a sentence with each other. Linear in the length of the text.
"""

from __future__ import annotations

import re

from extract.lexicon import load
from extract.records import Segment

_ABBREVIATIONS = frozenset(load("abbreviations").words("before_stop"))
_PARAGRAPH = re.compile(r"[^\s][^\n]*")
# A run of stops with the quotation marks and brackets that close behind it.
_STOP = re.compile(r"(?:[.?!…]+)[\"”’'»)\]]*")
_WORD_BEFORE = re.compile(r"[\w.]{1,12}\Z")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-zđ]|[IVX]{1,4})\Z")
_CLAUSE_STOP = re.compile(";")
_LONGEST = 4_000  # characters; in 378 annotated sentences the longest has 875
_BREAKS = (";", ",", " ")  # where a longer one is cut, the first that its last quarter holds


def paragraphs(text: str) -> list[Segment]:
    """The lines of a canonical text that hold more than white space, without the space around them."""
    return [
        Segment(match.start(), match.start() + len(match.group().rstrip()))
        for match in _PARAGRAPH.finditer(text)
    ]


def sentences(text: str) -> list[Segment]:
    """The sentences of a canonical text, in order, without the white space around them."""
    return [
        piece
        for paragraph in paragraphs(text)
        for sentence in _split(text, paragraph)
        for piece in _bounded(text, sentence)
    ]


def clauses(text: str, sentence: Segment) -> list[Segment]:
    """The parts of a sentence between its semicolons."""
    return _cut(text, sentence, [m.end() for m in _CLAUSE_STOP.finditer(text, sentence.start, sentence.end)])


def _split(text: str, line: Segment) -> list[Segment]:
    ends = [
        match.end()
        for match in _STOP.finditer(text, line.start, line.end)
        if match.end() < line.end and _ends_sentence(text, match, line)
    ]
    return _cut(text, line, ends)


def _bounded(text: str, sentence: Segment) -> list[Segment]:
    """The sentence itself, or pieces of it where it is longer than any sentence."""
    ends: list[int] = []
    start = sentence.start
    while sentence.end - start > _LONGEST:
        limit = start + _LONGEST
        breaks = (text.rfind(mark, limit - _LONGEST // 4, limit) for mark in _BREAKS)
        start = next((found + 1 for found in breaks if found >= 0), limit)
        ends.append(start)
    return _cut(text, sentence, ends) if ends else [sentence]


def _cut(text: str, segment: Segment, ends: list[int]) -> list[Segment]:
    pieces, start = [], segment.start
    for end in [*ends, segment.end]:
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            begin = start + len(piece) - len(piece.lstrip())
            pieces.append(Segment(begin, begin + len(stripped)))
        start = end
    return pieces


def _ends_sentence(text: str, stop: re.Match[str], line: Segment) -> bool:
    after = text[stop.end() : stop.end() + 3]
    glued = not after[0].isspace()
    following = after.lstrip().lstrip("“\"‘'«([-–*•")[:1]
    if not following:
        following = after.lstrip()[:1]
    if following.islower() or following in ",;:.…?!)":
        return False
    before = text[max(line.start, stop.start() - 14) : stop.start()]
    if (
        stop.group().startswith(".")
        and not stop.group().startswith("..")
        and _is_abbreviation(before, stop, line)
    ):
        return False
    # A forgotten space: “…bình yên.Tại xã”, but not “Congan.Nghean” or “1.Mở đầu”.
    return not glued or (before[-1:].islower() and after[:1].isupper() and after[1:2].islower())


def _is_abbreviation(before: str, stop: re.Match[str], line: Segment) -> bool:
    match = _WORD_BEFORE.search(before)
    if match is None:
        return False
    word = match.group().rpartition(".")[2] if match.group() not in _ABBREVIATIONS else match.group()
    if word in _ABBREVIATIONS:
        return True
    starts_line = match.start() + stop.start() - len(before) <= line.start + 1
    return starts_line and _LIST_NUMBER.match(match.group()) is not None
