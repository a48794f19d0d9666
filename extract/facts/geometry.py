"""How two things of a sentence lie to each other, as features: side, distance, what stands between, the word in front."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.facts.focus import PlaceReference
from extract.facts.view import Sentence, View

_DISTANCES = (0, 4, 12, 30, 60, 120, 240)  # characters; steps that about double
_MOST = 3  # a fourth thing in between says no more than the third
_WORD_BEFORE = re.compile(r"(\w+)\W*$")
_WORD_REACH = 16
_OPENING = 10  # characters; “Tại ”, “Riêng tại ”
# Words in front of a place that tell how it is tied; any other is “-”, the start of the sentence “^”.
_TELLING = frozenset(
    "tại ở bàn thuộc của cho đến tới trong được do từ các khắp toàn và như là riêng cả với cùng sang ra an ubnd".split()
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text by its offsets."""

    start: int
    end: int


def relation(
    view: View, sentence: Sentence, anchor: Span, other: Span, between: Sequence[int]
) -> tuple[str, list[str]]:
    """The side of ``anchor`` on which ``other`` lies, and the features of how it lies there.

    ``between`` are offsets of things that may stand in the way (other counts, other names).
    """
    if other.end <= anchor.start:
        side, start, end = "before", other.end, anchor.start
    elif other.start >= anchor.end:
        side, start, end = "after", anchor.end, other.start
    else:
        return "inside", ["inside"]
    gap = view.gap(start, end)
    clause_start, clause_end = view.clause_bounds(sentence, anchor.start)
    same_clause = clause_start <= other.start < clause_end
    features = [
        side,
        f"{side} far {sum(len(gap) > step for step in _DISTANCES)}",
        f"{side} over {_capped(sum(start <= position < end for position in between))}",
        f"{side} commas {_capped(gap.count(','))}",
        f"{side} {'same' if same_clause else 'other'} clause",
    ]
    if ":" in gap:
        features.append(f"{side} colon")
    return side, features


def order_of(spans: Sequence[Span | PlaceReference], anchor: Span, index: int) -> int:
    """How many others of the same side stand nearer to the anchor."""
    own = spans[index]
    if own.end <= anchor.start:
        return _capped(sum(own.end <= other.start and other.end <= anchor.start for other in spans))
    return _capped(sum(anchor.end <= other.start and other.end <= own.start for other in spans))


def of_references(
    view: View, sentence: Sentence, references: Sequence[PlaceReference], anchor: Span, between: Sequence[int]
) -> Iterator[tuple[PlaceReference, str, list[str]]]:
    """Each place of a sentence with its side of the anchor and the features of how it lies to it."""
    for index, reference in enumerate(references):
        span = Span(reference.start, reference.end)
        side, features = relation(view, sentence, anchor, span, between)
        order = order_of(references, anchor, index)
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
