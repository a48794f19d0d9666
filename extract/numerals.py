"""Numbers in every spelling: 1.420; 3,5 triệu; 04; hai mươi lăm; hàng trăm; 10-15; 26/27; gần 98 tỷ.

What a number counts, and whether it counts at all, is decided in `extract.quantities`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.lexicon import alternatives, load
from extract.masks import Mask, masked
from extract.records import Qualifier

_LEXICON = load("numerals")
_DIGITS = _LEXICON.numbers("digits")
_TENS = _LEXICON.numbers("tens")
_MAGNITUDES = _LEXICON.numbers("magnitudes")
_ZERO_TENS = frozenset(_LEXICON.words("lists.zero_tens"))
_VAGUE_SOME = frozenset(_LEXICON.words("lists.vague_some"))
_YEAR_AFTER = frozenset(_LEXICON.words("lists.year_after"))
_ORDINAL_AFTER = frozenset(_LEXICON.words("lists.ordinal_after"))
_NO_BEGINNING = frozenset({"không", "mốt", "tư", "lăm", "nhăm", "mươi", *_ZERO_TENS})

_BEGINNINGS = {
    *_DIGITS,
    *_TENS,
    *_MAGNITUDES,
    *_LEXICON.words("lists.vague_at_least"),
    *_VAGUE_SOME,
} - _NO_BEGINNING

_QUALIFIERS = {
    word: qualifier
    for qualifier in (Qualifier.AT_LEAST, Qualifier.APPROX)
    for word in load("qualifiers").words(f"{qualifier.value}.before")
}
_QUALIFIER_LENGTHS = tuple(sorted({len(word.split()) for word in _QUALIFIERS}, reverse=True))
_BEFORE_WINDOW = 32

# Groups of three with points, commas or spaces; at most two decimals behind them.
_NUMBER = (
    r"(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,2}(?!\d))?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2}(?!\d))?"
    r"|\d{1,3}(?: \d{3})+(?![.,]?\d)|\d+[.,]\d{1,2}(?!\d)|\d+)"
)
_MAGNITUDE = rf"\s+(?:{alternatives([*_MAGNITUDES, 'chục'])})(?!\w)(?!\s+(?:lệ|trọng|giá|phú|số|suất)\b)"
_AMOUNT = rf"{_NUMBER}(?![.,:]?\d)(?:{_MAGNITUDE}(?:\s\d{{1,3}}(?=\s(?:triệu|nghìn|ngàn)))?){{0,2}}"
_WORD = alternatives([*_DIGITS, *_TENS, *_MAGNITUDES, *_ZERO_TENS])
_FIGURE = re.compile(
    rf"""(?<![\w])(?<!\d[.,/:])(?:
      (?P<ratio>\d[\d.]*\s?/\s?\d[\d.]*(?![\w/]))
    | (?P<figures>{_AMOUNT.replace(" ", "[ ]")}
        (?:(?P<to>\s?[-–]\s?|\s(?:đến|tới)\s)(?P<upper>{_AMOUNT.replace(" ", "[ ]")}))?
        (?:\s\((?:{_WORD})(?:[ ](?:{_WORD}))*\))?)
    | (?P<vague>(?i:{alternatives([*_LEXICON.words("lists.vague_at_least"), *_VAGUE_SOME])})(?P<round>(?:\s+(?:{alternatives(_MAGNITUDES)}|chục))+)(?!\w))
    | (?P<words>(?i:{_WORD})(?:\s+(?:{_WORD}|rưỡi)){{0,9}}(?!\w))
    )""",
    re.VERBOSE,
)
# Where a number can begin: a cheap test that spares the pattern above nearly every position.
_KEY = re.compile(
    rf"\d+|(?:{'|'.join(sorted({form for word in _BEGINNINGS for form in (word, word.capitalize())}))})(?= )"
)
_PARTS = re.compile(r"(\d[\d., ]*(?<! )(?<![.,]))((?:\s+[^\W\d]+)*)")
_WORD_BEFORE = re.compile(r"(\w+)\s+\Z")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written: ``text[start:end]`` is the number, from ``qualifier_start`` on with the words that qualify it.

    ``form`` is ``figures``, ``ratio``, ``vague`` (hàng trăm), ``words``, or ``article`` (an unqualified “một”, which counts only
    beside another count); ``qualifier_word`` is the deciding word, if any.
    """

    start: int
    end: int
    qualifier_start: int
    value: float
    value_max: float | None
    of_total: float | None
    qualifier: Qualifier
    qualifier_word: str | None
    form: str


def find_numerals(text: str, masks: Sequence[Mask]) -> list[Numeral]:
    """The numbers of a canonical text outside the masks, in order. Linear in its length."""
    found = []
    done = 0
    for key in _KEY.finditer(text):
        if key.start() < done or masked(masks, key.start(), key.end()):
            continue
        match = _FIGURE.match(text, key.start())
        if match is None:
            continue
        done = match.end()
        if masked(masks, match.start(), match.end()):
            continue
        numeral = _read(text, match)
        if numeral is not None:
            found.append(numeral)
    return found


def parse_words(words: Sequence[str]) -> float | None:
    """The value of number words in lower case: ``["hai", "mươi", "lăm"]`` is 25; None when they make no one number."""
    total, group, previous = 0.0, 0.0, ""
    magnitude = 0.0
    if not words or words[0] in _NO_BEGINNING:
        return None
    for word in words:
        if word in _ZERO_TENS:
            pass
        elif word == "rưỡi":
            total += magnitude / 2
        elif word in _DIGITS:
            if previous in _DIGITS:
                return None
            group += _DIGITS[word]
        elif word == "mười":
            group += 10
        elif word in _TENS:
            group += 9 * _DIGITS[previous] if previous in _DIGITS else 10
        elif word == "trăm":
            group = (group or 1) * 100
        else:
            magnitude = _MAGNITUDES[word]
            total, group = (
                (total + (group or (0 if total else 1))) * magnitude
                if magnitude >= 1e9
                else total + (group or 1) * magnitude,
                0.0,
            )
        previous = word
    return total + group


def _read(text: str, match: re.Match[str]) -> Numeral | None:
    before = text[max(0, match.start() - _BEFORE_WINDOW) : match.start()]
    qualifier_word, start = _qualifier(before, match.start())
    qualifier = _QUALIFIERS[qualifier_word] if qualifier_word else Qualifier.EXACT
    value_max = of_total = None
    value: float | None
    if match["ratio"]:
        value, of_total = (_figures(part.strip(" .")) for part in match["ratio"].split("/"))
        if value > of_total:
            return None
    elif match["figures"]:
        value, value_max = _range(match)
    elif match["vague"]:
        value = _round(match["round"].split())
        some = match["vague"].split()[0].lower() in _VAGUE_SOME
        if some:
            value *= 2
        qualifier = Qualifier.APPROX if some else Qualifier.AT_LEAST
    else:
        value = _in_words(match, before, qualified=qualifier_word is not None)
    if value is None:
        return None
    form = str(match.lastgroup)
    if form == "words" and match["words"].lower() == "một" and qualifier_word is None:
        form = "article"
    return Numeral(
        match.start(),
        match.end(),
        start,
        value,
        value_max,
        of_total,
        qualifier,
        qualifier_word,
        form,
    )


def _qualifier(before: str, start: int) -> tuple[str | None, int]:
    """The qualifying word nearest to a number that begins at ``start``, and where the row of such words begins."""
    nearest = None
    while before.endswith(" "):
        words = before.lower().rsplit(maxsplit=_QUALIFIER_LENGTHS[0])
        for length in _QUALIFIER_LENGTHS:
            phrase = " ".join(words[-length:])
            if phrase in _QUALIFIERS and before.lower().rstrip().endswith(phrase):
                break
        else:
            break
        nearest = nearest or phrase
        kept = before.rstrip()[: -len(phrase)]
        start -= len(before) - len(kept)
        before = kept
    return nearest, start


def _range(match: re.Match[str]) -> tuple[float, float | None]:
    if match["upper"] is None:
        return _amount(match["figures"].partition("(")[0]), None
    lower, upper = match["figures"].partition(match["to"])[0], match["upper"]
    low, high = _amount(lower), _amount(upper)
    if high >= 1000 and low < high / 1000 and not re.search(r"[^\W\d]", lower):
        low *= _magnitude(upper)  # 10-15 triệu
    return (low, high) if high > low else (low, None)


def _magnitude(written: str) -> float:
    product = 1.0
    for word in re.findall(r"[^\W\d]+", written):
        product *= _MAGNITUDES.get(word) or _TENS[word]
    return product


def _amount(written: str) -> float:
    """“98 tỷ”, “1 tỷ 500 triệu”."""
    total = 0.0
    for number, magnitudes in _PARTS.findall(written):
        magnitude = _magnitude(magnitudes)
        total += _figures(number, decimal_comma=magnitude > 1) * magnitude
    return round(total, 6)


def _figures(written: str, *, decimal_comma: bool = False) -> float:
    """“1.420” is 1420 and “3,5” is 3.5; a comma before three digits is a decimal one only before “triệu” and the like."""
    written = written.replace(" ", "")
    comma, point = written.rfind(","), written.rfind(".")
    decimal = max(comma, point)
    three_behind = len(written) - decimal == 4
    if decimal < 0 or (three_behind and not (decimal_comma and comma > point and written.count(",") == 1)):
        return float(re.sub("[.,]", "", written))
    if comma >= 0 and point >= 0:
        return float(re.sub("[.,]", "", written[:decimal]) + "." + written[decimal + 1 :])
    return (
        float(written.replace(",", "."))
        if written.count(written[decimal]) == 1
        else float(re.sub("[.,]", "", written))
    )


def _round(words: Sequence[str]) -> float:
    product = 1.0
    for word in words:
        product *= _MAGNITUDES.get(word) or _TENS[word]
    return product


def _in_words(match: re.Match[str], before: str, *, qualified: bool) -> float | None:
    """Number words count only where they cannot be an article (một), a year (năm), an ordinal or part of a name."""
    words = match["words"].split()
    previous = _WORD_BEFORE.search(before)
    word_before = previous.group(1).lower() if previous else ""
    if (
        words[0][0].isupper()
        and before.strip()
        and before.rstrip(' "“‘(-–')[-1:] not in (".", "\n", ":", ";", "!", "?", "")
    ):
        return None
    words = [word.lower() for word in words]
    if word_before in _ORDINAL_AFTER or words[0] in _NO_BEGINNING:
        return None
    if words == ["năm"] and (word_before in _YEAR_AFTER or word_before.isdigit()):
        return None
    if words[0] in (*_MAGNITUDES, *_TENS) and words[0] != "mười" and not qualified:
        return None
    return parse_words(words)
