"""Every mention of a named model in a text: quoted names, unquoted names and repeats, linked to one canonical name each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.names import repeats
from extract.names.canonical import link
from extract.names.keys import QUOTE_CHARACTERS, model_key, same_length_lower
from extract.names.mentions import from_plain, from_quote
from extract.names.phrase import Bounder
from extract.names.quoted import find_quoted
from extract.names.quotes import Quote, find_quotes
from extract.names.unquoted import PlainName, PlainNames
from extract.ranking import bundled_weights
from extract.records import LocalityMention, ModelMention, Ranking, Segment

# A text without any of these names no model; most of the news is such.
_MAY_NAME = re.compile(rf"mô hình|tự quản|ra mắt|câu lạc bộ|clb|[{QUOTE_CHARACTERS}]")


@dataclass(frozen=True, slots=True)
class Models:
    """The mentions of named models in order, and what was weighed for quotations."""

    mentions: list[ModelMention]
    rankings: tuple[Ranking, ...] = ()


def find_models(
    text: str, sentences: Sequence[Segment], localities: Sequence[LocalityMention]
) -> list[ModelMention]:
    """Mentions of named models in canonical text, in order, without overlaps.

    ``sentences`` are those of `extract.sentences`, ``localities`` those of `extract.localities` (both in order; without localities
    names may run into places whose type is not written). Every offset refers to ``text``.
    """
    return weigh_models(text, sentences, localities).mentions


def weigh_models(
    text: str,
    sentences: Sequence[Segment],
    localities: Sequence[LocalityMention],
    weights: Mapping[str, float] | None = None,
) -> Models:
    """As `find_models`, with the decisions on quotations; ``weights`` (slot ``quoted``) instead of the bundled ones."""
    low = same_length_lower(text)
    if not _MAY_NAME.search(low):
        return Models([])
    bounder = Bounder(text, low, [(place.start, place.end) for place in localities])
    quotes = [_closed(quote, bounder) for quote in find_quotes(text)]
    quoted = find_quoted(
        text, low, quotes, sentences, bundled_weights().quoted if weights is None else weights
    )
    plain = PlainNames(text, low, sentences, bounder).find()
    named = [from_quote(text, name) for name in quoted.names]
    named += [from_plain(text, name) for name in _outside(text, plain, [n.quote for n in quoted.names])]
    named += repeats.quoted(text, low, quoted.others, named)
    named += repeats.abbreviated(text, named)
    named += repeats.shortened(text, low, bounder, named)
    named += repeats.plain(text, low, named)
    return Models(link(named), tuple(quoted.rankings))


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


def _outside(text: str, plain: Sequence[PlainName], quotes: Sequence[Quote]) -> list[PlainName]:
    """Unquoted names that do not stand inside an accepted quotation or right before one."""
    starts = [quote.outer_start for quote in quotes]
    kept = []
    for name in plain:
        index = bisect_right(starts, name.start) - 1
        inside = index >= 0 and quotes[index].outer_end > name.start
        # "mô hình Tổ tự quản “5 trong 1”": the words before the quotation are its head, not another name.
        following = index + 1 < len(starts) and _is_gap(text, name.end, starts[index + 1])
        if not inside and not following:
            kept.append(name)
    return kept


def _is_gap(text: str, start: int, end: int) -> bool:
    return end - start <= 3 and text[start:end].strip() in {"", ":"}
