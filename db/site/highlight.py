"""Cutting a text into pieces where marked spans begin and end, so that a template can escape and mark each piece."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text: ``kind`` becomes a class, ``label`` a tooltip, ``fact`` the statement it is evidence of."""

    start: int
    end: int
    kind: str
    label: str = ""
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text with the same marks all along."""

    text: str
    marks: tuple[Mark, ...]

    @property
    def classes(self) -> str:
        """The kinds as CSS classes."""
        return " ".join(f"k-{kind}" for kind in dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def title(self) -> str:
        """The labels, for a tooltip."""
        return " · ".join(dict.fromkeys(f"{mark.kind}: {mark.label}" for mark in self.marks if mark.label))

    @property
    def fact(self) -> str | None:
        """The first statement this is evidence of."""
        return next((mark.fact for mark in self.marks if mark.fact), None)


def cut(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> tuple[Stretch, ...]:
    """*text* from *start* to *end* as stretches. Marks may overlap and reach beyond; offsets are those of *text*."""
    end = len(text) if end is None else end
    inside = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    edges = {start, end} | {edge for mark in inside for edge in (mark.start, mark.end) if start < edge < end}
    ordered = sorted(edges)
    return tuple(
        Stretch(text[left:right], tuple(mark for mark in inside if mark.start <= left and mark.end >= right))
        for left, right in pairwise(ordered)
    )


def cut_paragraphs(text: str, marks: Iterable[Mark]) -> tuple[tuple[Stretch, ...], ...]:
    """*text* as its paragraphs (lines), each in stretches; empty lines are left out."""
    kept = tuple(marks)
    paragraphs = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(cut(text, kept, position, position + len(line)))
        position += len(line) + 1
    return tuple(paragraphs)
