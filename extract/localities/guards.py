"""What forbids reading a capitalised name as a place: it is a person's, a road's, a firm's, a newspaper's, a byline."""

from __future__ import annotations

from extract.gazetteer import name_key
from extract.localities.tokens import CAPITAL, LINE, LOWER, NUMBER, Tokens
from extract.localities.vocabulary import Vocabulary

_LONGEST_BYLINE = 12
_LONGEST_PERSON = 5
_DASHES = frozenset({"-", "–"})
_LISTING = frozenset({",", "và"})
_LONGEST_LIST = 24  # tokens


class Guards:
    """Looks at the words around a name in one text."""

    def __init__(self, tokens: Tokens, words: Vocabulary) -> None:
        self._tokens = tokens
        self._words = words

    def is_blocked(self, i: int, end: int, *, opened: bool = False) -> bool:
        """Whether the tokens from i to end cannot name a place here; ``opened``: the capital in front only opens the sentence."""
        tokens, words = self._tokens, self._words
        lower = tokens.lower
        if (
            end < len(tokens)
            and tokens.kind[end] == CAPITAL
            and tokens.adjacent(end - 1)
            and not self.after_organisation(i)
        ):
            return True
        behind_capital = i and tokens.kind[i - 1] == CAPITAL and tokens.adjacent(i - 1)
        if behind_capital and not opened and not self._may_precede(i - 1):
            return True
        credit = i > 1 and lower[i - 1] == ":"  # Ảnh: Minh Tân
        if words.person_before.before(lower, i - 1 if credit else i):
            return True
        if self._behind_thing(i) or self._in_media(i):
            return True
        if i > 1 and lower[i - 1] in _DASHES and self.chained_to_thing(i, _DASHES):
            return True
        return self._is_among_things(i) or self._is_byline(i, end)

    def people(self) -> frozenset[str]:
        """The keys under which the text may speak of its people again: the last two syllables of “anh Nguyễn Thanh Sơn”."""
        tokens, words = self._tokens, self._words
        found: set[str] = set()
        for i in [k for k, word in enumerate(tokens.lower) if word in words.surnames]:
            if tokens.kind[i] != CAPITAL or not (
                tokens.lower[i] in words.plain_surnames or words.person_before.before(tokens.lower, i)
            ):
                continue
            end = i + 1
            while end < len(tokens) and end - i < _LONGEST_PERSON and tokens.kind[end] == CAPITAL:
                end += 1
            if end - i > 2:
                found.add(name_key(tokens.slice(end - 2, end)))
        return frozenset(found)

    def speaks(self, i: int, end: int) -> bool:
        """Whether the name begins like a person's and a verb of speaking goes on: “Lương Sơn chia sẻ”."""
        words, lower = self._words, self._tokens.lower
        return lower[i] in words.surnames and words.person_after.at(lower, end) > 0

    def after_organisation(self, i: int) -> bool:
        """Whether an organisation (Công an, UBND …) stands right before token i."""
        return bool(self._words.organisation_before.before(self._tokens.lower, i))

    def is_acronym(self, i: int) -> bool:
        """Whether token i is a word in capitals that is no name (UBND, CSGT)."""
        word = self._tokens.word(i)
        return len(word) > 1 and word.isupper() and not self._words.alternative_names.get(name_key(word))

    def _behind_thing(self, i: int) -> bool:
        """Chợ X, trường X, ngõ 12 X; but what comes “trên tuyến A - B” travels between two places."""
        lower = self._tokens.lower
        if self._words.thing_before.before(lower, i):
            return not (i > 1 and lower[i - 2 : i] == ["trên", "tuyến"])
        numbered = i > 1 and self._tokens.kind[i - 1] == NUMBER
        return numbered and self._words.thing_before.before(lower, i - 1) > 0

    def _is_among_things(self, i: int) -> bool:
        """Các trường THCS Phong Hiền, Phong Hòa: what a plural thing lists are its names, not places."""
        tokens, lower, k = self._tokens, self._tokens.lower, i - 1
        if k < 1 or lower[k] not in _LISTING:
            return False
        while k > 0 and i - k < _LONGEST_LIST and (tokens.kind[k - 1] == CAPITAL or lower[k - 1] in _LISTING):
            if self.is_acronym(k - 1) and self._words.thing_before.before(lower, k):
                break  # THPT, CLB: in capitals, and a thing itself
            k -= 1
        length = self._words.thing_before.before(lower, k)
        start = k - length
        # “các trường THCS”: a thing in front of the thing.
        start -= self._words.thing_before.before(lower, start) if length else 0
        return length > 0 and start > 0 and lower[start - 1] in self._words.plural

    def _in_media(self, i: int) -> bool:
        """Cổng Thông tin điện tử tỉnh …, Báo Công an TP …: the type in front was left out for what stands before it."""
        lower, k = self._tokens.lower, i
        while k > 0 and lower[k - 1] in {"tỉnh", "tp", ".", "thành", "phố"}:
            k -= 1
        return k < i and self._words.media_before.before(lower, k) > 0

    def chained_to_thing(self, i: int, signs: frozenset[str]) -> bool:
        """Cao tốc Khánh Hòa - Buôn Ma Thuột: all ends belong to the road. ``signs`` are what may stand between the names."""
        tokens = self._tokens
        k = i - 2
        while k >= 0 and i - k < 12 and (tokens.kind[k] == CAPITAL or tokens.lower[k] in signs):
            k -= 1
        if (
            k + 1 < i - 1
            and tokens.opens_sentence(k + 1)
            and self._words.thing_before.at(tokens.lower, k + 1)
        ):
            return True
        return self._behind_thing(k + 1)

    def _is_byline(self, i: int, end: int) -> bool:
        """A line of nothing but names: “Mỹ Hạnh - Đoàn Việt”."""
        tokens = self._tokens
        first, last = i, end
        while first > 0 and tokens.kind[first - 1] != LINE:
            first -= 1
            if tokens.kind[first] == LOWER or i - first > _LONGEST_BYLINE:
                return False
        while last < len(tokens) and tokens.kind[last] != LINE:
            if tokens.kind[last] == LOWER or last - end > _LONGEST_BYLINE:
                return False
            last += 1
        return True

    def _may_precede(self, i: int) -> bool:
        return (
            self.is_acronym(i)
            or self._tokens.lower[i] in self._words.sentence_openers
            or self.after_organisation(i + 1)
        )
