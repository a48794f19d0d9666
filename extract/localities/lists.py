"""What follows a name: further items that share its type, and the larger unit that the list lies in."""

from __future__ import annotations

from dataclasses import dataclass

from extract.gazetteer import Level
from extract.localities.context import Context
from extract.localities.names import Name, NameReader
from extract.localities.tokens import CAPITAL, LINE, NUMBER, SIGN, Tokens
from extract.localities.vocabulary import Vocabulary

_LONGEST_PERSON = 4
_LONGEST_BRACKET = 10
_GOES_ON = frozenset({"đã", "có", "là", "đều", "trên", "cũng", "được", "đang"})


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in front of a list: the types it allows, their levels, and whether it announces several items.

    ``numbers`` tells that bare numbers are names (phường 5, thôn 3).
    """

    kinds: tuple[str, ...]
    levels: tuple[Level, ...]
    plural: bool
    numbers: bool = False


class ListReader:
    """Reads the items behind the first name of a list in one text."""

    def __init__(self, tokens: Tokens, context: Context, words: Vocabulary, names: NameReader) -> None:
        self._tokens = tokens
        self._context = context
        self._words = words
        self._names = names

    def items(self, first: Name, head: Head) -> list[Name]:
        """The names after ``first`` that are of the same kind: “Tân An, Ia Lâu và Ia Mơ”.

        After a plural head (các xã …) unknown names are items too; after a singular one only names that the gazetteer
        has at this level near the first, and hamlets only as numbers or behind “và”.
        """
        found: list[Name] = []
        last = first
        while True:
            item = self._missing_comma(last, head) if head.plural else None
            if item is None:
                behind = self._separator(self._behind_bracket(last.last))
                if behind is None or behind >= len(self._tokens) or self._starts_mention(behind, head):
                    return found
                item = self._item(last, behind, head)
            if item is None:
                return found
            found.append(item)
            last = item

    def parent_name(self, last: Name, level: Level, items: list[Name]) -> Name | None:
        """A larger unit without its type behind a list: “xã Thanh Liên (Thanh Chương)”, “Ea Na của Krông Ana”, “xã X, Y”."""
        tokens = self._tokens
        i = last.last
        if i >= len(tokens):
            return None
        sign = tokens.lower[i]
        skip = self._words.of.at(tokens.lower, i)
        i += skip or (1 if sign in {"(", ",", "-", "–"} else 0)
        if i == last.last or i >= len(tokens) or tokens.kind[i] != CAPITAL or self._names.starts_type(i):
            return None
        above = tuple(a for a in (Level.DISTRICT, Level.PROVINCE) if a < level)
        name = self._names.read(i, above, numbers=False) if above else None
        if name is None or not name.known or (sign != "(" and name.last < self._names.run_end(i)):
            return None
        holds = any(child.within(u) for item in items for child in item.units for u in name.units)
        near = any(map(self._context.in_scope, name.units)) or any(
            u.level is Level.PROVINCE for u in name.units
        )
        if sign == "(" or skip:
            return name if holds or near else None
        return name if holds or (level is Level.HAMLET and near) else None

    def level_around(self, parent: Name, items: list[Name]) -> Level:
        """The level of a parent's name: where a province and a district of it are called alike, the one that holds the items.

        “xã Kỳ Xuân, Hà Tĩnh” lies in the province; both hold an item in the city, and the chain then ends in the province.
        """
        levels = {u.level for u in parent.units}
        holding = {u.level for u in parent.units for item in items for child in item.units if child.within(u)}
        return min(holding) if holding else max(levels)

    def _behind_bracket(self, i: int) -> int:
        """The token behind a bracket that starts at i (“Ia Kreng (huyện Chư Păh), Ia Lang …”), else i."""
        tokens = self._tokens
        if i < len(tokens) and tokens.lower[i] == "(":
            for k in range(i + 1, min(i + _LONGEST_BRACKET, len(tokens))):
                if tokens.lower[k] == ")":
                    return k + 1
        return i

    def _starts_mention(self, i: int, head: Head) -> bool:
        """Whether a typed mention begins at token i; in “các thôn Cốc Nam, Bản Liếp, Còn Kéo” the capital makes “Bản” part of a name."""
        if not self._names.starts_type(i):
            return False
        form = self._names.type_at(i)
        named = (
            form is not None
            and head.plural
            and head.levels[0] is Level.HAMLET
            and form[0].level is Level.HAMLET
            and form[0].kind not in head.kinds
            and form[1] == i + 1
        )
        return not (
            named
            and self._tokens.kind[i] == CAPITAL
            and i + 1 < len(self._tokens)
            and self._tokens.kind[i + 1] == CAPITAL
        )

    def _separator(self, i: int) -> int | None:
        length = self._words.separators.at(self._tokens.lower, i)
        return i + length if length else None

    def _missing_comma(self, last: Name, head: Head) -> Name | None:
        """“Bãi Cháy Cao Thắng, Hồng Gai”: two known names in one run."""
        i, tokens = last.last, self._tokens
        if not last.known or i >= len(tokens) or tokens.kind[i] != CAPITAL or not tokens.adjacent(i - 1):
            return None
        name = self._names.read(i, head.levels, numbers=False)
        return name if name and any(map(self._context.in_scope, name.units)) else None

    def _item(self, last: Name, i: int, head: Head) -> Name | None:
        tokens = self._tokens
        if tokens.kind[i] == NUMBER:
            base, _, number = last.text.rpartition(" ")
            if base and number.isdigit():  # “các thôn Ma Rin 1, 2, 3”
                goes_on = head.plural and tokens.lower[i - 1] in {",", "và"}
                return self._names.numbered(base, i, head.levels) if goes_on else None
            both = head.numbers and tokens.kind[last.first] == NUMBER
            return self._number(i, head) if both else None
        if tokens.kind[i] != CAPITAL or self._words.person_before.before(tokens.lower, i):
            return None
        if head.levels[0] is Level.HAMLET:
            return self._hamlet(i, head)
        name = self._names.read(i, head.levels, numbers=False)
        if name is None or not (
            self._is_sister(last, name, head) if name.known else self._may_be_new(name, head)
        ):
            return None
        return name

    def _is_sister(self, last: Name, name: Name, head: Head) -> bool:
        """Whether a known name goes on the list."""
        if head.plural:
            return True
        homes = {u.province for u in last.units}
        near = any(u.province in homes and self._context.in_scope(u) for u in name.units)
        return near and not self._parent_of(last, name, head.levels)

    def _may_be_new(self, name: Name, head: Head) -> bool:
        """Whether an unknown name goes on the list."""
        return head.plural and self._ends_item(name) and not self._looks_like_person(name)

    def _parent_of(self, last: Name, name: Name, levels: tuple[Level, ...]) -> bool:
        """“xã Thanh Liên, Thanh Chương”, “huyện Bắc Hà, Lào Cai”: the second is the unit around the first, not its sister."""
        above = Level.DISTRICT if levels[0] is Level.COMMUNE else Level.PROVINCE
        return levels[0] > above and any(
            child.within(u) for u in self._names.named(name.key, above) for child in last.units
        )

    def _number(self, i: int, head: Head) -> Name | None:
        """“các quận 1, 3 và 10 …”: a number goes on the list unless it counts what follows; after “các” it must be a thing counted."""
        name = self._names.read(i, head.levels, numbers=True)
        if name is None:
            return None
        tokens = self._tokens
        behind = name.last
        if behind >= len(tokens) or tokens.kind[behind] in {SIGN, LINE, CAPITAL} or head.plural:
            return name
        lower = tokens.lower
        open_end = self._words.separators.at(lower, behind) or self._words.of.at(lower, behind)
        return name if open_end or self._names.type_at(behind) or lower[behind] in _GOES_ON else None

    def _hamlet(self, i: int, head: Head) -> Name | None:
        name = self._names.read(i, (Level.HAMLET,), numbers=False)
        if name is None or self._looks_like_person(name) or not self._ends_item(name):
            return None
        return name if head.plural or self._tokens.lower[i - 1] == "và" else None

    def _ends_item(self, name: Name) -> bool:
        """Whether an unknown name may be an item: no word that only opens a sentence, no longer run of capitals."""
        tokens = self._tokens
        i = name.last
        if i < len(tokens) and tokens.kind[i] == CAPITAL:
            return False
        if self._words.organisation_starts.at(tokens.lower, name.first):
            return False
        return not (name.last - name.first == 1 and tokens.lower[name.first] in self._words.common_words)

    def _looks_like_person(self, name: Name) -> bool:
        length = name.last - name.first
        return 3 <= length <= _LONGEST_PERSON and self._tokens.lower[name.first] in self._words.surnames
