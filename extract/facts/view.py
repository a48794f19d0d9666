"""A document as the linker sees it: sentences with their mentions in order, sliced once, looked up by index."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.records import LocalityMention, ModelMention, Quantity, Segment, TimeExpression


@dataclass(frozen=True, slots=True)
class Reading:
    """What the components before the linker found in one canonical text."""

    text: str
    sentences: Sequence[Segment]
    quantities: Sequence[Quantity]
    times: Sequence[TimeExpression]
    localities: Sequence[LocalityMention]
    models: Sequence[ModelMention]
    title: str = ""
    title_localities: Sequence[LocalityMention] = ()
    province_path: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with the mentions that begin in it, each kind in text order."""

    index: int
    paragraph: int
    start: int
    end: int
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    localities: tuple[LocalityMention, ...] = ()
    models: tuple[ModelMention, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """The document: its text, the text in lower case (same length), and its sentences."""

    text: str
    lower: str
    sentences: tuple[Sentence, ...]
    _clause_starts: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False)

    def clause_bounds(self, sentence: Sentence, position: int) -> tuple[int, int]:
        """Start and end of the clause (between “;”) of ``sentence`` that holds ``position``."""
        starts = self._clause_starts.get(sentence.index)
        if starts is None:
            starts = (sentence.start, *_semicolons(self.text, sentence), sentence.end)
            self._clause_starts[sentence.index] = starts
        place = bisect_right(starts, position)
        place = min(max(place, 1), len(starts) - 1)
        return starts[place - 1], starts[place]

    def gap(self, start: int, end: int) -> str:
        """The lower-case text between two offsets; empty where they touch or cross."""
        return self.lower[start:end] if start < end else ""


def same_length_lower(text: str) -> str:
    """``text`` in lower case, character for character (İ would become two)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def build_view(reading: Reading) -> View:
    """Hand every mention to the sentence in which it begins."""
    starts = [segment.start for segment in reading.sentences]
    buckets: list[tuple[list[Quantity], list[TimeExpression], list[LocalityMention], list[ModelMention]]] = [
        ([], [], [], []) for _ in starts
    ]
    kinds: tuple[Sequence[Quantity | TimeExpression | LocalityMention | ModelMention], ...] = (
        reading.quantities,
        reading.times,
        reading.localities,
        reading.models,
    )
    for slot, mentions in enumerate(kinds):
        for mention in mentions:
            index = bisect_right(starts, mention.start) - 1
            if index >= 0:
                buckets[index][slot].append(mention)  # type: ignore[arg-type]  # slot and kind go together
    sentences: list[Sentence] = []
    paragraph = 0
    previous_end = 0
    for index, (segment, bucket) in enumerate(zip(reading.sentences, buckets, strict=True)):
        if index and "\n" in reading.text[previous_end : segment.start]:
            paragraph += 1
        previous_end = segment.end
        quantities, times, localities, models = (sorted(kind, key=_start) for kind in bucket)
        sentences.append(
            Sentence(
                index,
                paragraph,
                segment.start,
                segment.end,
                tuple(quantities),  # type: ignore[arg-type]
                tuple(times),  # type: ignore[arg-type]
                tuple(localities),  # type: ignore[arg-type]
                tuple(models),  # type: ignore[arg-type]
            )
        )
    return View(reading.text, same_length_lower(reading.text), tuple(sentences))


def _start(mention: Quantity | TimeExpression | LocalityMention | ModelMention) -> int:
    return mention.start


def _semicolons(text: str, sentence: Sentence) -> list[int]:
    """Offsets just after each “;” of the sentence that does not stand inside a quoted model name."""
    inside = [(model.start, model.end) for model in sentence.models]
    found: list[int] = []
    cursor = 0
    position = text.find(";", sentence.start, sentence.end)
    while position >= 0:
        while cursor < len(inside) and inside[cursor][1] <= position:
            cursor += 1
        if cursor == len(inside) or not inside[cursor][0] <= position:
            found.append(position + 1)
        position = text.find(";", position + 1, sentence.end)
    return found
