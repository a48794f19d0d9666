"""Types without a name, which tell that names stand elsewhere in the sentence: “ba xã giáp biên giới là A và B”, “A và B, hai xã đảo”."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extract.gazetteer import Level
from extract.localities.names import NameReader
from extract.localities.raw import Raw
from extract.localities.tokens import CAPITAL, LINE, NUMBER, Tokens
from extract.localities.vocabulary import Vocabulary

_LONGEST_LIST = 24
_FARTHEST = 30
_SENTENCE_END = frozenset({".", "!", "?", "…"})
# Between the last name of a list and the type that tells what the names are.
_APPOSED = frozenset({",", "-", "–", "(", "là", "đều", "cùng", "vốn", "chính", "những", "các", "một"})
_LEADING = frozenset({"là", "gồm", "như", "có", ":", "("})


@dataclass(frozen=True, slots=True)
class LooseHead:
    """A type without a name, at token ``at``; ``plural`` where several units are spoken of (hai xã, các thôn)."""

    at: int
    level: Level
    kind: str
    plural: bool


class LooseHeads:
    """The types of one text that no typed mention begins with."""

    def __init__(
        self,
        tokens: Tokens,
        words: Vocabulary,
        names: NameReader,
        typed: Sequence[Raw],
        list_signs: frozenset[str],
    ) -> None:
        self._tokens = tokens
        self._words = words
        self._signs = list_signs
        covered = {k for raw in typed for k in range(raw.first, raw.last)}
        lower, kind = tokens.lower, tokens.kind
        self._ends = [k for k, word in enumerate(lower) if word in _SENTENCE_END or kind[k] == LINE]
        self._heads: dict[int, LooseHead] = {}
        for k in [k for k, word in enumerate(lower) if word in words.types]:
            form = names.type_at(k) if k not in covered else None
            if form is not None and not form[0].short and not form[0].numbered:
                self._heads[k] = LooseHead(k, form[0].level, form[0].kind, self._is_plural(k))
        self._plural = [k for k, head in self._heads.items() if head.plural]

    def kinds(self) -> frozenset[str]:
        """The types that the text speaks of as one it knows (Công an thành phố, huyện đã …), not as of several."""
        return frozenset(head.kind for head in self._heads.values() if not head.plural)

    def sentence(self, i: int) -> int:
        """The number of the sentence that token i stands in."""
        return bisect_right(self._ends, i)

    def _is_plural(self, k: int) -> bool:
        return k > 0 and (
            self._tokens.kind[k - 1] == NUMBER or self._tokens.lower[k - 1] in self._words.plural
        )

    def before(self, i: int) -> LooseHead | None:
        """The last plural head in front of token i in its sentence."""
        place = bisect_left(self._plural, i) - 1
        if place < 0 or i - self._plural[place] > _FARTHEST:
            return None
        at = self._plural[place]
        return self._heads[at] if self.sentence(at) == self.sentence(i) else None

    def leads_to(self, head: LooseHead, i: int) -> bool:
        """Whether a word of listing stands between the head and the name at token i (… là A; … trong đó có A; …: A)."""
        return i - 1 > head.at and self._tokens.lower[i - 1] in _LEADING

    def behind(self, end: int) -> LooseHead | None:
        """The head that tells what the names of a list are: “A, B và C là ba xã …”, “A, xã bãi ngang …”. The first name ends at ``end``."""
        if not self._heads:
            return None
        tokens = self._tokens
        limit = min(end + _LONGEST_LIST, len(tokens))
        k = end
        while k + 1 < limit and tokens.lower[k] in self._signs and tokens.kind[k + 1] == CAPITAL:
            k += 1
            while k < limit and tokens.kind[k] == CAPITAL:
                k += 1
        first = k
        while k < limit and k - first <= 3:
            head = self._heads.get(k)
            if head is not None:
                return head if k > first else None
            if (
                tokens.lower[k] not in _APPOSED
                and tokens.kind[k] != NUMBER
                and tokens.lower[k] not in self._words.plural
            ):
                return None
            k += 1
        return None
