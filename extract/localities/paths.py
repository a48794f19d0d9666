"""Paths: each unit under the name and type that the text gives it, and its parents as far as they are certain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.gazetteer import Level, Unit, loose_key, name_key
from extract.localities.context import Context
from extract.localities.hamlets import HamletPlacer
from extract.localities.raw import Raw
from extract.records import LocalityMention

# Nearly all districts dissolved or raised in 2021–2025 were so after this day.
_EARLIER_DISTRICTS_UNTIL = "2024-11"
# Types that a source gives as former without a date: those of the years before its earliest vintage.
_FORMER_TYPES_UNTIL = "2020"


class PathWriter:
    """Writes the paths of one document's mentions."""

    def __init__(
        self, context: Context, mentions: Sequence[Raw], title: Sequence[Raw], spoken: frozenset[str]
    ) -> None:
        """``spoken`` are the types that the text uses without a name: Công an thành phố."""
        self._context = context
        self._mentions = mentions
        self._heading = title
        self._surface: dict[Unit, str] = {}
        self._kinds: dict[Unit, str] = {}
        self._province_surface: dict[str, str] = {}
        for raw in (*mentions, *title):
            if raw.unit is None:
                continue
            if raw.level is Level.DISTRICT:
                spoken -= set(raw.kinds)
            name = self._written(raw)
            if raw.level is Level.PROVINCE or _is_own_name(raw, raw.unit):
                self._surface.setdefault(raw.unit, name)
            if len(raw.kinds) == 1:
                self._kinds.setdefault(raw.unit, raw.kinds[0])
            if raw.level is Level.PROVINCE:
                self._province_surface.setdefault(raw.unit.name, f"{self._province_kind(raw)} {name}")
        self._spoken = spoken

    def write(self) -> None:
        """Set ``path`` and ``kind`` of every mention; an empty path where nothing is known."""
        for raw in (*self._mentions, *self._heading):
            if raw.level is not Level.HAMLET:
                self._write(raw)
        placer = HamletPlacer(self._mentions, self._heading)
        for raw in self._mentions:
            if raw.level is Level.HAMLET:
                self._write_hamlet(raw, placer)

    def _write(self, raw: Raw) -> None:
        if raw.unit is not None:
            raw.kind = self._kind(raw, raw.unit)
            # Under a former name the unit is called as here; other mentions may use another of its names.
            own = raw.level is Level.PROVINCE or _is_own_name(raw, raw.unit)
            name = self._surface[raw.unit] if own else self._written(raw)
            if raw.level is Level.PROVINCE:
                raw.path = self._province(raw.unit)
                raw.kind = raw.path.partition(f" {name}")[0] or raw.unit.type
                return
            raw.path = " | ".join([f"{raw.kind} {name}", *self._parents(raw, raw.unit)])
        elif raw.level is Level.COMMUNE and len(raw.kinds) == 1 and not raw.bare:
            raw.kind = raw.kinds[0]
            raw.flag("unknown_locality")
            above = self._around(raw)
            raw.path = " | ".join([f"{raw.kind} {self._written(raw)}", *above])

    def _around(self, raw: Raw) -> list[str]:
        """The parents of a commune that no source knows: those the text names, else the source's province."""
        if raw.parent is not None and raw.parent.path:
            return raw.parent.path.split(" | ")
        if raw.parent is not None and raw.parent.unit is not None:
            return [self._title(raw.parent.unit), *self._parents(raw.parent, raw.parent.unit)]
        home = self._home()
        return [self._province(home)] if home else []

    def _home(self) -> Unit | None:
        wanted = "new" if self._context.era == "new" else "old"
        return next(
            (u for u in self._context.home if u.vintage == wanted), next(iter(self._context.home), None)
        )

    def _parents(self, raw: Raw, unit: Unit) -> list[str]:
        if unit.parent is None:
            return []
        district = self._district(raw, unit)
        parts = []
        if district is not None:
            parts.append(self._title(district))
            if raw.parent is None and "ambiguous_locality" not in raw.flags:
                raw.flag("inherited_locality")
        if (
            "ambiguous_locality" in raw.flags
            and len({c.path.rpartition(" | ")[2] for c in raw.candidates}) > 1
            and not self._context.home
            and raw.parent is None
        ):
            return []
        parts.append(self._province(self._told_province(raw) or unit.province))
        return parts

    def _district(self, raw: Raw, unit: Unit) -> Unit | None:
        if unit.level is not Level.COMMUNE or unit.parent is None or unit.parent.level is not Level.DISTRICT:
            return None
        if "ambiguous_locality" in raw.flags:
            return None
        earlier = unit.earlier_parent
        if earlier is not None:
            named = {unit.parent: unit.parent in self._surface, earlier: earlier in self._surface}
            published = self._context.published
            if named[earlier] or (
                not named[unit.parent] and published is not None and published < _EARLIER_DISTRICTS_UNTIL
            ):
                return earlier
        return unit.parent

    def _told_province(self, raw: Raw) -> Unit | None:
        """The province that the text itself puts around the unit, where it is a merged one; for a new unit not a former one."""
        above = raw.parent
        while above is not None:
            if above.level is Level.PROVINCE:
                new = raw.unit is not None and raw.unit.vintage == "new"
                return None if above.former and new else above.unit
            above = above.parent
        return None

    def _title(self, unit: Unit) -> str:
        kind = self._kinds.get(unit) or self._spoken_kind(unit) or self._official_kind(unit)
        return f"{kind} {self._surface.get(unit, unit.name)}"

    def _official_kind(self, unit: Unit) -> str:
        """A district raised in 2021–2025 was still what it had been in an earlier text."""
        published = self._context.published
        if (
            published is not None
            and published < _EARLIER_DISTRICTS_UNTIL
            and unit.types
            and unit.level is Level.DISTRICT
        ):
            return unit.types[-1]
        return unit.type

    def _kind(self, raw: Raw, unit: Unit) -> str:
        if len(raw.kinds) == 1:
            return raw.kinds[0]
        if raw.kinds:
            official = self._official_kind(unit)
            return (
                official
                if official in raw.kinds
                else next((k for k in raw.kinds if unit.had_type(k)), unit.type)
            )
        kind = self._kinds.get(unit) or self._spoken_kind(unit) or self._official_kind(unit)
        if kind == "phường" and unit.parent is not None and self._kinds.get(unit.parent) == "huyện":
            return "xã"  # a ward now, but not while the text calls the district around it a huyện
        return kind

    def _spoken_kind(self, unit: Unit) -> str | None:
        """Of the types that a district had, the one the text speaks of, where no other district has it: Thuận An … Công an thành phố."""
        if unit.level is not Level.DISTRICT or not unit.types:
            return None
        told = {unit.type, *unit.types} & self._spoken
        return next(iter(told)) if len(told) == 1 else None

    def _province(self, unit: Unit) -> str:
        return self._province_surface.get(unit.name) or unit.title

    def _province_kind(self, raw: Raw) -> str:
        """tỉnh or thành phố, by the gazetteer; what the text says decides for Huế, which was both."""
        assert raw.unit is not None
        return raw.unit.type

    def _written(self, raw: Raw) -> str:
        """The name as the text spells it, in ordinary capitals; abbreviated ones in full."""
        unit = raw.unit
        if (
            unit is not None
            and name_key(raw.name) not in {name_key(n) for n in (unit.name, *unit.former)}
            and raw.level is Level.PROVINCE
        ):
            return unit.name if raw.name.isupper() or len(raw.name) < 6 or "-" in raw.name else raw.name
        if raw.name.isupper() and len(raw.name) > 2:
            return unit.name if unit is not None else raw.name.title()
        return " ".join(raw.name.split())

    def _write_hamlet(self, raw: Raw, placer: HamletPlacer) -> None:
        if not raw.kinds:
            return
        raw.kind = raw.kinds[0]
        name = raw.name.lstrip("0") if raw.name.isdigit() else " ".join(raw.name.split())
        around = raw.parent
        if around is None or not (around.path or around.level is Level.HAMLET):
            if raw.team and not placer.is_told(raw):
                return
            around = placer.around(raw)
            if around is not None:
                raw.flag("inherited_locality")
        if raw.kind == "khu phố" and raw.short and around is not None and around.kind == "xã":
            raw.kind = "khu dân cư"  # a commune has no streets to name a khu after
        parts = [f"{raw.kind} {name}"]
        if around is not None and around.path:
            parts.append(around.path)
        elif self._home() is not None:
            home = self._home()
            assert home is not None
            parts.append(self._province(home))
        raw.path = " | ".join(parts)


def _is_own_name(raw: Raw, unit: Unit) -> bool:
    """Whether the mention uses the unit's present name, however spelt, rather than a former one."""
    return raw.key == name_key(unit.name) or loose_key(raw.name) == loose_key(unit.name)


def document_localities(mentions: Iterable[LocalityMention]) -> list[str]:
    """Unique paths in order of first mention.

    Units of the same type, name and province count once, under the path that comes first (a commune that kept
    its name in July 2025 is listed as one).
    """
    seen: set[tuple[str, str]] = set()
    paths: list[str] = []
    for mention in mentions:
        parts = mention.parts
        key = (name_key(parts[0]), name_key(parts[-1]))
        if mention.path and key not in seen:
            seen.add(key)
            paths.append(mention.path)
    return paths
