"""The noun phrase behind a number: where it ends, and the class of thing it names.

A phrase is a noun of the units lexicon (longest match) with its modifiers, or a list of such nouns of one class (“xã, phường, thị
trấn”). A noun the lexicon does not know is taken with class ``other`` when it looks like one.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.lexicon import load
from extract.phrases import PhraseSet, Tokens, as_words

_LEXICON = load("units")
_CLASSES = {
    as_words(noun): name for name in _LEXICON.keys("classes") for noun in _LEXICON.words(f"classes.{name}")
}
_NOUNS = PhraseSet(" ".join(noun) for noun in _CLASSES)
_MODIFIERS = PhraseSet(_LEXICON.words("lists.modifiers"))
_TOPICS = PhraseSet(_LEXICON.words("lists.topics"))
_NEVER = PhraseSet(_LEXICON.words("lists.never"))
_STOPS = frozenset(_LEXICON.words("lists.stops"))
_CLASSIFIERS = frozenset(_LEXICON.words("lists.classifiers"))
# Class of unit → the classes that may go on with its list.
_LISTED = {name: line.split() for line in _LEXICON.words("lists.listed_with") for name in line.split()}
_AND = frozenset({",", "và", "hoặc"})
_MAX_CASE_TOKENS = 7  # “vụ khai thác lâm sản trái phép”


@dataclass(frozen=True, slots=True)
class UnitPhrase:
    """A counted noun phrase: its span, its normal form (lower case, no quotes) and class; ``known`` if of the lexicon."""

    start: int
    end: int
    name: str
    unit_class: str
    known: bool


def unit_at(text: str, start: int, limit: int) -> UnitPhrase | None:
    """The unit whose first word is the next after ``start``, only space or a quotation mark between; None if there is none."""
    tokens = Tokens(text, start, limit)
    first = tokens.get(0)
    if first is None or first.lower == ",":
        return None
    length, unit_class = _noun(tokens, 0)
    if _NEVER.match(tokens, 0) >= max(length, 1):
        return None
    known = length > 0
    if known:
        if length == 1 and first.lower in _CLASSIFIERS:
            length, unit_class = _classified(tokens, unit_class)
        length = _extend(tokens, length, unit_class)
    else:
        length, unit_class = _unknown(text, tokens), "other"
    return _phrase(tokens, length, unit_class, known=known) if length else None


def known_noun_at(text: str, start: int, limit: int) -> UnitPhrase | None:
    """Like `unit_at`, but only the noun of the lexicon, without modifiers, and not when a name follows it (“xã Ia Ka”)."""
    tokens = Tokens(text, start, limit)
    length, unit_class = _noun(tokens, 0)
    following = tokens.get(length)
    if not length or (following is not None and following.capitalised):
        return None
    return _phrase(tokens, length, unit_class, known=True)


def _phrase(tokens: Tokens, length: int, unit_class: str, *, known: bool) -> UnitPhrase:
    first, last = tokens.get(0), tokens.get(length - 1)
    assert first is not None
    assert last is not None
    return UnitPhrase(first.start, last.end, tokens.join(length), unit_class, known)


def _noun(tokens: Tokens, at: int) -> tuple[int, str]:
    length = _NOUNS.match(tokens, at)
    return length, _CLASSES[tokens.words(at, length)] if length else ""


def _classified(tokens: Tokens, unit_class: str) -> tuple[int, str]:
    """A classifier with the noun behind it: chiếc camera."""
    length, noun_class = _noun(tokens, 1)
    second = tokens.get(1)
    if length and second is not None and not second.capitalised:
        return 1 + length, noun_class
    return 1, unit_class


def _extend(tokens: Tokens, end: int, unit_class: str) -> int:
    """The end of a phrase that so far ends before token ``end``."""
    if unit_class != "model":
        end += _TOPICS.match(tokens, end)
    while (token := tokens.get(end)) is not None and (unit_class == "group" or not token.capitalised):
        length = _MODIFIERS.match(tokens, end) or _listed(tokens, end, unit_class)
        if (
            not length
            and unit_class == "case"
            and end < _MAX_CASE_TOKENS
            and token.plain
            and token.lower not in _STOPS
        ):
            length = 1
        if not length:
            break
        end += length
    return end


def _listed(tokens: Tokens, at: int, unit_class: str) -> int:
    """The length of “, thị trấn” or “và tuyến hẻm” behind a noun of the same class; 0 where a name or a count follows."""
    conjunction, noun = tokens.get(at), tokens.get(at + 1)
    if conjunction is None or noun is None or conjunction.lower not in _AND or noun.text[0].isupper():
        return 0
    length, noun_class = _noun(tokens, at + 1)
    if noun_class not in _LISTED.get(unit_class, ()):
        return 0
    following = tokens.get(at + 1 + length)
    if following is not None and (following.capitalised or following.text[0].isdigit()):
        return 0
    return 1 + length


def _unknown(text: str, tokens: Tokens) -> int:
    """How many words a noun that the lexicon does not know takes up, at most two; 0 where it looks like no noun."""
    first, second = tokens.get(0), tokens.get(1)
    if first is None or not first.plain or len(first.text) == 1 or first.lower in _STOPS:
        return 0
    if not (text[first.start - 1].isspace() or text[first.start - 1] in "\"“‘'"):
        return 0
    return 2 if second is not None and second.plain and second.lower not in _STOPS else 1
