"""Further mentions of names that a text has already introduced."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from extract.lexicon import load
from extract.names import senses
from extract.names.canonical import Named, short_forms
from extract.names.keys import model_key, same_length_lower
from extract.names.mentions import from_plain, from_quote
from extract.names.phrase import Bounder
from extract.names.quoted import QuotedName
from extract.names.quotes import Quote
from extract.names.unquoted import PlainName

_FEW_WORDS = re.compile(r"(?<!\w)mô hình[ \u00a0]+(?=(\w+))")
_FEW = 3
# Abbreviations that mean more than one model.
_COMMON = frozenset(load("models_names").strings("abbreviations"))
_REACH = 60
# Words that are no name by themselves; a shorter name is repeated only as it was written ("Camera an ninh", not any camera).
_LONG = 4
_MOST_NAMES = 100


def quoted(text: str, low: str, quotes: Sequence[Quote], named: Sequence[Named]) -> list[Named]:
    """Quotations that had too little around them to be judged but repeat a known name."""
    known = {item.mention.key for item in named}
    free = _Free(named)
    found: list[Named] = []
    for quote in quotes:
        start = quote.start + senses.without_head(low[quote.start : quote.end][:80])
        if start >= quote.end or not free.at(quote.start, quote.outer_end):
            continue
        if model_key(text[start : quote.end]) in known:
            name = QuotedName(start, quote.end, quote, "quoted_repeat", None, alias=False)
            found.append(from_quote(text, name))
    return found


def abbreviated(text: str, named: Sequence[Named]) -> list[Named]:
    """What a bracket introduced, with or without "mô hình" before it: "mô hình ANCS", "CLB PCTP"."""
    behind: dict[str, int] = {}
    for item in named:
        if item.abbreviation and item.abbreviation.lower() not in _COMMON:
            for short in short_forms(item.mention.name, item.abbreviation):
                behind.setdefault(short, item.mention.end + len(item.abbreviation) + 2)
    if not behind:
        return []
    free = _Free(named)
    words = "|".join(re.escape(short) for short in sorted(behind, key=len, reverse=True))
    found = []
    for match in re.finditer(rf"(?<![\w(])((?:[Mm]ô hình[ \u00a0]+)?)({words})(?!\w)", text):
        start, end = match.span(2)
        if start >= behind[match.group(2)] and free.at(start, end):
            found.append(from_plain(text, PlainName(start, end, match.start(), "abbreviation")))
    return found


def shortened(text: str, low: str, bounder: Bounder, named: Sequence[Named]) -> list[Named]:
    """A few words of just one name, behind the head noun: "mô hình Camera", "mô hình chợ", "mô hình 3 không"."""
    names: dict[str, int] = {}
    for item in named:
        names[item.mention.key] = min(item.mention.start, names.get(item.mention.key, item.mention.start))
    # A look at the first word spares nine of ten walks to the end of the phrase.
    words = {word for name in names for word in name.split()}
    free = _Free(named)
    found = []
    for match in _FEW_WORDS.finditer(low) if len(names) <= _MOST_NAMES else ():
        start = match.end()
        if match.group(1) not in words or not free.at(start, start + 1):
            continue
        phrase = bounder.bound(start, min(len(text), start + _REACH))
        if phrase is None or not _may_stand_for_name(low[start : phrase.end], capital=text[start].isupper()):
            continue
        key = f" {model_key(text[start : phrase.end])} "
        fitting = [name for name in names if key in f" {name} "]
        if len(fitting) == 1 and names[fitting[0]] < start and free.at(start, phrase.end):
            short = from_plain(text, PlainName(start, phrase.end, match.start(), "shortened"))
            found.append(replace(short, stands_for=fitting[0]))
    return found


def _may_stand_for_name(low: str, *, capital: bool) -> bool:
    """One to three words that tell a name apart: not what any model is about ("mô hình an ninh")."""
    if senses.syllables(low) > _FEW:
        return False
    if senses.is_class(low) or senses.is_other_sense(low):
        return False
    return capital or senses.is_numbered(low) or (senses.has_start(low) and not senses.is_bearer(low))


def plain(text: str, low: str, named: Sequence[Named]) -> list[Named]:
    """Names repeated word for word behind their first mention, without quotation marks and without "mô hình"."""
    first: dict[str, tuple[int, str]] = {}
    for item in sorted(named, key=lambda item: item.mention.start):
        name = item.mention.name
        if senses.syllables(name) >= _LONG - int(name[0].isupper()):
            first.setdefault(same_length_lower(name), (item.mention.end, name))
        if len(first) == _MOST_NAMES:
            break
    free = _Free(named)
    found: list[Named] = []
    taken: set[int] = set()
    for words in sorted(first, key=len, reverse=True):
        behind, name = first[words]
        start = low.find(words, behind)
        while start >= 0:
            end = start + len(words)
            written = text[start] == name[0] or senses.syllables(words) >= _LONG
            if written and _stands_alone(low, start, end) and start not in taken and free.at(start, end):
                found.append(from_plain(text, PlainName(start, end, start, "plain_repeat")))
                taken.update(range(start, end))
            start = low.find(words, end)
    return found


def _stands_alone(low: str, start: int, end: int) -> bool:
    return not (low[start - 1 : start].isalnum() or low[end : end + 1].isalnum())


class _Free:
    """Tells whether a stretch of text is free of the mentions found so far."""

    def __init__(self, named: Sequence[Named]) -> None:
        spans = sorted((item.mention.outer_start, item.mention.outer_end) for item in named)
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def at(self, start: int, end: int) -> bool:
        index = bisect_right(self._starts, end - 1) - 1
        return index < 0 or self._ends[index] <= start
