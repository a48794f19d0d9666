"""From mentions to units: every reading is scored by what the text, the source and the date say, and the best wins."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.gazetteer import Level, Unit, loose_key
from extract.localities.context import Context, find_province
from extract.localities.raw import Raw
from extract.records import Candidate

_MOST_CANDIDATES = 8


@dataclass(slots=True)
class _Scored:
    unit: Unit
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, points: float, reason: str) -> None:
        self.score += points
        self.reasons.append(reason)


class Resolver:
    """Resolves the mentions of one document, provinces first, then districts, communes and hamlets."""

    def __init__(self, context: Context, mentions: Sequence[Raw], title: Sequence[Raw]) -> None:
        self._context = context
        self._mentions = sorted(mentions, key=lambda m: m.first)
        self._title = list(title)
        self._provinces: set[Unit] = set()
        self._districts: list[Raw] = []
        self._district_starts: list[int] = []
        self._named_districts: set[Unit] = set()
        self._title_districts: set[Unit] = set()
        # The parents that the text names for each name, and the mention that does so.
        self._parents: dict[tuple[Level, str], dict[str, Raw]] = {}
        self._held: dict[Raw, list[Raw]] = {}
        for raw in (*self._title, *self._mentions):
            if raw.parent is not None:
                self._held.setdefault(raw.parent, []).append(raw)
                self._parents.setdefault((raw.level, raw.key), {}).setdefault(raw.parent.key, raw.parent)

    def resolve(self) -> None:
        """Set ``unit`` (or None) and ``candidates`` of every mention of province, district and commune level."""
        everything = [*self._title, *self._mentions]
        for raw in everything:
            if raw.level is Level.PROVINCE:
                self._province(raw)
        self._provinces = {u for raw in everything if raw.unit for u in self._both_vintages(raw.unit)}
        for raw in everything:
            if raw.level is Level.DISTRICT:
                self._choose(raw)
        self._districts = [m for m in self._mentions if m.level is Level.DISTRICT and m.unit]
        self._district_starts = [m.first for m in self._districts]
        self._named_districts = {m.unit for m in self._districts if m.unit}
        self._title_districts = {m.unit for m in self._title if m.unit and m.level is Level.DISTRICT}
        for raw in everything:
            if raw.level is Level.COMMUNE:
                self._choose(raw)

    def _both_vintages(self, province: Unit) -> list[Unit]:
        return find_province(self._context.gazetteer, province.name)

    def _province(self, raw: Raw) -> None:
        units = find_province(self._context.gazetteer, raw.name)
        if not units:
            loose = self._context.gazetteer.loosely_named(loose_key(raw.name))
            units = [u for u in loose if u.level is Level.PROVINCE]
        wanted = "new" if self._context.era == "new" and not raw.former else "old"
        raw.unit = next((u for u in units if u.vintage == wanted), units[0] if units else None)

    def _units(self, raw: Raw) -> list[Unit]:
        gazetteer = self._context.gazetteer
        found = [u for u in gazetteer.named(raw.key) if u.level is raw.level]
        if self._context.era == "old":
            found = [u for u in found if u.vintage == "old"]
        if raw.bare and raw.parent is None and self._context.home:
            # Nothing but the name: one far away is meant only where the text speaks of its province.
            nearby = [u for u in found if self._context.in_scope(u) or u.province in self._provinces]
            found = nearby or found
        if not any(map(self._context.in_scope, found)):
            parent = raw.parent.unit if raw.parent else None
            for unit in gazetteer.loosely_named(loose_key(raw.name)):
                near = (
                    unit.within(parent)
                    if parent is not None
                    else bool(self._context.home) and self._context.in_scope(unit)
                )
                if (
                    unit.level is raw.level
                    and near
                    and unit not in found
                    and (self._context.era != "old" or unit.vintage == "old")
                ):
                    found.append(unit)
        return found

    def _choose(self, raw: Raw) -> None:
        units = self._units(raw)
        if not units:
            self._drop_wrong_parent(raw)
            return
        parent = raw.parent or self._parent_elsewhere(raw)
        scored = [self._score(raw, unit, parent) for unit in units]
        scored.sort(key=lambda s: -s.score)
        best = scored[0]
        rivals = [s for s in scored[1:] if s.score > best.score - 0.5 and s.unit.path != best.unit.path]
        supported = best.score >= 2 or not self._context.home
        raw.unit = best.unit if supported and not self._contradicted(raw, best.unit, parent) else None
        self._drop_wrong_parent(raw)
        if raw.unit is not None and rivals:
            self._ambiguous(raw, [best, *rivals])
        raw.candidates = tuple(
            Candidate(
                s.unit.path,
                s.unit.code,
                s.unit.vintage,
                s.unit is raw.unit,
                "; ".join(s.reasons) or "name only",
            )
            for s in scored[:_MOST_CANDIDATES]
        )

    def _drop_wrong_parent(self, raw: Raw) -> None:
        """A parent at the end of a list, or a bare name behind a comma, holds only where the gazetteer agrees."""
        parent = raw.parent
        if parent is None or not raw.shared or parent.unit is None:
            return
        if raw.unit is None:
            raw.parent = None if parent.bare else parent
        elif not self._lies_in(raw.unit, parent.unit):
            raw.parent = None

    def _ambiguous(self, raw: Raw, best: list[_Scored]) -> None:
        """Equal readings: keep the unit only where all of them are one place through time."""
        gazetteer = self._context.gazetteer
        homes = {frozenset(s.code for s in gazetteer.successors(b.unit)) for b in best}
        if len(homes) > 1 or len({b.unit.province.name for b in best}) > 1:
            raw.flag("ambiguous_locality")

    def _contradicted(self, raw: Raw, unit: Unit, parent: Raw | None) -> bool:
        """Whether the text names a larger unit for the mention that the gazetteer's unit does not lie in."""
        return (
            parent is not None
            and parent is raw.parent
            and not raw.shared
            and parent.unit is not None
            and not self._lies_in(unit, parent.unit)
        )

    def _parent_elsewhere(self, raw: Raw) -> Raw | None:
        """The parent that another mention of the same name has, if all that have one agree."""
        if raw.former or raw.current:
            return None
        parents = self._parents.get((raw.level, raw.key), {})
        only = next(iter(parents.values())) if len(parents) == 1 else None
        # A new commune often has the name of one of those that it was made of: their district is not its parent.
        return (
            None if only is not None and self._context.era == "new" and only.level is Level.DISTRICT else only
        )

    def _lies_in(self, unit: Unit, around: Unit) -> bool:
        if unit.within(around):
            return True
        if around.level is Level.PROVINCE:
            if unit.province.name == around.name:
                return True
            # An old unit told with the new province around it, or a new one with the province that it lay in before.
            return around.code in unit.province.successors or unit.province.code in around.successors
        if around.level is Level.DISTRICT and unit.vintage == "new":
            # “xã X thuộc huyện Y cũ”: a new commune on the area of an old district.
            return any(unit.code in child.successors for child in self._context.gazetteer.children(around))
        return False

    def _score(self, raw: Raw, unit: Unit, parent: Raw | None) -> _Scored:
        context, scored = self._context, _Scored(unit)
        if parent is not None and parent.unit is not None:
            if self._lies_in(unit, parent.unit):
                scored.add(8, f"lies in {parent.unit.title}, named with it")
            elif not raw.shared:
                scored.add(-4, f"does not lie in {parent.unit.title}, named with it")
        self._score_province(unit, scored)
        if raw.kinds:
            agrees = any(unit.had_type(k) for k in raw.kinds)
            scored.add(1 if agrees else -1, "the type agrees" if agrees else f"is a {unit.type}")
        self._score_vintage(raw, unit, scored)
        held = self._held.get(raw, ())[:_MOST_CANDIDATES]
        if unit.level is Level.DISTRICT and any(
            u.within(unit) for child in held for u in context.gazetteer.named(child.key)
        ):
            scored.add(3, "holds what the text puts into it")
        if unit.level is Level.COMMUNE:
            self._score_district(raw, unit, scored)
        if unit.dissolved:
            scored.add(-0.6, "merged away before July 2025")
        return scored

    def _score_province(self, unit: Unit, scored: _Scored) -> None:
        if self._context.is_home(unit):
            scored.add(3, "in the source's province")
        elif unit.province in self._context.merged:
            scored.add(2, "in a province merged into the source's")
        if unit.province in self._provinces:
            scored.add(2.5, "its province is named in the text")

    def _score_vintage(self, raw: Raw, unit: Unit, scored: _Scored) -> None:
        era = self._context.era
        if era != "old" and raw.former != raw.current:
            wanted = "old" if raw.former else "new"
            scored.add(
                3 if unit.vintage == wanted else -3,
                "the text calls it former" if raw.former else "the text says it is so now",
            )
        elif era == "new":
            scored.add(4 if unit.vintage == "new" else 0, f"{unit.vintage} structure, text after 1 July 2025")
        elif era is None and unit.vintage == "old":
            scored.add(1 if self._districts else 0.3, "old structure, the text has no date")

    def _score_district(self, raw: Raw, unit: Unit, scored: _Scored) -> None:
        """Districts named in the document pull their communes; the nearest one before, in the same sentence, most."""
        if raw.current or unit.vintage == "new":
            return
        told = raw.parent is not None and raw.parent.level is Level.DISTRICT
        pull = 0.4 if self._context.era == "new" and not told else 1.0
        i = bisect_right(self._district_starts, raw.first) - 1
        before = self._districts[i] if i >= 0 else None
        if before is not None and before.unit is not None and unit.within(before.unit):
            near = before.sentence == raw.sentence
            scored.add((4 if near else 3) * pull, f"{before.unit.title} is named before it")
        elif unit.parent in self._named_districts or unit.earlier_parent in self._named_districts:
            scored.add(2.6 * pull, "its district is named in the text")
        elif unit.parent in self._title_districts or unit.earlier_parent in self._title_districts:
            scored.add(2.5 * pull, "its district is named in the title")
