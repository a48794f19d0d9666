"""Names without quotation marks: behind "mô hình", in enumerations, and groups that carry a name of their own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.names import context, lexicon, senses
from extract.names.judge import Judge
from extract.names.phrase import Bounder, Phrase
from extract.names.subjects import Subjects
from extract.records import Segment

_FILLER = re.compile(
    r"(?:điểm về|điểm|mẫu|chuyên đề|mang tên|có tên gọi là|có tên gọi|có tên là|có tên|với tên gọi|tên là|đó là|như|là|gồm)"
    r"[ \u00a0]*:?[ \u00a0]+(?=\w)"
)
_HEAD = re.compile(r"(?<!\w)mô hình[ \u00a0]*:?[ \u00a0]+(?=\w)")
_HEAD_WORD = re.compile(r"(?<!\w)mô hình(?!\w)")
_INTRO = re.compile(
    r"(?<!\w)(?:bao gồm|gồm có|gồm|như là|như|cụ thể là|cụ thể|điển hình là|tiêu biểu là|nổi bật là|đó là|kể đến|trong đó có|là|có)"
    r"[ \u00a0]*:?[ \u00a0]*(?=\w)"
)
_ABBREVIATION = re.compile(
    r"[ \u00a0]*\((?:(?:gọi|viết|tên gọi)(?: tắt| gọn)?(?: là)?:?[ \u00a0]+)?"
    r"((?:(?:CLB|Câu lạc bộ|Đội|Tổ|Hội|Nhóm)[ \u00a0]+)?[A-ZĐ][A-ZĐ0-9&-]{1,9})\)"
)
_SEPARATOR = re.compile(r"[ \u00a0]*(?:,|(?<!\w)(?:và|hay|hoặc|cùng)(?!\w))")
_WHERE = re.compile(r"(?:tại|ở|trên địa bàn|của)[ \u00a0]+")
_WORD = re.compile(r"[ \u00a0]+(\w+)")
_SPACES = re.compile(r"[ \u00a0]*")
# "Mô hình do … đề xuất mang tên Hạt giống đỏ": what follows is a name whatever it looks like.
_NAMED = re.compile(
    r"(?<!\w)(?:mang tên|có tên gọi|có tên|lấy tên|đặt tên|với tên gọi|tên gọi)(?: là)?[ \u00a0]*:?[ \u00a0]+(?=\w)"
)
_ITEM = re.compile(r"[ \u00a0]*(?:(?:và|hay|cùng với|cùng|đặc biệt là|nhất là)[ \u00a0]+)?")
_ITEM_HEAD = re.compile(r"(?:các |\d+ )?(?:điểm )?mô hình[ \u00a0]+(?=\w)")
# "Dòng họ Thò tự quản về an ninh trật tự" is a name wherever it stands.
_SELF_MANAGED = re.compile(
    r"(?<!\w)(?:[Dd]òng họ|Họ)(?: [A-ZĐÀ-ỸƠƯ][\w']*){1,3} tự quản(?: về (?:ANTT|an ninh,? trật tự)(?: xã hội)?)?(?!\w)"
)
_LAUNCHED = re.compile(
    r"(?<!\w)(?:ra mắt|làm lễ ra mắt|nhân rộng)[ \u00a0]+(?:thêm[ \u00a0]+|các[ \u00a0]+|\d+[ \u00a0]+)?(?=\w)"
)
_CLUB = re.compile(r"(?<!\w)(?:thành lập|duy trì|xây dựng)[ \u00a0]+(?=(?:câu lạc bộ|clb) )")


_COMMAS = frozenset({",", "and"})


@dataclass(frozen=True, slots=True)
class PlainName:
    """A name found without quotation marks.

    ``outer_start`` is where its head noun begins, ``abbreviation`` what a bracket behind it introduces, ``run`` the
    enumeration it stands in, ``alias`` that it is another name of the one before ("gọi tắt là mô hình …").
    """

    start: int
    end: int
    outer_start: int
    rule: str
    abbreviation: str | None = None
    run: int | None = None
    alias: bool = False


class PlainNames:
    """Finds the names of one text."""

    def __init__(self, text: str, low: str, sentences: Sequence[Segment], bounder: Bounder) -> None:
        self._text = text
        self._low = low
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]
        self._bounder = bounder
        self._judge = Judge(text, low, bounder)
        self._run = 0
        self._found: dict[int, PlainName] = {}
        # Where items of enumerations were already looked at; keeps a sentence full of heads linear.
        self._seen: set[int] = set()

    def find(self) -> list[PlainName]:
        """All names, in order of their place."""
        for match in _HEAD.finditer(self._low):
            self._after_head(match)
        for sentence in self._sentences:
            self._enumeration(sentence)
        for name in Subjects(self._text, self._low, self._bounder, self._judge).find():
            self._add(PlainName(name.start, name.end, name.start, name.rule, self._abbreviation(name.end)))
        for match in _SELF_MANAGED.finditer(self._text):
            self._add(PlainName(match.start(), match.end(), match.start(), "self_managed"))
        for pattern in (_LAUNCHED, _CLUB):
            for match in pattern.finditer(self._low):
                self._group(match)
        return self._without_overlaps()

    def _limit(self, position: int) -> int:
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position
        return self._sentences[index].end

    def _add(self, name: PlainName) -> None:
        known = self._found.get(name.start)
        if known is None or (known.run is None and name.run is not None):
            self._found[name.start] = name

    def _after_head(self, match: re.Match[str]) -> None:
        limit = self._limit(match.start())
        start = self._behind_filler(match.end())
        filled = start > match.end()
        if start >= limit or (filled and context.tells_parts(self._low, match.start(), start)):
            return
        if filled and self._text[start].isdigit() and "gồm" in self._low[match.end() : start]:
            return  # “mô hình gồm 77 camera”: what it is made of
        phrase = self._bounder.bound(start, limit)
        if phrase is None or not self._judge.is_name(phrase, plural=self._judge.is_plural(match.start())):
            return
        first = PlainName(
            phrase.start,
            phrase.end,
            match.start(),
            "unquoted",
            self._abbreviation(phrase.end),
            alias=self._is_alias(match.start()),
        )
        rest = list(self._items(phrase, limit, lower=True))
        if rest:
            self._run += 1
            first = replace(first, run=self._run)
        self._add(first)
        for item in rest:
            self._add(replace(item, run=self._run))

    def _behind_filler(self, start: int) -> int:
        """Skips "điểm", "mang tên" …, unless a name begins there: "Điểm chữa cháy công cộng"."""
        filler = _FILLER.match(self._low, start)
        begins = lexicon.phrase_at("models_names", "starts").match(self._low, start)
        if filler is None or self._text[start].isupper() or (begins and begins.end() > filler.end()):
            return start
        return filler.end()

    def _items(self, phrase: Phrase, limit: int, *, lower: bool) -> Iterator[PlainName]:
        """The names that follow in the enumeration that ``phrase`` opens."""
        semicolons = ";" in self._low[phrase.stop_at : min(limit, phrase.stop_at + 160)]
        comma = semicolons and phrase.stop in _COMMAS
        position: int | None = self._next_item(phrase, limit, semicolons=semicolons)
        while position is not None and position < limit and position not in self._seen:
            self._seen.add(position)
            begin = _ITEM.match(self._low, position, limit)
            assert begin is not None
            start = begin.end()
            head = _ITEM_HEAD.match(self._low, start, limit)
            if head is not None and not semicolons:
                # "mô hình" begins a name of its own, which has its own turn.
                return
            if head is not None:
                start = head.end()
            following = self._bounder.bound(start, limit, listed=semicolons)
            if following is None:
                following = Phrase(start, start, ";", start)
            elif self._judge.is_item(
                following, lower=lower and not comma, head=head is not None, listed=semicolons
            ):
                yield PlainName(following.start, following.end, following.start, "unquoted_list")
            elif not semicolons:
                return
            comma = semicolons and following.stop in _COMMAS
            position = self._next_item(following, limit, semicolons=semicolons)

    def _next_item(self, phrase: Phrase, limit: int, *, semicolons: bool) -> int | None:
        """Where the next item of an enumeration may begin.

        Between semicolons a comma may still part two names ("Cụm an toàn, Cụm bình yên; …"): its other side is looked at first.
        """
        if phrase.stop in _COMMAS:
            return phrase.stop_at + (1 if phrase.stop == "," else len("và"))
        if semicolons or phrase.stop == ";":
            return self._after(";", phrase.stop_at, limit)
        if phrase.stop == "(":
            close = self._low.find(")", phrase.stop_at, min(limit, phrase.stop_at + 80))
            return self._after_separator(close + 1, limit) if close >= 0 else None
        if phrase.stop in {"place", "preposition"}:
            return self._behind_places(phrase.stop_at, limit)
        return None

    def _behind_places(self, position: int, limit: int) -> int | None:
        """Where an item may begin behind the place of the one before: "A ở xã Tân Lập, huyện Vũ Quang, | B hay C"."""
        preposition = _WHERE.match(self._low, position, limit)
        end = self._bounder.place_at(preposition.end() if preposition else position)
        item: int | None = None
        while end is not None:
            while (word := _WORD.match(self._text, end, limit)) and word.group(1)[0].isupper():
                end = word.end()
            item = self._after_separator(end, limit)
            space = _SPACES.match(self._low, item if item is not None else end, limit)
            end = self._bounder.place_at(space.end()) if space else None
        return item

    def _after(self, separator: str, position: int, limit: int) -> int | None:
        found = self._low.find(separator, position, limit)
        return found + 1 if found >= 0 else None

    def _after_separator(self, position: int, limit: int) -> int | None:
        match = _SEPARATOR.match(self._low, position, limit)
        return match.end() if match else None

    def _enumeration(self, sentence: Segment) -> None:
        """Names after "mô hình … như …": capitalised, or in lower case where the first item has "mô hình" before it."""
        head = _HEAD_WORD.search(self._low, sentence.start, sentence.end)
        if head is None:
            return
        for naming in _NAMED.finditer(self._low, head.end(), sentence.end):
            named = self._bounder.bound(naming.end(), sentence.end)
            if named is not None and self._text[named.start].isupper() and self._judge.is_name(named):
                self._add(PlainName(named.start, named.end, named.start, "named"))
        for intro in _INTRO.finditer(self._low, head.end(), sentence.end):
            start = intro.end()
            if context.tells_parts(self._low, head.start(), start):
                continue
            if start in self._found or _ITEM_HEAD.match(self._low, start, sentence.end):
                continue
            # In lower case only behind a colon, with semicolons between: "các mô hình, như: tổ xe ôm tự quản; …".
            listed = ";" in self._low[start : min(sentence.end, start + 160)]
            lower = listed and ":" in intro.group()
            phrase = (
                self._bounder.bound(start, sentence.end, listed=listed)
                if lower or self._text[start].isupper()
                else None
            )
            if phrase is None or not self._judge.is_item(phrase, lower=lower):
                continue
            if self._is_alias(start):
                self._add(PlainName(phrase.start, phrase.end, phrase.start, "alias", alias=True))
                continue
            self._run += 1
            self._add(
                PlainName(
                    phrase.start,
                    phrase.end,
                    phrase.start,
                    "unquoted_list",
                    self._abbreviation(phrase.end),
                    self._run,
                )
            )
            for item in self._items(phrase, sentence.end, lower=lower):
                self._add(replace(item, run=self._run))

    def _group(self, match: re.Match[str]) -> None:
        """A club or team with a capitalised name of its own behind a verb of launching."""
        start = match.end()
        if not self._text[start].isupper() or not lexicon.phrase_at("models_cues", "groups").match(
            self._low, start
        ):
            return
        limit = self._limit(match.start())
        phrase = self._bounder.bound(start, limit)
        if (
            phrase is not None
            and senses.syllables(self._low[phrase.start : phrase.end]) >= 4
            and self._judge.is_item(phrase)
        ):
            self._add(PlainName(phrase.start, phrase.end, phrase.start, "launched_group"))

    def _is_alias(self, start: int) -> bool:
        intro = lexicon.phrase_before("models_cues", "alias_intro")
        return intro.search(self._low, max(0, start - 24), start) is not None

    def _abbreviation(self, end: int) -> str | None:
        match = _ABBREVIATION.match(self._text, end)
        return match.group(1) if match else None

    def _without_overlaps(self) -> list[PlainName]:
        names: list[PlainName] = []
        for _, name in sorted(self._found.items()):
            if not names or name.start >= names[-1].end:
                names.append(name)
        return names
