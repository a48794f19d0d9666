"""The provinces and districts that a text names, inside which a name without its type may be understood."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from extract.gazetteer import Gazetteer, Level, Unit
from extract.localities.context import Context, province_by_key
from extract.localities.raw import Raw


class Surroundings:
    """Grows with the mentions of one text: those of the title, the typed ones, and the bare ones as they are found."""

    def __init__(self, context: Context, title: Sequence[Raw], typed: Sequence[Raw]) -> None:
        self._context = context
        self._gazetteer: Gazetteer = context.gazetteer
        self._provinces: set[str] = set()
        self._districts: set[Unit] = set()
        self._starts: list[int] = []
        self._at: list[frozenset[Unit]] = []
        self._province_starts: list[int] = []
        self._province_at: list[str] = []
        self._title: set[Unit] = set()
        for raw in title:
            units = self._units(raw)
            self._title.update(units)
        for raw in typed:
            self._note(raw)
        for raw in sorted(typed, key=lambda raw: raw.first):
            if raw.level is Level.DISTRICT:
                self._starts.append(raw.first)
                self._at.append(self._units(raw))
            elif raw.level is Level.PROVINCE:
                self._province_starts.append(raw.first)
                self._province_at.append(raw.key)

    def add(self, raw: Raw) -> None:
        """Take up a bare mention that was found."""
        self._note(raw)
        if raw.level is Level.DISTRICT:
            place = bisect_right(self._starts, raw.first)
            self._starts.insert(place, raw.first)
            self._at.insert(place, self._units(raw))
        elif raw.level is Level.PROVINCE:
            place = bisect_right(self._province_starts, raw.first)
            self._province_starts.insert(place, raw.first)
            self._province_at.insert(place, raw.key)

    def _note(self, raw: Raw) -> None:
        if raw.level is Level.PROVINCE:
            self._provinces.update(u.name for u in self._units(raw))
        elif raw.level is Level.DISTRICT:
            units = self._units(raw)
            self._districts |= units
            if len({u.province.name for u in units}) == 1:
                self._provinces.update(u.province.name for u in units)

    def _units(self, raw: Raw) -> frozenset[Unit]:
        if raw.level is Level.PROVINCE:
            return frozenset(province_by_key(self._gazetteer, raw.key))
        if raw.level is not Level.DISTRICT:
            return frozenset()
        units = [u for u in self._gazetteer.named(raw.key) if u.level is Level.DISTRICT]
        return frozenset([u for u in units if self._context.home and self._context.in_scope(u)] or units)

    def knows(self, unit: Unit) -> bool:
        """Whether the text speaks of the province or the district that the unit lies in, or comes from that province."""
        if self._context.home and self._context.in_scope(unit):
            return True
        return unit.province.name in self._provinces or self.names_parent(unit)

    def names_province(self, unit: Unit) -> bool:
        """Whether the text names the unit's province, or a district that lies in it."""
        return unit.province.name in self._provinces

    def names_parent(self, unit: Unit) -> bool:
        """Whether the text names the district of a commune."""
        return unit.parent in self._districts or unit.earlier_parent in self._districts

    def heads_parent(self, unit: Unit) -> bool:
        """Whether the title names the unit or the district of a commune."""
        return unit in self._title or unit.parent in self._title or unit.earlier_parent in self._title

    def province_before(self, i: int) -> frozenset[str]:
        """The names of the last province named before token i; empty where none is."""
        place = bisect_right(self._province_starts, i) - 1
        if place < 0:
            return frozenset()
        return frozenset(u.name for u in province_by_key(self._gazetteer, self._province_at[place]))

    def district_before(self, i: int) -> tuple[int, frozenset[Unit]] | None:
        """The last district named before token i: its token, and the units it may be."""
        place = bisect_right(self._starts, i) - 1
        return (self._starts[place], self._at[place]) if place >= 0 else None
