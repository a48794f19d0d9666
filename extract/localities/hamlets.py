"""Which commune a hamlet lies in, where the text does not put it behind the hamlet's name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extract.gazetteer import Level
from extract.localities.raw import Raw


class HamletPlacer:
    """Finds the unit around each hamlet of one document. Mentions and title have their paths already."""

    def __init__(self, mentions: Sequence[Raw], title: Sequence[Raw]) -> None:
        self._in_sentence: dict[int, list[Raw]] = {}
        self._in_paragraph: dict[int, list[Raw]] = {}
        self._told: dict[tuple[str, tuple[str, ...]], dict[str, Raw]] = {}
        communes = [m for m in mentions if m.level is Level.COMMUNE and m.path and not m.neighbour]
        for commune in communes:
            self._in_sentence.setdefault(commune.sentence, []).append(commune)
            self._in_paragraph.setdefault(commune.paragraph, []).append(commune)
        for m in mentions:
            if m.level is Level.HAMLET and m.parent is not None and m.parent.path:
                self._told.setdefault((m.key, m.kinds), {}).setdefault(m.parent.path, m.parent)
        self._main = self._main_unit(communes, mentions, title)

    def is_told(self, raw: Raw) -> bool:
        """Whether the text itself puts a hamlet of this name into a unit, here or elsewhere."""
        return (raw.key, raw.kinds) in self._told

    def around(self, raw: Raw) -> Raw | None:
        """The unit around a hamlet: where the text puts another mention of it, else what governs its place in the text.

        That is the nearest commune in its sentence, else the last one before it in its paragraph, else the one that the
        text is about.
        """
        told = self._told.get((raw.key, raw.kinds), {})
        if len(told) == 1:
            return next(iter(told.values()))
        before, behind = _neighbours(self._in_sentence.get(raw.sentence, ()), raw)
        if before and behind:
            return before if raw.first - before.first <= behind.first - raw.first else behind
        if before or behind:
            return before or behind
        before, _ = _neighbours(self._in_paragraph.get(raw.paragraph, ()), raw)
        return before or self._main

    def _main_unit(
        self, communes: Sequence[Raw], mentions: Sequence[Raw], title: Sequence[Raw]
    ) -> Raw | None:
        """The commune that the title names, else the first of the text, else the text's first district."""
        headed = [t for t in title if t.level is Level.COMMUNE and t.path]
        if len({t.path for t in headed}) == 1:
            return headed[0]
        if communes:
            return communes[0]
        return next((m for m in mentions if m.level is Level.DISTRICT and m.path), None)


def _neighbours(communes: Sequence[Raw], raw: Raw) -> tuple[Raw | None, Raw | None]:
    """The last commune before a mention and the first behind it; communes are in order."""
    i = bisect_left(communes, raw.first, key=lambda c: c.first)
    return (communes[i - 1] if i else None), (communes[i] if i < len(communes) else None)
