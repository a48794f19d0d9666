"""Where a name without quotation marks ends.

A bounded walk over the words behind the head noun: it stops in front of a predicate, a place, a relative clause or a bracket, and
crosses a comma or "và" only between words that names coordinate ("phòng, chống", "tội phạm và tệ nạn xã hội"). Where it ends behind
a last word that names are not made of, underthesea's parts of speech tell whether it is the predicate.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.lexicon import load
from extract.names import lexicon, speech
from extract.names.continuation import Continuation
from extract.names.keys import QUOTE_CHARACTERS

_TOKEN = re.compile(r"\w+(?:[&+./'’]\w+)*|[^\w\s]")
_HARD = frozenset(".!?…:;()[]{}|/=*•©")
_HARD_STOP = re.compile(rf"[{re.escape(''.join(sorted(_HARD)))}]")
_LONGEST = 32
# Groups of the lexicon whose members are strung together rather than alike in sense.
_STRUNG = frozenset({"units", "jobs", "people"})
_NUMBERED_TAIL = re.compile(
    r"(?:\d+|hai|ba|bốn|năm|sáu|bảy)[ \u00a0]+(?:tích cực|không|có|sạch|trong|giảm|tự|phòng|biết|quản|giúp|cùng|an toàn|xây"
    r"|tốt|nắm|giữ|bám|rõ|nhanh|dám|chủ động|kịp thời|tại chỗ|gương mẫu|đúng|nhất|chuẩn|quyết|sẵn sàng|trách nhiệm|thông|chung|yên)(?!\w)"
)
_NUMBER = re.compile(r"(?:[1-9]|một|hai|ba|bốn|năm|sáu|bảy)[ \u00a0]")
# "đường tự quản Lê Hồng Phong dài | 2 km"
_MEASURES = frozenset({"dài", "rộng", "cao", "sâu", "nặng"})
# "Cụm an ninh liên kết | 3 phường"
_LINKED = re.compile(r"(?:liên kết|giáp ranh|liên hoàn|liên thông)[ \u00a0]+\Z")
_NUMBERS = frozenset({*"123456789", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"})
_DASH_GOES_ON = re.compile(
    r"[-–][ \u00a0]?(?:tự quản|trật tự|xanh|sạch|đẹp|an toàn|văn minh|an ninh|bình yên|hạnh phúc|văn hóa|pháp luật|hỗ trợ|tuyên truyền)"
)
_PLACE_NAME = re.compile(r"[ \u00a0]+(\w+)")


@cache
def _trailing() -> frozenset[str]:
    return frozenset(load("models_cues").words("stop.trailing"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A bounded noun phrase: ``text[start:end]``; ``stop`` is why it ended.

    ``stop`` is one of ``,`` ``;`` ``and`` ``(`` ``place`` ``predicate`` ``preposition`` ``object`` ``end``; ``stop_at`` is where.
    """

    start: int
    end: int
    stop: str
    stop_at: int


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    low: str


class Bounder:
    """Bounds names in one text. ``places`` are the (start, end) of known localities in order."""

    def __init__(self, text: str, low: str, places: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._low = low
        self._places = places
        self._place_starts = [start for start, _ in places]
        self._tagger = speech.Tagger()
        self._continuation = Continuation(text, low, self._half)

    def bound(self, start: int, limit: int, *, listed: bool = False) -> Phrase | None:
        """The name that begins at ``start``; None where what stands there cannot begin one.

        ``limit`` is its sentence's end, ``listed`` tells that semicolons part the names around.
        """
        return self._bound(start, limit, listed=listed, onward=True)

    def _bound(self, start: int, limit: int, *, listed: bool, onward: bool) -> Phrase | None:
        """``onward`` lets the name go on behind a comma or preposition (once: the part behind is bounded without)."""
        tokens = self._tokens(start, limit)
        if not tokens:
            return None
        end_index, stop = self._walk(tokens, limit, listed=listed, onward=onward)
        stop_at = tokens[end_index].start if end_index < len(tokens) else tokens[-1].end
        if stop in {"object", "preposition", "place"}:
            end_index -= self._trailing_predicate(tokens[:end_index], stop_at, limit, stop)
        while end_index > 0 and (
            tokens[end_index - 1].low in _trailing() or not tokens[end_index - 1].low[0].isalnum()
        ):
            end_index -= 1
        if end_index == 0:
            return None
        return Phrase(tokens[0].start, tokens[end_index - 1].end, stop, stop_at)

    def place_at(self, position: int) -> int | None:
        """The end of the place that begins at ``position``, by the known localities or by its type word; else None."""
        index = bisect_left(self._place_starts, position)
        if index < len(self._places) and self._places[index][0] == position:
            return self._places[index][1]
        match = lexicon.phrase_at("models_cues", "stop.places").match(self._low, position)
        if match is None:
            return None
        name = _PLACE_NAME.match(self._text, match.end())
        if name is None or not (name.group(1)[0].isupper() or name.group(1)[0].isdigit()):
            return None
        if lexicon.phrase_at("models_names", "security").match(self._low, name.start(1)):
            return None
        return name.end()

    def _tokens(self, start: int, limit: int) -> list[_Token]:
        # No name goes on behind one of these, so nothing behind the first of them need be looked at.
        hard = _HARD_STOP.search(self._text, start, limit)
        limit = hard.end() if hard else limit
        tokens: list[_Token] = []
        for match in _TOKEN.finditer(self._text, start, limit):
            if len(tokens) == _LONGEST or match.group() in QUOTE_CHARACTERS:
                break
            tokens.append(_Token(match.start(), match.end(), self._low[match.start() : match.end()]))
        return tokens

    def _trailing_predicate(self, tokens: Sequence[_Token], stop_at: int, limit: int, stop: str) -> int:
        """How many tokens at the end are the predicate of the sentence, not the end of the name.

        In front of a place the tagger takes too much for one ("thanh niên chậm tiến | ở làng"): one syllable at most is a predicate there.
        """
        if len(tokens) < 4:
            return 0
        tail = " ".join(token.low for token in tokens[-4:])
        if any(lexicon.phrase_at_end("models_names", key).search(tail) for key in ("security", "qualities")):
            return 0
        if "không" in {token.low for token in tokens[-3:-1]}:
            return 0
        if stop == "object" and tokens[-1].low in _MEASURES:
            return 1
        phrase = " ".join(self._text[token.start : token.end] for token in tokens)
        following = self._text[stop_at : min(limit, stop_at + 24)].rpartition(" ")[0]
        found = self._tagger.trailing_predicate(phrase, following)
        return found if stop == "object" or found == 1 else 0

    def _half(self, start: int, limit: int) -> tuple[int, str] | None:
        phrase = self._bound(start, limit, listed=False, onward=False)
        return (phrase.end, phrase.stop) if phrase else None

    def _walk(self, tokens: list[_Token], limit: int, *, listed: bool, onward: bool) -> tuple[int, str]:
        """The token in front of which the name ends, and why."""
        index = 0
        while True:
            index, stop = self._walk_on(tokens, index, limit)
            if not onward or not index or stop not in {",", "preposition", "predicate"}:
                return index, stop
            end = self._continuation.after(tokens[0].start, tokens[index].start, limit, listed=listed)
            if end is None:
                return index, stop
            index = self._skip(tokens, index, end)

    def _walk_on(self, tokens: list[_Token], index: int, limit: int) -> tuple[int, str]:
        if index == 0:
            carried = lexicon.phrase_at("models_cues", "stop.exceptions").match(
                self._low, tokens[0].start, limit
            )
            index = self._skip(tokens, 0, carried.end() if carried else tokens[0].start)
        while index < len(tokens):
            token = tokens[index]
            if not token.low[0].isalnum():
                step, stop = self._over_mark(tokens, index)
                if not step:
                    return index, stop
                index += step
                continue
            if token.low in {"và", "hoặc"}:
                if not self._coordinated(tokens, index):
                    return index, "and"
                index += 1
                continue
            end, stop = self._step(token, limit) if index else (token.end, "")
            # A place right behind the first word belongs to the name: "Phum Tà Dung an toàn về an ninh".
            if stop and not (stop == "place" and index == 1):
                return index, stop
            index = self._skip(tokens, index, end)
        return index, "end"

    def _over_mark(self, tokens: list[_Token], index: int) -> tuple[int, str]:
        """How many tokens a mark of punctuation carries the name on, or 0 and why it stops there."""
        token = tokens[index]
        if token.low in {"-", "–", "—"}:
            return int(not self._spaced(token) or self._dash_goes_on(tokens, index)), "end"
        if token.low in {",", "&"}:
            if _numbers_go_on(tokens, index):
                return 3, ""
            return int(self._coordinated(tokens, index)), "," if token.low == "," else "and"
        return 0, token.low if token.low in ";(" else "end"

    def _step(self, token: _Token, limit: int) -> tuple[int, str]:
        """How far the phrase goes on from a word (an offset), or why it stops in front of it."""
        if self.place_at(token.start) is not None:
            return token.end, "place"
        carried = lexicon.phrase_at("models_cues", "stop.exceptions").match(self._low, token.start, limit)
        if carried is not None:
            return carried.end(), ""
        numbered = _NUMBERED_TAIL.match(self._low, token.start, limit)
        if numbered is not None:
            return numbered.end(), ""
        for key, stop in (
            ("articles", "object"),
            ("prepositions", "preposition"),
            ("predicates", "predicate"),
        ):
            if lexicon.phrase_at("models_cues", f"stop.{key}").match(self._low, token.start, limit):
                return token.end, stop
        linked = _LINKED.search(self._low, max(0, token.start - 12), token.start)
        return token.end, "object" if token.low[0].isdigit() and not linked else ""

    def _skip(self, tokens: list[_Token], index: int, offset: int) -> int:
        index += 1
        while index < len(tokens) and tokens[index].start < offset:
            index += 1
        return index

    def _dash_goes_on(self, tokens: list[_Token], index: int) -> bool:
        """Whether a name goes on behind a dash: "xanh - tự quản", "Tiếng kẻng an ninh - Thôn bản bình yên"."""
        if _DASH_GOES_ON.match(self._low, tokens[index].start):
            return True
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        return (
            following is not None
            and self._text[following.start].isupper()
            and lexicon.phrase_at("models_names", "starts").match(self._low, following.start) is not None
        )

    def _spaced(self, token: _Token) -> bool:
        before = self._text[token.start - 1 : token.start]
        return before.isspace() or self._text[token.end : token.end + 1].isspace()

    def _coordinated(self, tokens: list[_Token], index: int) -> bool:
        """Whether the words on both sides of a comma or conjunction belong together in a name."""
        if index == 0 or index + 1 >= len(tokens):
            return False
        if _NUMBERED_TAIL.match(self._low, tokens[0].start) and _NUMBER.match(
            self._low, tokens[index + 1].start
        ):
            return True
        after = index + 2 if tokens[index + 1].low in {"và", "hoặc"} else index + 1
        right = self._groups_right(tokens, after)
        if not right:
            return False
        # "thôn, xóm", but not "ở thôn, Công an xã": the right side may not begin a name of its own.
        if (
            self._text[tokens[after].start].isupper()
            and not self._text[tokens[after].start : tokens[after].end].isupper()
        ):
            return False
        return bool(right & self._groups_left(tokens, index))

    def _groups_right(self, tokens: list[_Token], index: int) -> frozenset[str]:
        groups: frozenset[str] = frozenset()
        for size in (4, 3, 2, 1):
            if index + size <= len(tokens):
                groups |= lexicon.coordination().get(_join(tokens[index : index + size]), frozenset())
        return groups

    def _groups_left(self, tokens: list[_Token], index: int) -> frozenset[str]:
        """Groups of the words of the member on the left: back to the comma or conjunction before, at most eight words.

        Nouns that a list merely strings together ("thôn, xóm") must stand right before the comma; "Tổ tàu thuyền tự quản và đơn vị"
        is no list of groups.
        """
        groups: frozenset[str] = frozenset()
        first = index
        while first > 0 and index - first < 8 and tokens[first - 1].low not in {",", "và", "hoặc"}:
            first -= 1
        for begin in range(first, index):
            for size in (1, 2, 3, 4):
                if begin + size <= index:
                    found = lexicon.coordination().get(_join(tokens[begin : begin + size]), frozenset())
                    groups |= found if begin + size == index else found - _STRUNG
        return groups


def _numbers_go_on(tokens: Sequence[_Token], index: int) -> bool:
    """Whether a numbered part follows another behind a comma: "ba nắm, | một báo"."""
    if index + 2 >= len(tokens) or index < 2 or tokens[index + 1].low not in _NUMBERS:
        return False
    return any(token.low in _NUMBERS for token in tokens[index - 2 : index]) or (
        index > 2 and tokens[index - 3].low in _NUMBERS
    )


def _join(tokens: Sequence[_Token]) -> str:
    return " ".join(token.low for token in tokens)
