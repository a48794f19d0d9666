"""The record of one administrative unit, and the types of units with their level."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How far up a unit stands; the smaller the number, the larger the unit."""

    PROVINCE = 1
    DISTRICT = 2
    COMMUNE = 3
    HAMLET = 4


COMMUNE_TYPES = frozenset({"xã", "phường", "thị trấn", "đặc khu"})
DISTRICT_TYPES = frozenset({"quận", "huyện", "thị xã", "thành phố"})


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """An administrative unit of one vintage: ``old`` (until 30 June 2025) or ``new`` (from 1 July 2025).

    ``code`` is the official code, unique within the vintage; a unit that was merged away and whose code lives on
    in the heir has the code with ``~`` behind it. ``parent`` is None for a province. ``types`` are other types the
    unit had or got (a huyện that became a thị xã), ``former`` other names. ``dissolved`` tells that the unit ended
    before its vintage did. ``successors`` are the codes of the new units that its area went to.
    """

    vintage: str
    code: str
    type: str
    name: str
    level: Level
    parent: Unit | None
    dissolved: bool = False
    types: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    earlier_parent: Unit | None = None
    earlier_type: str = ""

    @property
    def title(self) -> str:
        """Type and name, as in a path: ``xã Hiệp Hòa``."""
        return f"{self.type} {self.name}"

    @property
    def province(self) -> Unit:
        """The province (or city under the state) that the unit lies in; itself for a province."""
        unit = self
        while unit.parent is not None:
            unit = unit.parent
        return unit

    @property
    def path(self) -> str:
        """From the unit up to its province: ``xã Hiệp Hòa | thị xã Quảng Yên | tỉnh Quảng Ninh``."""
        return self.title if self.parent is None else f"{self.title} | {self.parent.path}"

    def within(self, other: Unit) -> bool:
        """Whether the unit is the other one, or lies or lay in it."""
        unit: Unit | None = self
        while unit is not None:
            if unit is other or unit.earlier_parent is other:
                return True
            unit = unit.parent
        return False

    def had_type(self, kind: str) -> bool:
        """Whether the unit has, or at some time had, this type."""
        return kind == self.type or kind in self.types
