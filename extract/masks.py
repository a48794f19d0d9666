"""Stretches of a text whose numbers count nothing: document numbers, dates, clock times, addresses and measures.

A mask has a kind: ``document``, ``date``, ``clock``, ``phone``, ``plate``, ``code``, ``birth``, ``percent``, ``measure``, ``road``,
``ordinal``, ``name`` (tổ 7, phường Hà Giang 1), ``duration`` (3 năm) or ``address`` (of a web page). Only numbers are looked at, each
once, with what stands right before and behind it: linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.lexicon import alternatives, load
from extract.times.atoms import Atom, find_atoms
from extract.units import known_noun_at

_LEXICON = load("masks")


@dataclass(frozen=True, slots=True)
class Mask:
    """A stretch of text that holds no count, and why."""

    start: int
    end: int
    kind: str


_DIGITS = re.compile(r"\d+")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S{1,500}|(?<=\s)[\w.-]{1,64}@[\w.-]{1,64}|(?:[\w-]{1,64}\.){1,6}(?:vn|com|net|org)(?:/\S{0,500})?(?!\w)"
)
_MAY_HOLD_ADDRESS = re.compile(r"://|www\.|@|\.(?:vn|com|net|org)(?!\w)")
_NUMBER = r"\d++(?:[.,]\d++)*+"
# What a number is part of, told by what follows it.
_FORWARD = re.compile(
    rf"""
      (?P<document>\d{{1,6}}(?:/\d{{4}})?[-/](?:[A-ZĐƯ]{{2,8}}[a-zđ]{{0,8}}|[A-ZĐ]{{1,5}}\d{{1,3}})(?:[-/&][A-ZĐƯ][\wĐƯ]{{0,12}}){{0,4}})
    | (?P<phone>(?:0\d{{2,3}}[ .-]?\d{{3,4}}[ .-]?\d{{3,4}}|1[89]00[ .-]?\d{{2,4}}(?:[ .-]?\d{{2,4}})?)(?!\d))
    | (?P<plate>\d{{2}}[A-ZĐ]{{1,2}}\d?[- ]?\d{{3}}\.?\d{{1,2}}(?!\d))
    | (?P<clock>24/24(?:\s?(?:h|giờ))?|24/7|\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?!\d)
        |\d{{1,2}}(?:\s?[-–]\s?\d{{1,2}})?\s?(?:giờ(?!\s+học)|h(?![^\W\d]))(?:\s?\d{{1,2}}(?:\s?(?:phút|p(?!\w)|'))?(?![\d./-]))?)
    | {_NUMBER}(?:(?:\s?[-–]\s?|\s(?:đến|tới)\s){_NUMBER})?(?:
          \s?(?P<percent>%|phần\străm|điểm\sphần\străm)
        | (?:\s(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ))?\s?(?P<measure>{alternatives(_LEXICON.words("measures.units"))})(?![\w²³])
        | \s(?P<duration>năm|tháng|ngày|tuần|đêm|phút|giây|quý|thập\skỷ|thập\sniên|thế\skỷ|nhiệm\skỳ|mùa)(?!\w)
          (?!\s(?:công(?!\s+an)|lương|tra)\b)
      )
    """,
    re.VERBOSE,
)
# The rest of a name behind its number: “37/NQ-CP”, “138”, “1A”.
_TAIL = re.compile(r"[\w/.-]{0,24}\w|\w")
_PHONE_TAIL = re.compile(r"\d[\d .-]{0,24}\d|\d")
_CODE_HEAD = re.compile(r"(?<!\w)[A-ZĐ][A-Za-zĐ]{0,8}-?\Z")
_CODE_TAIL = re.compile(r"[\w-]{1,24}")
_MORE_DIGITS = re.compile(r"[.,]\d|\s?/\s?\d|\s?[%]")
_WINDOW = 48
_ABBREVIATED_TYPE = re.compile(r"(?<!\w)(?:P|Q|KP|TDP|F|X|H)\.\Z")
_LONGEST_NAME = 4  # syllables of a unit's own name
_NAME_NUMBER = 3  # digits
_HIGHEST_NAME = 15  # phường Hà Giang 1, thôn Bành Văn 2; “xã Nguyệt Đức 240” counts what was counted before
_WHOLE_NUMBER = re.compile(rf"{_NUMBER}")
_LARGE = re.compile(r"\s(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\w)")
_BODIES = frozenset(
    {"Ban Chỉ đạo", "Ban chỉ đạo", "BCĐ", "Tổ công tác"}
)  # their number may be that of a decree, or of members

_KINDS = dict.fromkeys(_LEXICON.words("documents.numbered"), "document")
_KINDS |= dict.fromkeys(_LEXICON.words("names.roads"), "road")
_KINDS |= dict.fromkeys(_LEXICON.words("names.phones"), "phone")
_KINDS |= dict.fromkeys(_LEXICON.words("names.births"), "birth")
_KINDS_IN_ANY_CASE = dict.fromkeys(_LEXICON.words("names.numbered"), "name")
_KINDS_IN_ANY_CASE |= dict.fromkeys(_LEXICON.words("names.ordinal"), "ordinal")
_NAMED = frozenset(_LEXICON.words("names.named"))
_COUNTS_AFTER_SO = frozenset(_LEXICON.words("names.counts_before_number"))
_MAX_WORDS = max(len(word.split()) for word in [*_KINDS, *_KINDS_IN_ANY_CASE, *_NAMED])


def find_masks(text: str, atoms: Sequence[Atom] | None = None) -> list[Mask]:
    """The masks of a canonical text in order; none overlaps another. ``atoms`` are its dates, where they are known already."""
    dates = find_atoms(text) if atoms is None else atoms
    found: list[Mask] = []
    if _MAY_HOLD_ADDRESS.search(text):
        found += [Mask(match.start(), match.end(), "address") for match in _ADDRESS.finditer(text)]
    done = 0
    for digits in _DIGITS.finditer(text):
        if digits.start() >= done:
            mask = _mask_of(text, digits.start(), digits.end())
            if mask is not None:
                found.append(mask)
                done = mask.end
    # Dates last: where two begin and end together the first found stands, and 24/7 is no day.
    found += [Mask(atom.start, atom.end, "date") for atom in dates if atom.kind != "relative"]
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


def _mask_of(text: str, start: int, end: int) -> Mask | None:
    previous = text[start - 1] if start else "\n"
    if previous.isalpha() or (previous == "-" and start > 1 and text[start - 2].isalpha()):
        return _code(text, start)
    if previous in ".,/" and start > 1 and text[start - 2].isdigit():
        return None  # inside a number
    forward = _FORWARD.match(text, start)
    if forward is not None:
        return Mask(start, forward.end(), str(forward.lastgroup))
    if previous == "." and _ABBREVIATED_TYPE.search(text, max(0, start - 6), start):
        return Mask(start, end, "name")  # P.15, Q.8: wards and districts, whatever follows
    if previous not in " :":
        return None
    window = text[max(0, start - _WINDOW) : start].rpartition("\n")[2]
    return _named_by_words_before(text, window, start, end)


def _code(text: str, start: int) -> Mask | None:
    head = _CODE_HEAD.search(text, max(0, start - 10), start)
    tail = _CODE_TAIL.match(text, start)
    return Mask(head.start(), tail.end(), "code") if head and tail else None


def _named_by_words_before(text: str, window: str, start: int, end: int) -> Mask | None:
    """A number that “số 3”, “Nghị quyết 12”, “tổ 7” or “phường Hà Giang 1” make a name."""
    words = window.split()
    if not words:
        return None
    after_so = words[-1].rstrip(":").lower() == "số"
    if after_so:
        words.pop()
    for length in range(min(_MAX_WORDS, len(words)), 0, -1):
        phrase = " ".join(words[-length:]).rstrip(":").lstrip('("“')
        kind = _KINDS.get(phrase) or _KINDS_IN_ANY_CASE.get(phrase.lower())
        if kind == "name" and not after_so and not _may_be_name(text, start, end):
            kind = None
        noun = _counted_class(text, start) if kind == "phone" or phrase in _BODIES else None
        if noun is not None and (kind == "phone" or noun in {"person", "member"}):
            kind = None  # “gọi 1.900 hộ ký cam kết”, “Ban chỉ đạo 11 người”
        if kind is not None:
            tail = (_PHONE_TAIL if kind == "phone" else _TAIL).match(text, start)
            assert tail is not None  # a digit stands there
            head = window.rfind(phrase)
            return Mask(start - len(window) + head if kind != "name" else start, tail.end(), kind)
    if after_so:
        return None if words and words[-1].lower() in _COUNTS_AFTER_SO else Mask(start, end, "name")
    small = int(text[start:end]) <= _HIGHEST_NAME
    return (
        Mask(start, end, "name") if small and _may_be_name(text, start, end) and _ends_a_name(words) else None
    )


def _ends_a_name(words: list[str]) -> bool:
    """Whether the words end in a capitalised name with its type before it: “tại phường Hà Giang”."""
    first = len(words)
    while (
        first
        and len(words) - first < _LONGEST_NAME
        and words[first - 1][0].isupper()
        and words[first - 1].isalpha()
    ):
        first -= 1
    before = [word.lower() for word in words[max(0, first - _MAX_WORDS) : first + 1]]
    if first == len(words):
        return False
    # The type itself may be capitalised where a sentence begins: “Thôn Bành Văn 1”.
    return any(" ".join(before[at:-1]) in _NAMED for at in range(len(before) - 1)) or before[-1] in _NAMED


def _counted_class(text: str, start: int) -> str | None:
    """The class of the noun of the lexicon behind the number that begins at ``start``, its thousands included; None where there is none."""
    number = _WHOLE_NUMBER.match(text, start)
    assert number is not None  # a digit stands there
    noun = known_noun_at(text, number.end(), min(len(text), number.end() + 60))
    return noun.unit_class if noun is not None else None


_RANGE = re.compile(r"\s?[-–]\s?\d{1,4}(?!\d)")


def _may_be_name(text: str, start: int, end: int) -> bool:
    """“Tổ 3 người” and “dân phòng 3.872 người” count; “phường Hà Giang 1 tổ chức hội nghị” and “thôn 2 xã Ia Ka” name."""
    closing = _RANGE.match(text, end)
    if closing is not None:
        end, start = closing.end(), closing.end() - (end - start)  # “mỗi đội 7-9 người”
    if end - start > _NAME_NUMBER or _MORE_DIGITS.match(text, end) or _LARGE.match(text, end):
        return False
    return text.startswith(" tổ chức", end) or known_noun_at(text, end, min(len(text), end + 60)) is None
