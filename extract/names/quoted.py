"""Which quotations are names of models.

Each quotation gets a score from the words before it, the words behind it and its own shape. Quotations that stand in one enumeration
("A", "B" tại xã X; "C") share the best evidence that any of them has: the mechanism behind nearly every list in the field.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.names import context, senses
from extract.names.quoted_features import HEAD, QuoteCase, quoted_features
from extract.names.quotes import Quote
from extract.ranking import chance
from extract.records import Ranked, Ranking, Segment

THRESHOLD = 4
_LIKELY = 0.75  # more than even: the rules found too little

_STRONG_GAP = re.compile(
    r"[ \u00a0]*(?:\([^()]{0,80}\))?[ \u00a0]*(?:[;,…]|\.\.\.)*[ \u00a0]*"
    r"(?:và|hay|hoặc|cùng với|cùng)?[ \u00a0]*(?:(?:các|hai|\d+)[ \u00a0]+)?(?:điểm )?(?:mô hình)?(?: điểm)?[ \u00a0]*"
)
_WEAK_GAP = re.compile(
    r"(?:[;,…]|\.\.\.|(?<!\w)(?:và|cùng với|cùng|hay|hoặc)(?!\w))[^;,.“”\"]{0,60}\Z|[;,][^;.“”\"]{0,60}\Z"
)
_LONGEST_GAP = 200
_TALK = "mô hình"
_NONE = context.Lead(0, "none")
_WHERE = re.compile(r"(?:tại|ở|trên địa bàn|thuộc)(?!\w)")
_BULLET = re.compile(r"[ \u00a0]*[-+*•–][ \u00a0]*")
# More evidence than this is not passed on to neighbours: it says nothing about them.
_MOST = 5
# How far around a quotation, within its paragraph, its topic is looked for.
_TOPIC = 350


@dataclass(frozen=True, slots=True)
class QuotedName:
    """A quotation taken for a name: ``start``/``end`` without the head noun inside, ``run`` numbers its enumeration."""

    start: int
    end: int
    quote: Quote
    rule: str
    run: int | None
    alias: bool


@dataclass(slots=True)
class _Item:
    """A quotation being weighed. ``own`` is its shape, ``lead`` the evidence around it, -1 where refused."""

    quote: Quote
    start: int
    low: str
    sentence: int
    lead: context.Lead
    own: int
    around: int
    refused: bool
    run: int = 0
    part: int = 0
    inherits: int | None = None


@dataclass(frozen=True, slots=True)
class Quotations:
    """The quotations that are ``names``, the ``others`` that might repeat one (see `canonical`), and how each was weighed."""

    names: list[QuotedName]
    others: list[Quote]
    rankings: list[Ranking]


def find_quoted(
    text: str, low: str, quotes: Sequence[Quote], sentences: Sequence[Segment], weights: Mapping[str, float]
) -> Quotations:
    """Decide on every quotation: the rules propose, the weights choose."""
    items = _weigh(text, low, quotes, sentences)
    said = low.count(HEAD)
    talks = said > 0
    _link(low, items)
    shared, sizes = _shared(items)
    found = Quotations([], [], [])
    inside = -1
    for item in items:
        if item.quote.start < inside:
            continue
        accepted = not item.refused and _score(item, shared, sizes) >= _threshold(item, talks=talks)
        case = QuoteCase(
            text=text,
            low=low,
            quote=item.quote,
            start=item.start,
            lead=item.lead,
            own=item.own,
            around=item.around,
            shared=shared[item.part],
            size=sizes[item.run],
            sentence=sentences[item.sentence].start if sentences else 0,
            said=said,
        )
        # What the rules accept is hardly ever wrong; weighed is what they find too little to accept.
        is_name = accepted
        if not item.refused and not accepted:
            features = set(quoted_features(case))
            likely = chance(features, weights)
            is_name = likely >= _LIKELY
            options = (Ranked(text[item.start : item.quote.end], likely, features),)
            ranking = Ranking("quoted", item.start, item.quote.end, options, 0 if is_name else None)
            found.rankings.append(ranking)
        if is_name:
            inside = item.quote.outer_end
            size = sizes[item.run]
            rule = "quoted_" + (item.lead.rule if item.lead.score else ("run" if size > 1 else "context"))
            rule = rule if accepted else "quoted_weighed"
            run = item.run if size > 1 else None
            name = QuotedName(item.start, item.quote.end, item.quote, rule, run, item.lead.alias)
            found.names.append(name)
        elif not item.lead.refused:
            found.others.append(item.quote)
    return found


def _threshold(item: _Item, *, talks: bool) -> int:
    """Where the text never says "mô hình", the looks of a quotation alone are not enough."""
    return THRESHOLD + int(not talks and item.lead.score == 0)


def _score(item: _Item, shared: dict[int, int], sizes: dict[int, int]) -> int:
    return max(item.around, shared[item.part]) + item.own + int(sizes[item.run] > 1)


def _shared(items: Sequence[_Item]) -> tuple[dict[int, int], dict[int, int]]:
    """The best evidence in each tightly linked part, and the size of each enumeration.

    Within a part evidence counts both ways; from part to part of an enumeration only forwards, and less.
    """
    best: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for item in items:
        best.setdefault(item.part, 0)
        sizes[item.run] = sizes.get(item.run, 0) + int(not item.refused)
        if not item.refused:
            best[item.part] = max(best[item.part], item.around)
    so_far: dict[int, int] = {}
    for item in items:
        if item.inherits is not None:
            best[item.part] = max(best[item.part], so_far[item.run] - item.inherits)
        so_far[item.run] = max(so_far.get(item.run, 0), item.around if not item.refused else 0)
    return best, sizes


def _weigh(text: str, low: str, quotes: Sequence[Quote], sentences: Sequence[Segment]) -> list[_Item]:
    starts = [sentence.start for sentence in sentences]
    items = []
    floor = 0
    carried = -1
    for index, quote in enumerate(quotes):
        number = max(0, bisect_right(starts, quote.outer_start) - 1)
        sentence = sentences[number] if sentences else Segment(0, len(text))
        line_start = low.rfind("\n", max(0, quote.outer_start - 2000), quote.outer_start) + 1
        previous = max(sentences[number - 1].start if number else 0, line_start)
        lead = context.read_lead(
            low, quote, max(floor, line_start), max(sentence.start, line_start), min(previous, sentence.start)
        )
        if _BULLET.fullmatch(low, line_start, quote.outer_start) and _in_bullets(low, line_start):
            lead = context.Lead(3, "bullet")
        # Sentence after sentence of a report begins with a name, once one speaks of models.
        opens = number > 0 and lead == _NONE and quote.outer_start == sentence.start
        if opens and (number - 1 == carried or _TALK in low[sentences[number - 1].start : sentence.start]):
            carried = number
            lead = context.Lead(0, "subject")
        nested = index + 1 < len(quotes) and quotes[index + 1].start < quote.outer_end
        items.append(_item(text, low, quote, number, lead, nested=nested))
        floor = max(floor, quote.outer_start + 1 if nested else quote.outer_end)
    return items


def _in_bullets(low: str, line_start: int) -> bool:
    """Whether a bulleted line belongs to a list that a line with "mô hình" and a colon opens."""
    reach = max(0, line_start - 1200)
    opening = low.rfind(":\n", reach, line_start)
    return opening >= 0 and "mô hình" in low[max(0, opening - 300) : opening]


def _item(text: str, low: str, quote: Quote, sentence: int, lead: context.Lead, *, nested: bool) -> _Item:
    phrase = low[quote.start : quote.end]
    cut = senses.without_head(phrase[:80])
    start = quote.start + cut if cut < len(phrase) else quote.start
    name = low[start : quote.end]
    line_start = low.rfind("\n", max(0, start - _TOPIC), start) + 1
    line_end = low.find("\n", quote.outer_end, quote.outer_end + _TOPIC)
    line_end = line_end if line_end >= 0 else len(low)
    after, speech = context.read_after(low, quote, line_end)
    after += int(after > 1 and lead.rule == "subject")
    raw = text[quote.start : max(quote.end, quote.outer_end - 1)]
    introduced = lead.head or after > 1
    # “… làm mô hình “A”, anh nói”: what is said ends with the name, and is none itself.
    said = speech and lead.rule != "head"
    # A”, at the place B”: the second mark closes a quotation that was closed before.
    place = not quote.balanced and _WHERE.match(name) is not None
    refused = lead.refused or said or place or _refuse(raw, name, lead, nested=nested, introduced=introduced)
    if not refused and not senses.has_security(name):
        refused = senses.is_trade(name, low[max(line_start, start - _TOPIC) : min(line_end, start + _TOPIC)])
    around = min(lead.score + after + (4 if cut else 0), _MOST)
    return _Item(
        quote, start, name, sentence, lead, senses.shape(text[start : quote.end], name), around, refused
    )


def _refuse(raw: str, name: str, lead: context.Lead, *, nested: bool, introduced: bool) -> bool:
    """What the quotation itself says against its being a name."""
    numbered = senses.is_numbered(name) and lead.head
    too_little = not any(map(str.isalnum, name)) or (senses.syllables(name) < 2 and not numbered)
    if (
        too_little
        or senses.is_movement(name)
        or senses.is_speech(raw, name, nested=nested, introduced=introduced, headed=lead.rule == "head")
    ):
        return True
    if senses.is_campaign(name) and not lead.head:
        return True
    if not numbered and (senses.is_praise(name) or senses.is_predicate(raw, name)):
        return True
    return senses.is_other_sense(name) and not senses.has_security(name)


def _link(low: str, items: list[_Item]) -> None:
    """Number the enumerations (``run``) and their tightly linked parts.

    Neighbours in one sentence with nothing but a separator between are one part; with a place, a count or a few words behind
    a separator they are parts of one enumeration.
    """
    run = part = 0
    for before, item in pairwise([None, *items]):
        assert item is not None
        if before is not None:
            gap_start, gap_end = before.quote.outer_end, item.quote.outer_start
            same = item.sentence == before.sentence and 0 < gap_end - gap_start <= _LONGEST_GAP
            if same and _STRONG_GAP.fullmatch(low, gap_start, gap_end):
                pass
            elif same and _WEAK_GAP.search(low, gap_start, gap_end):
                part += 1
                gap = low[gap_start:gap_end]
                item.inherits = 0 if gap.count(";") == 1 and ":" not in gap else 2
            else:
                run += 1
                part += 1
        item.run, item.part = run, part
