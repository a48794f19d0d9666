"""Looking up administrative units by name, parent and vintage."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from extract.errors import ExtractError
from extract.gazetteer.keys import loose_key, name_key
from extract.gazetteer.units import COMMUNE_TYPES, Level, Unit


class GazetteerError(ExtractError):
    """The gazetteer's data file is missing or broken; the message names the line."""


class Gazetteer:
    """All units, old and new. Get the bundled one with `load`: it is immutable, and read once."""

    def __init__(self, units: Iterable[tuple[Unit, tuple[str, ...], tuple[str, ...]]]) -> None:
        self._units: dict[tuple[str, str], Unit] = {}
        self._by_key: dict[str, list[Unit]] = {}
        self._by_loose: dict[str, list[Unit]] = {}
        self._children: dict[tuple[str, str], list[Unit]] = {}
        self._provinces: dict[str, list[Unit]] = {"old": [], "new": []}
        for unit, keys, loose_keys in units:
            self._units[unit.vintage, unit.code] = unit
            for key in keys:
                self._by_key.setdefault(key, []).append(unit)
            for key in loose_keys:
                self._by_loose.setdefault(key, []).append(unit)
            if unit.parent is None:
                self._provinces[unit.vintage].append(unit)
            else:
                self._children.setdefault((unit.vintage, unit.parent.code), []).append(unit)
            if unit.earlier_parent is not None:
                self._children.setdefault((unit.vintage, unit.earlier_parent.code), []).append(unit)

    @classmethod
    @cache
    def load(cls) -> Gazetteer:
        """The bundled gazetteer. Raises GazetteerError when its data file cannot be read."""
        source = files("extract.gazetteer") / "units.tsv.gz"
        try:
            text = gzip.decompress(source.read_bytes()).decode()
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise GazetteerError(
                f"extract/gazetteer/units.tsv.gz: {error}; rebuild it with `make gazetteer`"
            ) from error
        return cls(_parse(text))

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def get(self, code: str, vintage: str) -> Unit | None:
        """The unit with this code in this vintage (``old`` or ``new``), or None."""
        return self._units.get((vintage, code))

    def named(self, key: str) -> list[Unit]:
        """All units with this `name_key`, of every level and vintage, former names included. Do not change the list."""
        return self._by_key.get(key, _NONE)

    def loosely_named(self, key: str) -> list[Unit]:
        """All units with this `loose_key`; names that differ in tone or diacritics only fall together here."""
        return self._by_loose.get(key, _NONE)

    def lookup(
        self,
        name: str,
        *,
        kind: str | None = None,
        within: Unit | None = None,
        vintage: str | None = None,
        level: Level | None = None,
    ) -> list[Unit]:
        """Units of this name, narrowed by type (or a type once had), unit around them, vintage and level.

        Spellings are compared by `name_key`; where nothing is found, and ``within`` is given, by `loose_key`.
        """

        def fits(unit: Unit) -> bool:
            return (
                (kind is None or unit.had_type(kind))
                and (within is None or unit.within(within))
                and (vintage is None or unit.vintage == vintage)
                and (level is None or unit.level == level)
            )

        found = [unit for unit in self.named(name_key(name)) if fits(unit)]
        if not found and within is not None:
            found = [unit for unit in self.loosely_named(loose_key(name)) if fits(unit)]
        return found

    def provinces(self, vintage: str) -> list[Unit]:
        """The 63 old or the 34 new provinces, by code."""
        return list(self._provinces[vintage])

    def children(self, unit: Unit) -> list[Unit]:
        """The units directly below: of a new province its communes, of an old one its districts."""
        return self._children.get((unit.vintage, unit.code), [])

    def successors(self, unit: Unit) -> list[Unit]:
        """The new units that an old unit's area belongs to since 1 July 2025; for a district those of its communes."""
        if unit.vintage == "new":
            return [unit]
        codes = list(unit.successors)
        if not codes and unit.level is Level.DISTRICT:
            codes = sorted({code for child in self.children(unit) for code in child.successors})
        return [self._units["new", code] for code in codes]

    def predecessors(self, province: Unit) -> list[Unit]:
        """The old provinces that make up a new one."""
        return [old for old in self._provinces["old"] if province.code in old.successors]


_NONE: list[Unit] = []


def _level(kind: str, parent: str) -> Level:
    if not parent:
        return Level.PROVINCE
    return Level.COMMUNE if kind in COMMUNE_TYPES else Level.DISTRICT


def _parse(text: str) -> Iterator[tuple[Unit, tuple[str, ...], tuple[str, ...]]]:
    """Units with their precise and loose keys. Lines stand in an order in which no parent follows its child."""
    lines = text.split("\n")
    seen: dict[tuple[str, str], Unit] = {}
    rows = [line.split("\t") for line in lines[1:] if line]
    rows.sort(key=lambda cells: 0 if not cells[4] else 2 if cells[2] in COMMUNE_TYPES else 1)
    for cells in rows:
        try:
            (
                vintage,
                code,
                kind,
                name,
                above,
                dissolved,
                types,
                former,
                loose,
                successors,
                lat,
                lon,
                earlier,
                earlier_type,
                keys,
                own_loose,
            ) = cells
            parent = seen[vintage, above] if above else None
        except (ValueError, KeyError) as error:
            raise GazetteerError(f"extract/gazetteer/units.tsv.gz: broken line {cells[:4]}") from error
        unit = Unit(
            vintage,
            code,
            kind,
            name,
            _level(kind, above),
            parent,
            bool(dissolved),
            tuple(types.split("|")) if types else (),
            tuple(former.split("|")) if former else (),
            tuple(successors.split("|")) if successors else (),
            float(lat) if lat else None,
            float(lon) if lon else None,
            seen[vintage, earlier] if earlier else None,
            earlier_type,
        )
        seen[vintage, code] = unit
        yield unit, tuple(keys.split("|")), (own_loose, *loose.split("|")) if loose else (own_loose,)
