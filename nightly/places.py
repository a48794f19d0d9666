"""From the path of a place to its row in the store: official code, position, and what it belongs to since July 2025."""

from __future__ import annotations

from db.records import LocalityRow
from extract.gazetteer import Gazetteer, Level, Unit
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
        """The one unit a path can mean, from the province down; None where it is none or several."""
        found: Unit | None = None
        for title in reversed(path.split(_SEPARATOR) if path else []):
            kind = next((known for known in _TYPES if title.startswith(known + " ")), None)
            if kind is None:
                return None
            name = title.removeprefix(kind + " ")
            level = Level.PROVINCE if found is None else None
            units = self._gazetteer.lookup(name, kind=kind, within=found, level=level)
            # A province of both structures is named here without anything below it that would tell which: the present one.
            present = [unit for unit in units if unit.vintage == "new"] if found is None else units
            found = (present or units)[0] if len(present or units) == 1 else None
            if found is None:
                return None
        return found
