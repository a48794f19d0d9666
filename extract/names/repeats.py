"""Further mentions of names that a text has already introduced."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from extract.names import senses
from extract.names.canonical import Named
from extract.names.keys import model_key, same_length_lower
from extract.names.mentions import from_plain, from_quote
from extract.names.phrase import Bounder
from extract.names.quoted import QuotedName
from extract.names.quotes import Quote
from extract.names.unquoted import PlainName

# "mô hình ANCS", "mô hình Camera": one word behind the head noun.
_ONE_WORD = re.compile(r"(?<!\w)[Mm]ô hình[ \u00a0]+([A-ZĐ][\w&-]{1,11})(?!\w)")
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


def one_word(text: str, bounder: Bounder, named: Sequence[Named]) -> list[Named]:
    """Mentions by one word: what a bracket introduced ("mô hình ANCS"), or how just one name begins ("mô hình Camera")."""
    matches = list(_ONE_WORD.finditer(text)) if named else []
    if not matches:
        return []
    short = {item.abbreviation for item in named if item.abbreviation}
    beginnings = Counter(key.partition(" ")[0] for key in {item.mention.key for item in named})
    free = _Free(named)
    found = []
    for match in matches:
        start, end = match.span(1)
        known = match.group(1) in short
        if not (known or beginnings[model_key(match.group(1))] == 1) or not free.at(start, end):
            continue
        phrase = bounder.bound(start, min(len(text), end + _REACH))
        if phrase is not None and phrase.end == end:
            rule = "abbreviation" if known else "shortened"
            found.append(from_plain(text, PlainName(start, end, match.start(), rule)))
    return found


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
