"""The queue's items as columns of small numbers: a filter over 100,000 of them, and all its counts, take some milliseconds.

Values are coded: each column has a list of names, and holds for each item the place of its name in that list. Flags are bits.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from review.queue.filters import FACETS, MINE, OTHERS, Filter
from review.queue.items import Item

_CODED = ("why", "source", "province", "model", "rule", "editor")
_MOST_FLAGS = 64

Mask = npt.NDArray[np.bool_]


class Columns:
    """Items, the most urgent first, with their columns. Only ``why``, ``editor`` and what comes with them ever change."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = list(items)
        self.places = {item.id: place for place, item in enumerate(self.items)}
        self._names: dict[str, list[str]] = {}
        self._codes: dict[str, dict[str, int]] = {}
        self._columns: dict[str, npt.NDArray[np.int32]] = {}
        for name in _CODED:
            self._names[name], self._codes[name] = [""], {"": 0}
            coded = [self._code(name, getattr(item, name) or "") for item in self.items]
            self._columns[name] = np.array(coded, dtype=np.int32)
        flags = sorted({flag for item in self.items for flag in item.flags})[:_MOST_FLAGS]
        self._bits = {flag: np.uint64(1 << bit) for bit, flag in enumerate(flags)}
        self._flags = np.array([self._flag_bits(item) for item in self.items], dtype=np.uint64)
        self._days = np.array([_day(item.day) for item in self.items], dtype=np.int32)

    def change(self, place: int, *, why: str | None, editor: str | None, review_id: int | None, verdict: str | None) -> None:  # fmt: skip
        """Note what was decided of the item at *place*."""
        changed = self.items[place]._replace(why=why, editor=editor, review_id=review_id, verdict=verdict)
        self.items[place] = changed
        self._columns["why"][place] = self._code("why", why or "")
        self._columns["editor"][place] = self._code("editor", editor or "")

    def matching(self, wanted: Filter, editor: str) -> npt.NDArray[np.intp]:
        """Places of the items that a filter lets through for an editor, in order."""
        by = self._columns["editor"]
        if wanted.by == MINE:
            mask: Mask = by == self._known("editor", editor)
        elif wanted.by == OTHERS:
            mask = (by != 0) & (by != self._known("editor", editor))
        else:
            mask = self._columns["why"] != 0
        if wanted.flag:
            mask &= (self._flags & self._bits.get(wanted.flag, np.uint64(0))) != 0
        if wanted.since:
            mask &= self._days >= _day(wanted.since)
        if wanted.until:
            mask &= (self._days <= _day(wanted.until)) & (self._days > 0)
        for name in ("why", "source", "province", "model", "rule"):
            if value := getattr(wanted, name):
                mask &= self._columns[name] == self._known(name, value)
        return np.flatnonzero(mask)

    def counts(self, places: npt.NDArray[np.intp], most: int = 12) -> dict[str, tuple[tuple[str, int], ...]]:
        """For each facet its most frequent values among the items at *places*, with how many have them."""
        return {name: self._counted(name, places, most) for name in FACETS}

    def _counted(self, name: str, places: npt.NDArray[np.intp], most: int) -> tuple[tuple[str, int], ...]:
        if name == "flag":
            bits = self._flags[places]
            counted = [(flag, int(np.count_nonzero(bits & bit))) for flag, bit in self._bits.items()]
        else:
            numbers = np.bincount(self._columns[name][places], minlength=len(self._names[name]))
            best = np.argsort(-numbers, kind="stable")[: most + 1]
            counted = [(self._names[name][code], int(numbers[code])) for code in best]
        counted.sort(key=lambda pair: -pair[1])
        return tuple((value, count) for value, count in counted if value and count)[:most]

    def _code(self, name: str, value: str) -> int:
        codes = self._codes[name]
        if value not in codes:
            codes[value] = len(self._names[name])
            self._names[name].append(value)
        return codes[value]

    def _known(self, name: str, value: str) -> int:
        """The code of a value, or one that no item has."""
        return self._codes[name].get(value, -1)

    def _flag_bits(self, item: Item) -> int:
        return sum(int(self._bits[flag]) for flag in item.flags if flag in self._bits)


def _day(day: str) -> int:
    digits = day.replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isdecimal() else 0
