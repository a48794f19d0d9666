"""What speaks for a quotation being the name of a model, and against it, as features for `extract.ranking`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.names import lexicon, senses
from extract.names.context import Lead
from extract.names.quotes import Quote

_WORD = re.compile(r"\w+")
_REACH = 40  # characters in which the words around a quotation are sought
HEAD = "mô hình"
_LINE = 600  # characters of a line that are read on each side
_TOPIC = 1_000
_MANY = 3
_LENGTHS = (
    1,
    2,
    4,
    6,
    9,
    13,
)  # syllables; a name of more than nine is rare, a sentence of less than five too


@dataclass(frozen=True, slots=True)
class QuoteCase:
    """A quotation to decide on.

    ``start`` is where its name begins (behind a head noun inside it), ``around``, ``own`` and ``shared``
    the points that the rules give, ``size`` how many quotations stand in its enumeration, ``sentence`` where its sentence begins,
    ``said`` how often the text says “mô hình”.
    """

    text: str
    low: str
    quote: Quote
    start: int
    lead: Lead
    own: int
    around: int
    shared: int
    size: int
    sentence: int
    said: int


def quoted_features(case: QuoteCase) -> Iterator[str]:
    """The features of one quotation."""
    yield "quotation"
    yield f"lead {case.lead.rule}"
    yield f"shape {case.own}"
    yield f"around {case.around}"
    yield f"neighbours {case.shared}"
    yield f"one of {min(case.size, _MANY)}"
    yield from _name(case)
    yield from _context(case)


def _name(case: QuoteCase) -> Iterator[str]:
    raw = case.text[case.quote.start : case.quote.end]
    name = case.low[case.start : case.quote.end]
    length = sum(senses.syllables(name) > step for step in _LENGTHS)
    yield f"length {length}"
    yield f"{'capital' if raw[:1].isupper() else 'small'} first"
    for label, holds in (
        ("security", senses.has_security(name)),
        ("begins as names do", senses.has_start(name)),
        ("team", senses.is_team(name)),
        ("numbered", senses.is_numbered(name)),
        ("organisation", senses.is_body(name)),
        ("movement", senses.is_movement(name)),
        ("campaign", senses.is_campaign(name)),
        ("praise", senses.is_praise(name)),
        ("other sense", senses.is_other_sense(name)),
        ("predicate", senses.is_predicate(raw, name)),
        ("trade", lexicon.phrase_in("models_senses", "trade").search(name) is not None),
        ("full stop", raw.rstrip()[-1:] in {".", "!", "?"}),
        ("unbalanced", not case.quote.balanced),
        ("head inside", case.start > case.quote.start),
    ):
        if holds:
            yield f"name: {label}"


def _context(case: QuoteCase) -> Iterator[str]:
    low, quote = case.low, case.quote
    # Bounded windows: a text of one endless line must not be read again for each of its quotations.
    line_start = low.rfind("\n", max(0, quote.outer_start - _LINE), quote.outer_start) + 1
    line_start = line_start or max(0, quote.outer_start - _LINE)
    before = low[max(line_start, quote.outer_start - _REACH) : quote.outer_start]
    words = _WORD.findall(before)
    yield f"after {words[-1] if words else '^'}"
    if len(words) > 1:
        yield f"after {words[-2]} {words[-1]}"
    if before.rstrip()[-1:] in {":", ",", ";", ".", "("}:
        yield f"after mark {before.rstrip()[-1:]}"
    line_end = low.find("\n", quote.outer_end, quote.outer_end + _LINE)
    line_end = min(len(low), quote.outer_end + _LINE) if line_end < 0 else line_end
    behind = low[quote.outer_end : min(line_end, quote.outer_end + _REACH)]
    following = _WORD.search(behind)
    yield f"before {following.group() if following else '$'}"
    if behind.strip()[:1] in {":", ",", ";", ".", "(", "-", "–"}:
        yield f"before mark {behind.strip()[:1]}"
    if quote.outer_start == case.sentence:
        yield "opens its sentence"
    sentence = max(case.sentence, quote.outer_start - _LINE)
    for label, said in (
        ("sentence", low.count(HEAD, sentence, quote.outer_start)),
        ("line", low.count(HEAD, line_start, line_end)),
        ("text", case.said),
    ):
        yield f"{label} says model {min(said, _MANY)}"
    if lexicon.phrase_in("models_names", "security").search(low, line_start, line_end):
        yield "line of security"
    if senses.is_trade(
        low[case.start : quote.end], low[max(line_start, quote.start - 350) : line_end][:_TOPIC]
    ):
        yield "line of trade"
