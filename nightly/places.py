"""From the path of a place to its row in the store: official code, position, and what it belongs to since July 2025."""

from __future__ import annotations

from db.records import LocalityRow
from extract.gazetteer import Gazetteer, Level, Unit
from extract.gazetteer.keys import name_key
from extract.gazetteer.units import COMMUNE_TYPES, DISTRICT_TYPES

_SEPARATOR = " | "
_TYPES = (*COMMUNE_TYPES, *DISTRICT_TYPES, "tỉnh")


class Places:
    """Looks places up in the gazetteer, each once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._rows: dict[tuple[str, str | None, str | None], LocalityRow] = {}

    def rows(self, path: str, code: str | None = None, vintage: str | None = None) -> list[LocalityRow]:
        """The place and every unit above it, smallest first; ``code`` and ``vintage`` where the extractor knew them."""
        unit = self._gazetteer.get(code, vintage) if code and vintage else self._find(path)
        rows = []
        while path:
            rows.append(self._row(path, unit))
            _, _, path = path.partition(_SEPARATOR)
            unit = self._above(path, unit)
        return rows

    def spelled(self, path: str, code: str | None = None, vintage: str | None = None) -> str:
        """The path with each unit as the gazetteer writes it: “xã Hiệp Hoà” and “xã Hiệp Hòa” are one place.

        Only the spelling: where the text has another name for a unit, that stays.
        """
        parts = []
        for row in self.rows(path, code, vintage):
            title = row.path.partition(_SEPARATOR)[0]
            known = self._gazetteer.get(row.code, row.vintage) if row.code and row.vintage else None
            same = known is not None and name_key(known.title) == name_key(title)
            parts.append(known.title if known is not None and same else title)
        return _SEPARATOR.join(parts)

    def _row(self, path: str, unit: Unit | None) -> LocalityRow:
        key = (path, unit.code if unit else None, unit.vintage if unit else None)
        if key not in self._rows:
            self._rows[key] = LocalityRow(path) if unit is None else self._known(path, unit)
        return self._rows[key]

    def _known(self, path: str, unit: Unit) -> LocalityRow:
        heirs = self._gazetteer.successors(unit)
        provinces = {heir.province.title for heir in heirs}
        return LocalityRow(
            path=path,
            code=unit.code,
            vintage=unit.vintage,
            new_path=heirs[0].path if len(heirs) == 1 else None,
            new_province=provinces.pop() if len(provinces) == 1 else None,
            latitude=unit.lat,
            longitude=unit.lon,
        )

    def _above(self, path: str, unit: Unit | None) -> Unit | None:
        """The unit of a path that is the parent's: one of those above ``unit`` where it is among them, else looked up."""
        above = unit.parent if unit else None
        title = path.partition(_SEPARATOR)[0]
        while above is not None:
            if above.title == title:
                return above
            above = above.parent
        return self._find(path)

    def _find(self, path: str) -> Unit | None:
        """The one unit a path can mean, by its own path or by one with more levels; None where it is none or several."""
        title, *above = path.split(_SEPARATOR)
        kind = next((known for known in _TYPES if title.startswith(known + " ")), None)
        if kind is None:
            return None
        units = self._gazetteer.lookup(title.removeprefix(kind + " "), kind=kind)
        same = [unit for unit in units if unit.path == path]
        if same and same[0].level is Level.PROVINCE:
            # A province of both structures stands here without anything below it that would tell which: the present one.
            return next((unit for unit in same if unit.vintage == "new"), same[0])
        fitting = same or [
            unit for unit in units if above and set(above) <= set(unit.path.split(_SEPARATOR)[1:])
        ]
        return fitting[0] if len(fitting) == 1 else None
