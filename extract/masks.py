"""Stretches of a text whose numbers count nothing: document numbers, dates, clock times, addresses and measures.

A mask has a kind: ``document``, ``date``, ``clock``, ``phone``, ``plate``, ``code``, ``birth``, ``percent``, ``measure``, ``road``,
``ordinal``, ``name`` (tổ 7, phường Hà Giang 1), ``duration`` (3 năm) or ``address`` (of a web page).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.lexicon import alternatives, load
from extract.times.atoms import find_atoms
from extract.units import known_noun_at

_LEXICON = load("masks")


@dataclass(frozen=True, slots=True)
class Mask:
    """A stretch of text that holds no count, and why."""

    start: int
    end: int
    kind: str


_NUMBER = r"\d[\d.,]*"
_RANGE = rf"(?<![\w.,/]){_NUMBER}(?:\s?[-–]\s?{_NUMBER}|\s(?:đến|tới)\s{_NUMBER})?"
_PATTERNS = {
    "address": r"(?:https?://|www\.)\S+|[\w.-]+@[\w-]+\.[\w.-]+|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)\b(?:/\S*)?",
    "document": (
        rf"(?:(?<!\w)(?:{alternatives(_LEXICON.words('documents.numbered'))})\s+(?:số\s*:?\s*)?\d[\w/.-]*)"
        r"|(?<![\w.,/])\d+(?:/\d{4})?[-/](?:[A-ZĐƯ]{2,}[A-Za-zĐƯĂÂÊÔƠ]*|[A-ZĐ]+\d+)(?:[-/&][A-ZĐƯ][\wĐƯ]*)*"
    ),
    "phone": (
        r"(?<![\w.,/])0\d{2,3}[ .-]?\d{3}[ .-]?\d{3,4}(?!\d)|(?<![\w.,/])(?:1[89]00|\+84)[ .-]?\d{2,4}(?:[ .-]?\d{2,4})*"
        r"|(?:[Đđ]iện thoại|ĐT|[Hh]otline|đường dây nóng|gọi (?:số|đến số|tới số)?)\s*:?\s*\d[\d .-]*"
    ),
    "plate": r"(?<![\w.,/])\d{2}[A-ZĐ]{1,2}\d?[- ]?\d{3}\.?\d{1,2}(?!\d)",
    "code": r"(?<!\w)[A-ZĐ][A-Za-zĐ]{0,8}-?\d+[\w-]*",
    "birth": r"(?:\bSN|\b[Ss]inh(?: năm| ngày)?)\s*:?\s*\d[\d/.-]*",
    "percent": rf"{_RANGE}\s?(?:%|phần trăm|điểm phần trăm)",
    "clock": (
        r"(?<![\w.,/])(?:24/24\s?(?:h|giờ)?|24/7|\d{1,2}:\d{2}(?::\d{2})?(?!\d)|GMT ?\+ ?\d+"
        r"|\d{1,2}(?:\s?[-–]\s?\d{1,2})?\s?(?:giờ|h(?![^\W\d]))\s?(?:\d{1,2}(?:\s?(?:phút|p\b|'))?(?![\d./-]))?)"
    ),
    "measure": (
        rf"{_RANGE}\s?(?:(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)\s)?(?:{alternatives(_LEXICON.words('measures.units'))})(?![\w²³])"
    ),
    "road": rf"(?<!\w)(?:{alternatives(_LEXICON.words('names.roads'))})\s?\d[\w-]*",
    "duration": (
        rf"{_RANGE}\s(?:năm|tháng|ngày|tuần lễ|tuần(?! tra)|đêm|phút|giây|quý|thập kỷ|thập niên|thế kỷ|nhiệm kỳ|mùa)(?!\w)"
        r"(?!\scông(?!\s+an)|\slương)"
    ),
    "ordinal": rf"(?i:(?<!\w)(?:{alternatives(_LEXICON.words('names.ordinal'))}))\s+(?:số\s+)?(?:\d+[a-z]?|[IVX]+)\b",
}
_MASK = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()))
_NUMBERED = re.compile(
    rf"(?i:(?<!\w)(?:{alternatives(_LEXICON.words('names.numbered'))}))\s(?:số\s)?(?P<number>\d{{1,3}}[A-Za-z]?)(?![\w%]|[.,/]\d)"
)
_NUMBER_AFTER_SO = re.compile(r"(?<!\w)(?P<before>(?:\w+\s)?)[Ss]ố\s?:?\s(?P<number>\d+)(?![.,]?\d)")
# A capitalised name with its type before and a number behind: “phường Hà Giang 1”.
_NAMED = re.compile(
    rf"(?<!\w)(?i:{alternatives(_LEXICON.words('names.named'))})(?:\s[A-ZĐÀ-Ỹ][\w'’]*){{1,4}}\s(?P<number>\d{{1,2}})(?![\w%]|[.,/-]\d)"
)
_COUNTS_AFTER_SO = frozenset(_LEXICON.words("names.counts_before_number"))


def find_masks(text: str) -> list[Mask]:
    """The masks of a canonical text in order; none overlaps another."""
    found = [Mask(match.start(), match.end(), str(match.lastgroup)) for match in _MASK.finditer(text)]
    found += [Mask(atom.start, atom.end, "date") for atom in find_atoms(text) if atom.kind != "relative"]
    found += _names(text)
    # Where two overlap the one that begins first stands, of those the longer.
    masks: list[Mask] = []
    for mask in sorted(found, key=lambda mask: (mask.start, -mask.end)):
        if not masks or mask.start >= masks[-1].end:
            masks.append(mask)
    return masks


def masked(masks: Sequence[Mask], start: int, end: int) -> Mask | None:
    """The first mask that shares a character with ``text[start:end]``, if any."""
    at = bisect_right(masks, start, key=lambda mask: mask.end)
    return masks[at] if at < len(masks) and masks[at].start < end else None


def _names(text: str) -> list[Mask]:
    numbers = [
        match
        for pattern in (_NUMBERED, _NAMED)
        for match in pattern.finditer(text)
        if _is_organisation(text, match)
        or known_noun_at(text, match.end(), min(len(text), match.end() + 60)) is None
    ]
    numbers += [
        match
        for match in _NUMBER_AFTER_SO.finditer(text)
        if match["before"].strip().lower() not in _COUNTS_AFTER_SO
    ]
    return [Mask(match.start("number"), match.end("number"), "name") for match in numbers]


def _is_organisation(text: str, match: re.Match[str]) -> bool:
    """“Phường Hà Giang 1 tổ chức hội nghị”: tổ chức is the verb."""
    return text.startswith(" tổ chức", match.end())
