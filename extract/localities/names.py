"""Reading one name: how far the name of a unit reaches, from a capitalised word or a number on."""

from __future__ import annotations

from dataclasses import dataclass

from extract.gazetteer import Gazetteer, Level, Unit, loose_key, name_key
from extract.localities.context import Context, province_by_key
from extract.localities.tokens import CAPITAL, LINE, NUMBER, Tokens
from extract.localities.vocabulary import TypeForm, Vocabulary

_LONGEST_RUN = 9
_LONGEST_UNKNOWN = 5
_HIGHEST_NUMBER = 150
# Words that a missing space has glued to the end of a name (xã Hùng Lợivà mô hình).
_GLUED = (
    "và",
    "mô",
    "tại",
    "là",
    "được",
    "đã",
    "có",
    "của",
    "với",
    "cho",
    "trong",
    "do",
    "ngày",
    "nơi",
    "thuộc",
)
_PLACING = frozenset({"ở", "tại", "về", "đến", "từ", "tới", "của", "trong"})
_AFTER_NUMBER = frozenset({"/", "%", "trong", "in", "°"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name that was read: tokens ``first`` to ``last``, text offsets, and the units it may mean (none: unknown)."""

    first: int
    last: int
    start: int
    end: int
    text: str
    key: str
    units: tuple[Unit, ...]

    @property
    def known(self) -> bool:
        """Whether the gazetteer has a unit of this name and level."""
        return bool(self.units)


class NameReader:
    """Reads names in one text."""

    def __init__(self, tokens: Tokens, context: Context, words: Vocabulary) -> None:
        self._tokens = tokens
        self._context = context
        self._gazetteer: Gazetteer = context.gazetteer
        self._words = words

    def type_at(self, i: int) -> tuple[TypeForm, int] | None:
        """The longest type form that starts at token i, and the token behind it."""
        tokens = self._tokens
        for form in self._words.types.get(tokens.lower[i], ()):
            n = len(form.words)
            if n == 1 or tuple(tokens.lower[i : i + n]) == form.words:
                if form.short and tokens.kind[i] != CAPITAL:
                    continue
                return form, i + n
        return None

    def run_end(self, i: int, limit: int = _LONGEST_RUN) -> int:
        """The end of the run of capitalised words from token i; a type written with a capital ends it."""
        tokens = self._tokens
        k = i
        while k < len(tokens) and tokens.kind[k] == CAPITAL and k - i < limit:
            if k > i:
                if not tokens.adjacent(k - 1):
                    break
                if tokens.lower[k] in self._words.types:
                    form = self.type_at(k)
                    # “thôn Tân Lập Xã Hạnh Lâm”, but not “xã Tứ Xã”: a name must follow the type.
                    if (
                        form
                        and form[0].level is not Level.HAMLET
                        and not form[0].short
                        and self._is_name_start(form[1])
                    ):
                        break
            k += 1
        return k

    def _is_name_start(self, i: int) -> bool:
        return i < len(self._tokens) and self._tokens.kind[i] in {CAPITAL, NUMBER}

    def starts_type(self, i: int) -> bool:
        """Whether a typed mention begins at token i; “Bản Xèo” and “Buôn Hồ” are names whose first word is a type."""
        form = self.type_at(i)
        return form is not None and not (form[0].level is Level.HAMLET and self.is_whole_name(i))

    def is_whole_name(self, i: int) -> bool:
        """Whether the run of capitalised words from token i is the name of a unit near the source."""
        if self._tokens.kind[i] != CAPITAL:
            return False
        units = self._gazetteer.named(name_key(self._tokens.slice(i, self.run_end(i))))
        return any(map(self._context.in_scope, units))

    def named(self, key: str, level: Level) -> list[Unit]:
        """Units of this key and level that the date allows."""
        if level is Level.PROVINCE:
            return province_by_key(self._gazetteer, key)
        found = [u for u in self._gazetteer.named(key) if u.level is level]
        if self._context.era == "old":
            return [u for u in found if u.vintage == "old"]
        return found

    def read(self, i: int, levels: tuple[Level, ...], *, numbers: bool) -> Name | None:
        """The name at token i of a unit of one of these levels; ``numbers`` allows a bare number as a name."""
        tokens = self._tokens
        if i < len(tokens) and tokens.kind[i] == NUMBER and numbers:
            return self._read_number(i, levels)
        if i >= len(tokens) or tokens.kind[i] != CAPITAL:
            return None
        end = self.run_end(i)
        if levels[0] is Level.HAMLET:
            return self._read_hamlet(i, end)
        return (
            self._hyphened(i, end, levels)
            or self._with_number(i, end, levels)
            or self._longest_known(i, end, levels)
            or self._unknown(i, end)
        )

    def numbered(self, base: str, i: int, levels: tuple[Level, ...]) -> Name:
        """The name that the number at token i goes on with: ``base`` is what the name before it has in front of its own number."""
        tokens = self._tokens
        text = f"{base} {tokens.word(i)}"
        return Name(
            i, i + 1, tokens.start[i], tokens.end[i], text, name_key(text), tuple(self._lookup(text, levels))
        )

    def _name(self, i: int, j: int, units: list[Unit], cut: int = 0) -> Name:
        tokens = self._tokens
        stop = tokens.end[j - 1] - cut
        text = tokens.text[tokens.start[i] : stop]
        return Name(i, j, tokens.start[i], stop, text, name_key(text), tuple(units))

    def _lookup(self, text: str, levels: tuple[Level, ...]) -> list[Unit]:
        key = name_key(text)
        return [u for level in levels for u in self.named(key, level)]

    def _lookup_loosely(self, text: str, levels: tuple[Level, ...]) -> list[Unit]:
        if not self._context.home:
            return []
        found = self._gazetteer.loosely_named(loose_key(text))
        return [u for u in found if u.level in levels and self._context.in_scope(u)]

    def _longest_known(self, i: int, end: int, levels: tuple[Level, ...]) -> Name | None:
        text = self._tokens.slice(i, end)
        whole = self._lookup(text, levels)
        if whole:
            return self._name(i, end, whole)
        unglued = self._unglue(i, end, levels)
        if unglued:
            return unglued
        loose = self._lookup_loosely(text, levels)
        if loose:
            return self._name(i, end, loose)
        fallback: Name | None = None
        for stop in range(end - 1, i, -1):
            units = self._lookup(self._tokens.slice(i, stop), levels)
            if not units:
                continue
            near = any(map(self._context.in_scope, units))
            if stop - i == 1 and not (near and levels[0] <= Level.DISTRICT):
                continue
            if near:
                return self._name(i, stop, units)
            if (
                levels[0] <= Level.DISTRICT
            ):  # a far commune's name in front of more capitals is mostly a person's
                fallback = fallback or self._name(i, stop, units)
        return fallback

    def _unglue(self, i: int, end: int, levels: tuple[Level, ...]) -> Name | None:
        last = self._tokens.lower[end - 1]
        for word in _GLUED:
            if last.endswith(word) and len(last) > len(word) + 1:
                start, stop = self._tokens.start[i], self._tokens.end[end - 1] - len(word)
                units = self._lookup(self._tokens.text[start:stop], levels)
                if units:
                    return self._name(i, end, units, cut=len(word))
        return None

    def _hyphened(self, i: int, end: int, levels: tuple[Level, ...]) -> Name | None:
        """Phan Rang - Tháp Chàm, Bà Rịa - Vũng Tàu, Xuân Hương - Đà Lạt."""
        tokens = self._tokens
        if end + 1 >= len(tokens) or tokens.lower[end] not in {"-", "–"}:
            return None
        stop = min(self.run_end(end + 1), end + 3)
        units = self._lookup(tokens.slice(i, stop), levels) if stop > end + 1 else []
        return self._name(i, stop, units) if units else None

    def _with_number(self, i: int, end: int, levels: tuple[Level, ...]) -> Name | None:
        """Hà Giang 1: the number belongs to the name where the gazetteer says so."""
        tokens = self._tokens
        if end < len(tokens) and tokens.kind[end] == NUMBER and tokens.adjacent(end - 1):
            units = self._lookup(tokens.slice(i, end + 1), levels)
            if units:
                return self._name(i, end + 1, units)
        return None

    def _unknown(self, i: int, end: int) -> Name | None:
        first = self._tokens.lower[i]
        if (first in self._words.surnames and end - i >= 3) or (
            first in self._words.plain_surnames and end - i >= 2
        ):
            # Trưởng Công an xã Nguyễn Văn A: a real unit of this shape stands in the gazetteer.
            return None
        return self._name(i, min(end, i + _LONGEST_UNKNOWN), [])

    def _read_hamlet(self, i: int, end: int) -> Name | None:
        tokens, words = self._tokens, self._words
        phrase = words.not_hamlets.at(tokens.lower, i)
        if phrase and i + phrase >= end:
            return None
        if tokens.lower[i] in words.surnames and end - i >= 3 and not self._is_placed(i - 1):
            return None  # Trưởng thôn Nguyễn Văn A
        stop = min(end, i + _LONGEST_UNKNOWN)
        if stop == end and self._is_number(stop) and tokens.adjacent(stop - 1):
            return self._name(i, self._letter_behind(stop + 1), [])
        return self._name(i, stop, [])

    def _is_placed(self, i: int) -> bool:
        """Whether a preposition of place stands before the type at token i: “ở thôn Ngô Xá Đông”."""
        return i > 0 and self._tokens.lower[i - 1] in _PLACING

    def _read_number(self, i: int, levels: tuple[Level, ...]) -> Name | None:
        if not self._is_number(i):
            return None
        if levels[0] is Level.HAMLET:
            return self._name(i, self._letter_behind(i + 1), [])
        if i + 1 < len(self._tokens) and self._tokens.kind[i + 1] == CAPITAL and self._tokens.adjacent(i):
            end = self.run_end(i + 1)
            units = self._lookup(self._tokens.slice(i, end), levels)
            if units:  # phường 2 Bảo Lộc
                return self._name(i, end, units)
        units = self._lookup(self._tokens.word(i), levels)
        return self._name(i, self._letter_behind(i + 1), units) if units else None

    def _letter_behind(self, i: int) -> int:
        """thôn 3A, ấp 5B: the letter stands without a space."""
        tokens = self._tokens
        glued = i < len(tokens) and tokens.kind[i] == CAPITAL and tokens.start[i] == tokens.end[i - 1]
        return i + 1 if glued and tokens.end[i] - tokens.start[i] == 1 else i

    def _is_number(self, i: int) -> bool:
        """Whether token i is a number that names a unit rather than counts something."""
        tokens = self._tokens
        if i >= len(tokens) or tokens.kind[i] != NUMBER or not tokens.word(i).isdigit():
            return False
        if not 0 < int(tokens.word(i)) <= _HIGHEST_NUMBER:
            return False
        if i + 1 >= len(tokens) or tokens.kind[i + 1] == LINE:
            return True
        behind = tokens.lower[i + 1]
        if behind in _AFTER_NUMBER or self._words.counted.at(tokens.lower, i + 1):
            if behind == "ngày" and i + 2 < len(tokens) and tokens.kind[i + 2] == NUMBER:
                return True  # thôn Mỹ Điền 2 ngày 20/10
            return behind == "xã"  # xóm 3 xã Hạnh Lâm; the reader of lists has asked about “3 xã” before
        glued = tokens.start[i + 1] == tokens.end[i]
        return not (
            glued and behind in {"-", "–", ",", "."} and i + 2 < len(tokens) and tokens.kind[i + 2] == NUMBER
        ) or behind in {",", "."}
