"""Every mention of a named model in a text: quoted names, unquoted names and repeats, linked to one canonical name each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.names import senses
from extract.names.canonical import Named, link
from extract.names.keys import QUOTE_CHARACTERS, model_key, same_length_lower
from extract.names.phrase import Bounder
from extract.names.quoted import QuotedName, find_quoted
from extract.names.quotes import Quote, find_quotes
from extract.names.unquoted import PlainName, PlainNames
from extract.records import LocalityMention, ModelMention, Segment

_QUOTES = str.maketrans("", "", QUOTE_CHARACTERS)
_SPACES = re.compile(r"\s+")
# A text without any of these names no model; most of the news is such.
_MAY_NAME = re.compile(rf"mô hình|tự quản|ra mắt|câu lạc bộ|clb|[{QUOTE_CHARACTERS}]")
# "mô hình ANCS", "mô hình Camera": one word behind the head noun.
_ONE_WORD = re.compile(r"(?<!\w)[Mm]ô hình[ \u00a0]+([A-ZĐ][\w&-]{1,11})(?!\w)")


def find_models(
    text: str, sentences: Sequence[Segment], localities: Sequence[LocalityMention]
) -> list[ModelMention]:
    """Mentions of named models in canonical text, in order, without overlaps.

    ``sentences`` are those of `extract.sentences`, ``localities`` those of `extract.localities` (both in order; without localities
    names may run into places whose type is not written). Every offset refers to ``text``.
    """
    low = same_length_lower(text)
    if not _MAY_NAME.search(low):
        return []
    bounder = Bounder(text, low, [(place.start, place.end) for place in localities])
    quotes = [_closed(quote, bounder) for quote in find_quotes(text)]
    quoted, rest = find_quoted(text, low, quotes, sentences)
    plain = PlainNames(text, low, sentences, bounder).find()
    named = [_from_quote(text, name) for name in quoted]
    named += [_from_plain(text, name) for name in _outside(text, plain, [n.quote for n in quoted])]
    named += _repeats(text, low, rest, named)
    named += _one_word(text, named)
    return link(named)


def document_models(mentions: Iterable[ModelMention]) -> list[str]:
    """The distinct models of a document by their canonical names, in the order of their first mention."""
    models: dict[str, str] = {}
    for mention in mentions:
        models.setdefault(model_key(mention.canonical), mention.canonical)
    return list(models.values())


def _closed(quote: Quote, bounder: Bounder) -> Quote:
    """A quotation whose closing mark is missing ends where a name without quotation marks would."""
    phrase = bounder.bound(quote.start, quote.end) if quote.open_end else None
    return quote if phrase is None else replace(quote, end=phrase.end, outer_end=phrase.end)


def _name(text: str, start: int, end: int) -> str:
    return _SPACES.sub(" ", text[start:end].translate(_QUOTES)).strip()


def _from_quote(text: str, name: QuotedName) -> Named:
    quote = name.quote
    flags = () if quote.balanced else ("unbalanced_quote",)
    written = _name(text, name.start, name.end)
    mention = ModelMention(
        start=name.start, end=name.end, outer_start=quote.outer_start, outer_end=quote.outer_end, name=written,
        key=model_key(written), canonical=written, quoted=True, rule=name.rule, group=name.run, flags=flags,
    )  # fmt: skip
    return Named(mention, alias=name.alias)


def _from_plain(text: str, name: PlainName) -> Named:
    written = _name(text, name.start, name.end)
    # Enumerations of unquoted names are numbered apart from those of quoted ones.
    group = None if name.run is None else 100_000 + name.run
    mention = ModelMention(
        start=name.start, end=name.end, outer_start=name.outer_start, outer_end=name.end, name=written,
        key=model_key(written), canonical=written, quoted=False, rule=name.rule, group=group,
    )  # fmt: skip
    return Named(mention, abbreviation=name.abbreviation)


def _outside(text: str, plain: Sequence[PlainName], quotes: Sequence[Quote]) -> list[PlainName]:
    """Unquoted names that do not stand inside an accepted quotation or right before one."""
    starts = [quote.outer_start for quote in quotes]
    kept = []
    for name in plain:
        index = bisect_right(starts, name.start) - 1
        inside = index >= 0 and quotes[index].outer_end > name.start
        # "mô hình Tổ tự quản “5 trong 1”": the words before the quotation are its head, not another name.
        following = index + 1 < len(starts) and text[name.end : starts[index + 1]].strip() in {"", ":"}
        if not inside and not following:
            kept.append(name)
    return kept


def _repeats(text: str, low: str, quotes: Sequence[Quote], named: Sequence[Named]) -> list[Named]:
    """Quotations that had too little around them but repeat a known name."""
    known = {item.mention.key for item in named}
    taken = sorted((item.mention.start, item.mention.end) for item in named)
    found: list[Named] = []
    for quote in quotes:
        start = quote.start + senses.without_head(low[quote.start : quote.end][:80])
        if start >= quote.end or model_key(text[start : quote.end]) not in known:
            continue
        index = bisect_right(taken, (quote.outer_end, 0)) - 1
        if index >= 0 and taken[index][1] > quote.start:
            continue
        found.append(
            _from_quote(text, QuotedName(start, quote.end, quote, "quoted_repeat", None, alias=False))
        )
    return found


def _one_word(text: str, named: Sequence[Named]) -> list[Named]:
    """Mentions by one word: what a bracket introduced ("mô hình ANCS"), or the beginning of just one name ("mô hình Camera")."""
    short = {item.abbreviation for item in named if item.abbreviation}
    beginnings = Counter(key.partition(" ")[0] for key in {item.mention.key for item in named})
    taken = {item.mention.start for item in named}
    found = []
    for match in _ONE_WORD.finditer(text):
        if match.start(1) in taken:
            continue
        if match.group(1) in short or beginnings[model_key(match.group(1))] == 1:
            rule = "abbreviation" if match.group(1) in short else "shortened"
            found.append(_from_plain(text, PlainName(match.start(1), match.end(1), match.start(), rule)))
    return found
