"""Typed mentions: xã X, TP. Vinh, các huyện A, B và C, “5 phường, xã là …”."""

from __future__ import annotations

from extract.gazetteer import Level
from extract.localities.context import Context, province_by_key
from extract.localities.lists import Head, ListReader
from extract.localities.names import Name, NameReader
from extract.localities.raw import Raw
from extract.localities.tokens import CAPITAL, LINE, LOWER, NUMBER, Tokens
from extract.localities.vocabulary import TypeForm, Vocabulary

_STREETS = frozenset({"đường", "phố", "ngõ", "ngách", "hẻm"})
_PROVINCE_KINDS = frozenset({"tỉnh", "thành phố"})
_NUMBERED_KINDS = frozenset({"phường", "quận"})
# Words in front of a type that make another word of it: hợp tác xã, văn bản, già làng, Quân khu 5.
_COMPOUNDS = {
    "xã": {"tác"},
    "bản": {"văn", "biên", "cơ", "phiên", "kịch", "xuất", "nhật", "căn", "tài", "ấn", "dị"},
    "làng": {"già", "dân"},
    "khu": {"quân", "tiểu", "phân", "chiến", "liên", "đặc", "biệt"},
    "khối": {"sinh", "lớp", "toàn"},
    "tổ": {"nguyên", "giỗ", "thủy"},
    "thôn": {"nông"},
    "phố": {"đường"},
}


class MentionScanner:
    """One pass over the tokens of one text; `scan` gives the typed mentions in order."""

    def __init__(self, tokens: Tokens, context: Context, words: Vocabulary) -> None:
        self._tokens = tokens
        self._context = context
        self._words = words
        self.names = NameReader(tokens, context, words)
        self._lists = ListReader(tokens, context, words, self.names)
        self._mentions: list[Raw] = []
        self._groups = 0

    def scan(self) -> list[Raw]:
        """All typed mentions and the bare items and parents that hang on them."""
        self._scan(0, len(self._tokens))
        return self._mentions

    def _scan(self, i: int, n: int) -> None:
        """Read what starts with a type or a head of a list between tokens i and n."""
        words, lower = self._words, self._tokens.lower
        heads = words.any_type_heads
        for k in [k for k in range(i, n) if lower[k] in words.openers]:
            if k < i:
                continue
            form = self.names.type_at(k)
            if form:
                i = self._typed(k, *form)
            else:
                length = heads.at(lower, k)
                if length and self._is_plural(k):
                    i = self._any_type(k, k + length)

    def _typed(self, i: int, form: TypeForm, j: int) -> int:
        """A type at token i, its name expected at j. Gives the token to go on from."""
        tokens = self._tokens
        if j >= len(tokens) or self._is_other_word(i, form, j):
            return j
        kinds, behind = ((form.kind,), j) if form.numbered or form.short else self._more_types(i, form, j)
        head = Head(
            kinds,
            self._levels(form, kinds),
            plural=len(kinds) > 1 or self._is_plural(i),
            numbers=form.level is Level.HAMLET or not _NUMBERED_KINDS.isdisjoint(kinds),
        )
        start = self._name_start(behind, form, plural=head.plural)
        if start is None or (form.level is Level.HAMLET and start == i + 1 and self.names.is_whole_name(i)):
            return behind
        name = self.names.read(start, head.levels, numbers=head.numbers)
        if name is None or not self._is_believable(name, form, head, described=start > behind):
            return behind
        return self._list(i, name, head)

    def _is_other_word(self, i: int, form: TypeForm, j: int) -> bool:
        """Whether the type's word is part of another (hợp tác xã, phố Xã Đàn), of a slogan (“Tổ 5 không”) or of a site's title."""
        tokens = self._tokens
        if form.numbered and (tokens.kind[j] != NUMBER or tokens.quoted[i]):
            return True
        if tokens.kind[j] == NUMBER and tokens.quoted[i] and self._is_slogan(j + 1):
            return True
        if form.short and tokens.lower[j] == "v" and not (j + 1 < len(tokens) and tokens.lower[j + 1] == ","):
            return True  # “P.V”, the reporter's signature
        if i == 0:
            return False
        before = tokens.lower[i - 1]
        return (
            before in _COMPOUNDS.get(tokens.lower[j - 1], ())
            or (tokens.kind[j] == NUMBER and before in self._words.distributive)
            or (tokens.kind[i] == CAPITAL and before in _STREETS)
            or (form.kind in _PROVINCE_KINDS and self._words.media_before.before(tokens.lower, i) > 0)
        )

    def _is_slogan(self, i: int) -> bool:
        """Whether the words behind a quoted number make a slogan of it: “Ấp 4 không”, “Xóm 3 giữ”."""
        return i < len(self._tokens) and self._tokens.lower[i] in self._words.slogans

    def _is_believable(self, name: Name, form: TypeForm, head: Head, *, described: bool) -> bool:
        """An abbreviation needs a unit of its type, words between type and name (huyện đảo …) a known name."""
        if form.level is Level.HAMLET and self._is_head_of_hamlet(name):
            return False
        if form.short:
            return any(u.had_type(form.kind) for u in name.units)
        numbered = self._tokens.lower[name.first - 1] == "số"
        return name.known or head.plural or not described or numbered

    def _is_head_of_hamlet(self, name: Name) -> bool:
        """“Trưởng thôn Danh Sol cho biết”: the name is that of the man; not so in “ông A, Trưởng thôn B, cho biết”."""
        lower = self._tokens.lower
        k = name.first - 2
        titled = (
            k >= 0 and lower[k] in {"trưởng", "phó"} and (k == 0 or lower[k - 1] not in self._words.types)
        )
        return (
            titled
            and lower[name.first] != "số"
            and self._words.person_after.at(lower, name.last) > 0
            and (k == 0 or lower[k - 1] not in {",", "-", "–", "kiêm", "là", "làm"})
        )

    def _list(self, i: int, name: Name, head: Head) -> int:
        items = self._lists.items(name, head)
        whole = [name, *items]
        self._groups += 1
        group = self._groups if items else None
        for position, item in enumerate(whole):
            raw = self._raw(item, i if position == 0 else item.first, head.levels, head.kinds)
            raw.group, raw.bare, raw.team = group, not head.kinds, not items and self._is_team(i, item)
            raw.short = any(
                f.numbered and f.words == (self._tokens.lower[i],)
                for f in self._words.types.get(self._tokens.lower[i], ())
            )
            self._mentions.append(raw)
            if position < len(items):
                self._between(item, whole[position + 1], raw.level)
        return self._bare_parent(whole[-1], self._mentions[-1].level, whole) or whole[-1].last

    def _is_team(self, i: int, item: Name) -> bool:
        """Whether “tổ 3” may be any team: people live in a tổ dân phố, “ở tổ 3”, and it lies in a ward, “tổ 3, phường X”."""
        words, lower = self._words, self._tokens.lower
        return lower[i] == "tổ" and i + 1 == item.first and not words.place_before.before(lower, i)

    def _between(self, item: Name, following: Name, level: Level) -> None:
        """What a bracket between two items of a list names."""
        if following.first - item.last > 2:
            behind = self._bare_parent(item, level, [item]) or item.last
            self._scan(behind, following.first)

    def _bare_parent(self, last: Name, level: Level, items: list[Name]) -> int | None:
        """Note a larger unit that stands without its type behind a list; gives the token behind it."""
        parent = self._lists.parent_name(last, level, items)
        if parent is not None:
            above = self._lists.level_around(parent, items)
            raw = self._raw(parent, parent.first, (above,), ())
            raw.bare = True
            self._mentions.append(raw)
            return parent.last
        return None

    def _any_type(self, i: int, j: int) -> int:
        """03 địa phương Thạch Hà, Lộc Hà và Can Lộc: the gazetteer says which level they are of."""
        start = self._name_start(j, None, plural=True)
        if start is None:
            return j
        levels = (
            (Level.DISTRICT, Level.COMMUNE) if self._context.era != "new" else (Level.COMMUNE, Level.DISTRICT)
        )
        for level in (*levels, Level.PROVINCE):
            name = self.names.read(start, (level,), numbers=False)
            whole = name is not None and name.last == self.names.run_end(start)
            if name and whole and any(map(self._context.in_scope, name.units)):
                return self._list(start, name, Head((), (level,), plural=False))
        return j

    def _is_plural(self, i: int) -> bool:
        if not i:
            return False
        before = self._tokens.lower[i - 1]
        if self._tokens.kind[i - 1] == NUMBER:
            # “khu phố 5, phường …” is no “5 phường”, but “của 5 phường, xã” is.
            return not (i > 1 and before.isdigit() and self._mentions and self._mentions[-1].last == i)
        return before in self._words.plural

    def _more_types(self, i: int, form: TypeForm, j: int) -> tuple[tuple[str, ...], int]:
        """“phường, xã” and “huyện, thị xã, thành phố”: all types of a head, and the token behind it."""
        tokens = self._tokens
        kinds = [form.kind]
        counted = i > 0 and tokens.kind[i - 1] == NUMBER
        while j + 1 < len(tokens) and tokens.lower[j] in {",", "và", "/", "-", "hoặc"}:
            more = self.names.type_at(j + 1)
            if (
                more is None
                or more[0].short
                or more[0].numbered
                or not _same_level(form.level, more[0].level)
            ):
                break
            behind = more[1]
            names_follow = behind < len(tokens) and tokens.kind[behind] in {CAPITAL, NUMBER}
            if names_follow and (counted or tokens.kind[j - 1] != LOWER):
                break  # “6 xã, phường Bãi Cháy …” goes on with another mention
            kinds.append(more[0].kind)
            j = behind
        return tuple(dict.fromkeys(kinds)), j

    def _name_start(self, j: int, form: TypeForm | None, *, plural: bool) -> int | None:
        """Where the (first) name begins; between a plural head and its names there may be connecting words."""
        tokens = self._tokens
        n = len(tokens)
        if (
            j < n
            and tokens.lower[j] == "số"
            and tokens.kind[j] != CAPITAL
            and form is not None
            and j + 1 < n
            and tokens.kind[j + 1] == NUMBER
        ):
            return j + 1
        if plural:
            for _ in range(3):
                length = (
                    self._words.connectors.at(tokens.lower, j) if j < n and tokens.kind[j] != CAPITAL else 0
                )
                if not length:
                    break
                j += length
                if j + 1 < n and tokens.kind[j] == NUMBER and self.names.type_at(j + 1):
                    return None  # “12 thôn thuộc 5 xã”
            if j < n and tokens.lower[j] in {":", "("}:
                j += 1
        elif (
            form is not None
            and form.level is not Level.HAMLET
            and not form.short
            and j < n
            and tokens.kind[j] == LOWER
        ):
            j += self._words.adjectives.at(tokens.lower, j)
        if j < n and tokens.kind[j] in {CAPITAL, NUMBER} and tokens.kind[j] != LINE:
            return j
        return None

    def _levels(self, form: TypeForm, kinds: tuple[str, ...]) -> tuple[Level, ...]:
        if "thành phố" in kinds:
            return (
                (Level.PROVINCE, Level.DISTRICT) if len(kinds) == 1 or "tỉnh" in kinds else (Level.DISTRICT,)
            )
        return (form.level,)

    def _raw(self, name: Name, first: int, levels: tuple[Level, ...], kinds: tuple[str, ...]) -> Raw:
        tokens = self._tokens
        level = levels[0]
        if len(levels) > 1:
            told = "tỉnh" in kinds and any(u.level is Level.PROVINCE for u in name.units)
            level = Level.PROVINCE if told else self._city_level(name)
        raw = Raw(first, name.last, tokens.start[first], name.end, name.text, name.key, level, kinds)
        raw.organisation = bool(self._words.organisation_before.before(tokens.lower, first))
        raw.neighbour = bool(self._words.neighbour_before.before(tokens.lower, first))
        raw.former = bool(self._words.former_after.at(tokens.lower, name.last)) or self._is_merged(first)
        raw.current = bool(self._words.current_before.before(tokens.lower, first))
        return raw

    def _is_merged(self, i: int) -> bool:
        """“trên cơ sở sáp nhập các xã A và B”: a word of merging stands a little before; not so in “sau sáp nhập, xã A”."""
        words, lower = self._words, self._tokens.lower
        for k in range(i, max(i - 4, 0), -1):
            length = words.merged_before.before(lower, k)
            if length:
                return k == length or lower[k - length - 1] not in {"sau", "khi"}
            if self._tokens.kind[k - 1] >= LINE:
                break
        return False

    def _city_level(self, name: Name) -> Level:
        """A city is a province where the gazetteer has one of this name as a city, else a district."""
        cities = [u for u in province_by_key(self._context.gazetteer, name.key) if u.type == "thành phố"]
        if name.key == "huê1" and self._context.era != "new":
            cities = []
        return Level.PROVINCE if cities else Level.DISTRICT


def _same_level(one: Level, other: Level) -> bool:
    """Types that may share a head: xã and phường; tỉnh and thành phố, but not bản and xã."""
    return one is other or max(one, other) <= Level.DISTRICT
