"""How two things of a sentence lie to each other, as features: side, distance, what stands between, the word in front."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.facts.focus import PlaceReference
from extract.facts.view import Sentence, View
from extract.records import ModelMention, TimeExpression

_DISTANCES = (0, 4, 12, 30, 60, 120, 240)  # characters; steps that about double
_GAP = 400  # characters between two things that are read
_NEAR_BEFORE, _NEAR_BEHIND = 8, 6  # things on either side that are weighed
_MOST = 3  # a fourth thing in between says no more than the third
_WORD_BEFORE = re.compile(r"(\w+)\W*$")
_WORD_REACH = 16
_OPENING = 10  # characters; “Tại ”, “Riêng tại ”
# Words in front of a place that tell how it is tied; any other is “-”, the start of the sentence “^”.
_TELLING = frozenset(
    [
        "tại",
        "ở",
        "bàn",
        "thuộc",
        "của",
        "cho",
        "đến",
        "tới",
        "trong",
        "được",
        "do",
        "từ",
        "các",
        "khắp",
        "toàn",
        "và",
        "như",
        "là",
        "riêng",
        "cả",
        "với",
        "cùng",
        "sang",
        "ra",
        "an",
        "ubnd",
    ]
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text by its offsets."""

    start: int
    end: int


Stretch = Span | PlaceReference | ModelMention | TimeExpression


def _start(stretch: Stretch) -> int:
    return stretch.start


def relation(
    view: View, clause: tuple[int, int], anchor: Span, other: Stretch, between: Sequence[int]
) -> tuple[str, list[str]]:
    """The side of ``anchor`` on which ``other`` lies, and the features of how it lies there.

    ``clause`` are the bounds of the anchor's clause, ``between`` offsets of things that may stand in the way (other counts, other names), in order.
    """
    if other.end <= anchor.start:
        side, start, end = "before", other.end, anchor.start
    elif other.start >= anchor.end:
        side, start, end = "after", anchor.end, other.start
    else:
        return "inside", ["inside"]
    gap = view.gap(start, end) if end - start <= _GAP else view.gap(start, start + _GAP)
    features = [
        side,
        f"{side} far {sum(len(gap) > step for step in _DISTANCES)}",
        f"{side} over {_capped(bisect_left(between, end) - bisect_left(between, start))}",
        f"{side} commas {_capped(gap.count(','))}",
        f"{side} {'same' if clause[0] <= other.start < clause[1] else 'other'} clause",
    ]
    if ":" in gap:
        features.append(f"{side} colon")
    return side, features


def nearby(spans: Sequence[Stretch], anchor: Span) -> Iterator[tuple[int, int]]:
    """The index of each of the spans (in text order) that lie near an anchor, and how many of its side stand nearer.

    No more than `_NEAR_BEFORE` before and `_NEAR_BEHIND` behind it: a list of thousands must not be read again for each of its items.
    """
    first = bisect_left(spans, anchor.start, key=_start)
    last = bisect_left(spans, anchor.end, lo=first, key=_start)
    # One that begins before the anchor may still reach into it.
    before = first - 1 if first and spans[first - 1].end > anchor.start else first
    for index in range(max(0, before - _NEAR_BEFORE), before):
        yield index, _capped(before - 1 - index)
    for index in range(before, last):
        yield index, 0
    for index in range(last, min(len(spans), last + _NEAR_BEHIND)):
        yield index, _capped(index - last)


def of_references(
    view: View, sentence: Sentence, references: Sequence[PlaceReference], anchor: Span, between: Sequence[int]
) -> Iterator[tuple[PlaceReference, str, list[str]]]:
    """Each place near an anchor with its side of it and the features of how it lies to it."""
    clause = view.clause_bounds(sentence, anchor.start)
    for index, order in nearby(references, anchor):
        reference = references[index]
        side, features = relation(view, clause, anchor, reference, between)
        word = word_before(view, sentence, reference.start)
        features.append("reference")
        features.append(f"{side} nearest {order}")
        features.append(f"{side} word {word}")
        features.append(f"{side} word {word} nearest {min(order, 1)}")
        features.extend(f"{side} {role}" for role in _roles(reference))
        features.extend(f"{side} {role} nearest {order}" for role in _roles(reference))
        if reference.start - sentence.start <= _OPENING:
            features.append(f"{side} opening")
        yield reference, side, features


def word_before(view: View, sentence: Sentence, start: int) -> str:
    """The word in front of an offset, where it is one that tells something."""
    match = _WORD_BEFORE.search(view.lower[max(sentence.start, start - _WORD_REACH) : start])
    if match is None:
        return "^"
    return match.group(1) if match.group(1) in _TELLING else "-"


def _roles(reference: PlaceReference) -> Iterator[str]:
    if reference.generic:
        yield "generic"
    if reference.organisation:
        yield "organisation"
    if reference.strong:
        yield "strong"
    if reference.agent:
        yield "agent"
    if reference.weak:
        yield "weak"
    if len(reference.members) > 1:
        yield "list"
    if any(mention.former for mention in reference.mentions):
        yield "former"


def _capped(number: int) -> int:
    return min(number, _MOST)
