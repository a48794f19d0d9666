"""What is known before a single mention is looked at: the source's province, and which structure the text speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from extract.gazetteer import Gazetteer, Level, Unit, name_key
from extract.localities.raw import Raw
from extract.localities.vocabulary import vocabulary

NEW_SINCE = "2025-07-01"
_PREFIX = re.compile(r"^(tỉnh|thành phố|tp\.?)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """``era`` is ``old``, ``new`` or None where neither date nor wording tells.

    ``home`` is the source's province in each vintage that has one, ``merged`` the old provinces that went into it.
    """

    gazetteer: Gazetteer
    era: str | None
    published: str | None
    home: frozenset[Unit]
    merged: frozenset[Unit]

    def is_home(self, unit: Unit) -> bool:
        """Whether the unit lies in the source's province."""
        return unit.province in self.home

    def in_scope(self, unit: Unit) -> bool:
        """Whether the unit lies in the source's province or one merged with it; always true without a source province."""
        return not self.home or unit.province in self.home or unit.province in self.merged


def province_by_key(gazetteer: Gazetteer, key: str) -> list[Unit]:
    """The provinces, old and new, of this `name_key`, alternative names (HCM, TT-Huế) included."""
    official = vocabulary().alternative_names.get(key)
    units = gazetteer.named(name_key(official) if official else key)
    return [u for u in units if u.level is Level.PROVINCE]


def find_province(gazetteer: Gazetteer, name: str) -> list[Unit]:
    """The provinces, old and new, of a name as registries write it: ``Quảng Ninh``, ``TP Hồ Chí Minh``, ``Huế``."""
    key = name_key(_PREFIX.sub("", name.strip()))
    found = province_by_key(gazetteer, key)
    if found and all(u.vintage == "new" for u in found):
        # Huế alone: before 2025 its province was Thừa Thiên Huế.
        found += [u for u in gazetteer.provinces("old") if u.successors == (found[0].code,)]
    return found


def source_province(gazetteer: Gazetteer, name: str | None, published: str | None) -> str | None:
    """The path of a source's own province at the time of publication; without a date, under the name as given."""
    found = find_province(gazetteer, name) if name else []
    if published:
        vintage = "new" if published[:10] >= NEW_SINCE else "old"
        found = [unit for unit in found if unit.vintage == vintage] or found
    return found[0].title if found else None


def read_context(gazetteer: Gazetteer, *, province: str | None, published: str | None) -> Context:
    """The context of one document. ``published`` is an ISO date or None."""
    home = frozenset(find_province(gazetteer, province)) if province else frozenset()
    merged = {old for new in home if new.vintage == "new" for old in gazetteer.predecessors(new)} - home
    era = None if not published else "new" if published[:10] >= NEW_SINCE else "old"
    return Context(gazetteer, era, published, home, frozenset(merged))


def settle_era(context: Context, text: str, mentions: Iterable[Raw]) -> Context:
    """An undated text is about the new structure where its wording says so and it names no district as existing."""
    if context.era is not None or any(
        m.level is Level.DISTRICT and not m.former and not m.bare for m in mentions
    ):
        return context
    lowered = text.lower()
    speaks = any(phrase in lowered for phrase in vocabulary().new_structure)
    return replace(context, era="new") if speaks else context
