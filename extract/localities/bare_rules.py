"""What rules say of a name without its type: provinces, districts of the source's province, and what the text introduced.

A bare name counts where a whole run of capitalised words is that name (or where an organisation stands before it), and
nothing in front of it says that it is a person's, a road's or a firm's. `extract.localities.bare` weighs what is said here.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.gazetteer import Level, Unit, name_key
from extract.localities.context import Context, province_by_key
from extract.localities.guards import Guards
from extract.localities.names import NameReader
from extract.localities.raw import Raw
from extract.localities.tokens import CAPITAL, LOWER, NUMBER, Tokens
from extract.localities.vocabulary import Vocabulary

LIST_SIGNS = frozenset({",", "và", "-", "–", ";", "cùng", "hay", "hoặc"})
_LONGEST_LIST = 24


class BareRules:
    """The verdict of the rules on one text's runs of capitalised words.

    ``introduced`` holds what typed mentions name, by key; ``accepted`` the bare mentions found so far, in order, which the caller extends.
    """

    def __init__(
        self, tokens: Tokens, context: Context, words: Vocabulary, names: NameReader, typed: Sequence[Raw]
    ) -> None:
        self._tokens = tokens
        self._context = context
        self._words = words
        self._names = names
        self._guards = Guards(tokens, words)
        self.introduced: dict[str, Raw] = {}
        self.accepted: list[Raw] = []
        for raw in typed:
            known = self.introduced.get(raw.key)
            if known is None or self._rank(raw) < self._rank(known):
                self.introduced[raw.key] = raw

    def _rank(self, raw: Raw) -> int:
        """Which of two units of one name a bare name means: the larger one; since July 2025 rather a commune than a district."""
        if self._context.era == "new" and raw.level is Level.DISTRICT:
            return Level.COMMUNE + 1
        return raw.level

    def name_in(self, i: int, end: int) -> tuple[int, int]:
        """The part of a run of capitalised words that may be a name: without what opens the sentence, with a number or a second half."""
        tokens, words = self._tokens, self._words
        capitals = end - i > 1 and tokens.slice(i, end).isupper()
        if capitals and self._context.gazetteer.named(name_key(tokens.slice(i, end))):
            return i, end  # a heading: “KON PLÔNG: …”
        while i < end - 1 and (
            self._guards.is_acronym(i)
            or (tokens.opens_sentence(i) and tokens.lower[i] in words.sentence_openers)
        ):
            i += 1
        if (
            end < len(tokens)
            and tokens.kind[end] == NUMBER
            and tokens.adjacent(end - 1)
            and name_key(tokens.slice(i, end + 1)) in self.introduced
        ):
            end += 1
        if end + 1 < len(tokens) and tokens.lower[end] in {"-", "–"} and tokens.kind[end + 1] == CAPITAL:
            joined = min(self._names.run_end(end + 1), end + 3)
            if province_by_key(self._context.gazetteer, name_key(tokens.slice(i, joined))):
                end = joined
        return i, end

    def verdict(self, i: int, end: int) -> Raw | None:
        """The mention that the rules find at token i, no longer than to ``end``."""
        raw = self._try(i, end)
        while raw is None and end - i > 2 and self._guards.after_organisation(i):
            # Giám đốc Công an Nghệ An Phạm Thế Tùng: the organisation bounds the name on the left.
            end -= 1
            raw = self._try(i, end)
        return raw

    def _try(self, i: int, end: int) -> Raw | None:
        key = name_key(self._tokens.slice(i, end))
        known = self.introduced.get(key)
        units = self._units(key, end)
        if known is None and not units:
            return None
        if self._guards.is_blocked(i, end):
            return None
        level = self._level(i, end, known, units)
        if level is None:
            return None
        return self.raw(i, end, key, level)

    def raw(self, i: int, end: int, key: str, level: Level) -> Raw:
        """The bare mention of this level between tokens i and end."""
        tokens, known = self._tokens, self.introduced.get(key)
        raw = Raw(
            i, end, tokens.start[i], tokens.end[end - 1], tokens.slice(i, end), key, level, (), bare=True
        )
        if known is not None and known.level is level:
            raw.kinds = known.kinds
        raw.organisation = self._guards.after_organisation(i)
        raw.neighbour = bool(self._words.neighbour_before.before(tokens.lower, i))
        raw.former = bool(self._words.former_after.at(tokens.lower, end))
        return raw

    def _units(self, key: str, end: int) -> list[Unit]:
        """What the name may mean: a province, units of the source's province, or of a province named right behind."""
        gazetteer = self._context.gazetteer
        found = province_by_key(gazetteer, key)
        named = [u for u in gazetteer.named(key) if u.level is not Level.PROVINCE]
        if not named:
            return found
        near = [u for u in named if self._context.in_scope(u)]
        if not self._context.home or not near:
            around = {u.name for u in self._province_behind(end)}
            near = [u for u in named if u.province.name in around] or (near if self._context.home else [])
        return found + near

    def _province_behind(self, end: int) -> list[Unit]:
        """The province in “Liên Chiểu, Đà Nẵng” or “Liên Chiểu (TP Đà Nẵng)”."""
        tokens = self._tokens
        if end + 1 >= len(tokens) or tokens.lower[end] not in {",", "(", "-", "–"}:
            return []
        form = self._names.type_at(end + 1)
        start = form[1] if form else end + 1
        if start >= len(tokens) or tokens.kind[start] != CAPITAL:
            return []
        return province_by_key(
            self._context.gazetteer, name_key(tokens.slice(start, self._names.run_end(start)))
        )

    def _level(self, i: int, end: int, known: Raw | None, units: list[Unit]) -> Level | None:
        """Which of its readings a bare name has here; None where none has enough support."""
        quoted = self._tokens.quoted[i]
        levels = {u.level for u in units}
        if (
            known is not None
            and known.level is Level.DISTRICT
            and any(u.level is Level.PROVINCE and u in self._context.home for u in units)
            and not self._beside_district(i, end)
        ):
            return Level.PROVINCE  # “Công an Hà Tĩnh” beside “TP Hà Tĩnh”
        introduced = known is not None and (end - i >= 2 or known.level <= Level.DISTRICT)
        if (
            known is not None
            and introduced
            and not (Level.PROVINCE in levels and self._continues(i, Level.PROVINCE))
        ):
            return None if quoted and known.level is Level.HAMLET else known.level
        if quoted or not levels:
            return None
        if Level.DISTRICT in levels and (self._after_committee(i) or self._beside_district(i, end)):
            return Level.DISTRICT
        if Level.PROVINCE in levels:
            return Level.PROVINCE
        return self._small_level(i, end, units) if end - i >= 2 else None

    def _beside_district(self, i: int, end: int) -> bool:
        """In a list with other districts a name that is also a province's is the city's: “Vị Xuyên, Hà Giang và Mèo Vạc”."""
        if self._context.era == "new" or not self._context.home:
            return False
        if self._continues(i, Level.DISTRICT):
            return True
        tokens = self._tokens
        if end + 1 >= len(tokens) or tokens.lower[end] not in LIST_SIGNS or tokens.kind[end + 1] != CAPITAL:
            return False
        units = self._units(name_key(tokens.slice(end + 1, self._names.run_end(end + 1))), len(tokens))
        return (
            bool(units)
            and all(u.level is not Level.PROVINCE for u in units)
            and any(u.level is Level.DISTRICT for u in units)
        )

    def _small_level(self, i: int, end: int, units: list[Unit]) -> Level | None:
        """District or commune, for a name of at least two syllables that nothing introduced."""
        lower = self._tokens.lower
        placed = (
            self._words.place_before.before(lower, i) > 0
            or self._in_list(i, end)
            or self._guards.after_organisation(i)
        )
        subject = self._is_subject(i, end)
        district = any(u.level is Level.DISTRICT for u in units)
        if self._context.era == "new":
            now = any(u.vintage == "new" and self._context.is_home(u) for u in units)
            if now and (placed or (subject and district)):
                return Level.COMMUNE
            return Level.DISTRICT if district and placed else None
        if district and (placed or subject):
            return Level.DISTRICT
        communes = [u for u in units if u.level is Level.COMMUNE]
        found = communes and (
            self._introduces_commune(i, communes)
            or self._continues(i, Level.COMMUNE)
            or any(c.within(d) for d in self._district_behind(end) for c in communes)
        )
        return Level.COMMUNE if found else None

    def _district_behind(self, i: int) -> list[Unit]:
        """The district at the end of the list that the name stands in: “A, B và C (huyện D)”, “A, B của huyện D”."""
        tokens, words = self._tokens, self._words
        limit = min(i + _LONGEST_LIST, len(tokens))
        while (
            i < limit
            and (tokens.kind[i] == CAPITAL or tokens.lower[i] in LIST_SIGNS)
            and not self._names.type_at(i)
        ):
            i += 1
        if i >= limit:
            return []
        step = words.of.at(tokens.lower, i) or (1 if tokens.lower[i] == "(" else 0)
        form = self._names.type_at(i + step) if i + step < len(tokens) else None
        start = form[1] if form else i + step
        if not (step or form) or start >= len(tokens):
            return []
        name = self._names.read(start, (Level.DISTRICT,), numbers=True)
        return list(name.units) if name else []

    def _after_committee(self, i: int) -> bool:
        """Huyện ủy, Thị ủy, Quận ủy, Thành ủy."""
        lower = self._tokens.lower
        return i > 1 and lower[i - 1] in {"ủy", "uỷ"} and lower[i - 2] in {"huyện", "thị", "quận", "thành"}

    def _continues(self, i: int, level: Level) -> bool:
        """Whether the name goes on a list whose last item was found to be of this level."""
        last = self.accepted[-1] if self.accepted else None
        return (
            last is not None
            and last.level is level
            and last.last == i - 1
            and self._tokens.lower[i - 1] in LIST_SIGNS
        )

    def _introduces_commune(self, i: int, units: list[Unit]) -> bool:
        """A commune that nothing introduced: a place word before it, and only one of the name in the source's province."""
        if not self._context.home or not self._words.place_before.before(self._tokens.lower, i):
            return False
        home = {u for u in units if self._context.is_home(u)}
        return len({u.parent for u in home if u.vintage == "old"}) <= 1 and bool(home)

    def _in_list(self, i: int, end: int) -> bool:
        """Whether the name stands beside another capitalised name in a list, or behind “như”."""
        tokens = self._tokens
        if i and tokens.lower[i - 1] in {"như", "là", "gồm"}:
            return True
        if (
            i > 1
            and (tokens.lower[i - 1] in LIST_SIGNS or tokens.lower[i - 1] == "(")
            and self.accepted
            and self.accepted[-1].last == i - 1
        ):
            return True
        return end + 1 < len(tokens) and tokens.lower[end] in LIST_SIGNS and tokens.kind[end + 1] == CAPITAL

    def _is_subject(self, i: int, end: int) -> bool:
        """Whether the name opens its sentence, or stands behind a comma, and a lower-case word goes on."""
        tokens = self._tokens
        if end >= len(tokens) or tokens.kind[end] != LOWER:
            return False
        return tokens.opens_sentence(i) or tokens.lower[i - 1] in {",", ".", "(", "khi", "nay", "riêng", "vì"}
