"""The noun phrase behind a number: where it ends, and the class of thing it names.

A phrase is a noun of the units lexicon (longest match) with its modifiers, or a list of such nouns of one class (“xã, phường, thị
trấn”). A noun the lexicon does not know is taken with class ``other`` when it looks like one. Quotation marks around a word of the unit
are passed over: 285 "mắt" camera counts mắt camera.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.lexicon import load

_LEXICON = load("units")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’&][^\W\d_]+)*|,")
_GAP = re.compile(r"[ \"“”'‘’]*")
_QUOTE = re.compile("[\"“”'‘’]")
_MAX_TOKENS = 14
_MAX_CASE_TOKENS = 7  # “vụ khai thác lâm sản trái phép”
_MAX_QUOTED = 3


def _phrases(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(_TOKEN.findall(word)) for word in words)


_CLASSES = {
    phrase: name
    for name in _LEXICON.keys("classes")
    for phrase in _phrases(_LEXICON.words(f"classes.{name}"))
}
_MODIFIERS = _phrases(_LEXICON.words("lists.modifiers"))
_TOPICS = _phrases(_LEXICON.words("lists.topics"))
_NEVER = _phrases(_LEXICON.words("lists.never"))
_STOPS = frozenset(_LEXICON.words("lists.stops"))
_CLASSIFIERS = frozenset(_LEXICON.words("lists.classifiers"))
_LISTED = frozenset(_LEXICON.words("lists.listed_with"))
_LONGEST = max(map(len, [*_CLASSES, *_MODIFIERS, *_NEVER]))
_AND = frozenset({",", "và", "hoặc"})


@dataclass(frozen=True, slots=True)
class UnitPhrase:
    """A counted noun phrase: its span, its normal form (lower case, no quotes) and class; ``known`` if of the lexicon."""

    start: int
    end: int
    name: str
    unit_class: str
    known: bool


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    lower: str

    @property
    def capitalised(self) -> bool:
        """Like a name: “Tân”, but not “ANTT”."""
        return self.text[0].isupper() and not self.text.isupper()


def unit_at(text: str, start: int, limit: int) -> UnitPhrase | None:
    """The unit whose first word is the next after ``start``, nothing but space and a quotation mark between; None if none is there."""
    tokens = _tokens(text, start, limit)
    if not tokens or tokens[0].lower == ",":
        return None
    head, unit_class = _head(tokens, 0)
    known = head > 0
    if known:
        if tokens[0].lower in _CLASSIFIERS and head == 1:
            head, unit_class = _classified(tokens, unit_class)
        head = _extend(tokens, head, unit_class)
    else:
        head, unit_class = _unknown(text, tokens), "other"
    if not head:
        return None
    return UnitPhrase(tokens[0].start, tokens[head - 1].end, _join(tokens[:head]), unit_class, known)


def known_noun_at(text: str, start: int, limit: int) -> UnitPhrase | None:
    """Like `unit_at`, but only the noun of the lexicon, without modifiers, and not when a name follows it (“xã Ia Ka”)."""
    tokens = _tokens(text, start, limit)
    head, unit_class = _head(tokens, 0)
    if not head or (head < len(tokens) and tokens[head].capitalised):
        return None
    return UnitPhrase(tokens[0].start, tokens[head - 1].end, _join(tokens[:head]), unit_class, known=True)


def _tokens(text: str, start: int, limit: int) -> list[_Token]:
    """The words of the same line up to the first character that no noun phrase holds."""
    found: list[_Token] = []
    position, quoted = start, False
    while len(found) < _MAX_TOKENS:
        gap = _GAP.match(text, position, limit)
        assert gap is not None  # matches the empty string
        if _QUOTE.search(gap.group()):
            if found and not (quoted and len(found) <= _MAX_QUOTED):
                break  # a name in quotation marks begins or ends: 49 mô hình “Dòng họ…”
            quoted = not found
        token = _TOKEN.match(text, gap.end(), limit)
        if token is None:
            break
        found.append(_Token(token.start(), token.end(), token.group(), token.group().lower()))
        position = token.end()
    return found


def _match(
    tokens: list[_Token], at: int, phrases: frozenset[tuple[str, ...]] | dict[tuple[str, ...], str]
) -> int:
    for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
        if tuple(token.lower for token in tokens[at : at + length]) in phrases:
            return length
    return 0


def _head(tokens: list[_Token], at: int) -> tuple[int, str]:
    length = _match(tokens, at, _CLASSES)
    return length, _CLASSES[tuple(token.lower for token in tokens[at : at + length])] if length else ""


def _classified(tokens: list[_Token], unit_class: str) -> tuple[int, str]:
    """A classifier with the noun behind it: chiếc camera."""
    length, noun_class = _head(tokens, 1)
    if length and not tokens[1].capitalised:
        return 1 + length, noun_class
    return 1, unit_class


def _extend(tokens: list[_Token], end: int, unit_class: str) -> int:
    """The end of a phrase that so far ends before token ``end``."""
    if unit_class != "model":
        end += _match(tokens, end, _TOPICS)
    while end < len(tokens):
        if tokens[end].capitalised and unit_class != "group":
            break
        length = _match(tokens, end, _MODIFIERS) or _listed(tokens, end, unit_class)
        if not length and unit_class == "case" and tokens[end].lower != ",":
            length = (
                1 if end < _MAX_CASE_TOKENS and tokens[end].lower not in _STOPS and _plain(tokens[end]) else 0
            )
        if not length:
            break
        end += length
    return end


def _listed(tokens: list[_Token], at: int, unit_class: str) -> int:
    """The length of “, thị trấn” or “và tuyến hẻm” behind a noun of the same class; 0 where a name or a count follows."""
    if tokens[at].lower not in _AND or unit_class not in _LISTED:
        return 0
    length, noun_class = _head(tokens, at + 1)
    following = tokens[at + 1 + length : at + 2 + length]
    if noun_class != unit_class and {noun_class, unit_class} != {"place", "point"}:
        return 0
    if tokens[at + 1].capitalised or (
        following and (following[0].capitalised or following[0].text[0].isdigit())
    ):
        return 0
    return 1 + length


def _unknown(text: str, tokens: list[_Token]) -> int:
    """How many words a noun that the lexicon does not know takes up, at most two; 0 where it looks like no noun."""
    first = tokens[0]
    if _match(tokens, 0, _NEVER) or first.lower in _STOPS or not _plain(first) or first.start == 0:
        return 0
    if len(first.text) == 1 or not text[first.start - 1].isspace():
        return 0
    if len(tokens) > 1 and tokens[1].lower not in _STOPS and _plain(tokens[1]):
        return 2
    return 1


def _plain(token: _Token) -> bool:
    return token.text.isalpha() and token.text.islower()


def _join(tokens: list[_Token]) -> str:
    return " ".join(token.lower for token in tokens).replace(" ,", ",")
