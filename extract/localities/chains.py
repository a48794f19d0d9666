"""What stands before and behind a name in a list, brackets between the items left out: “A (21 tổ), B (33 tổ)”."""

from __future__ import annotations

from collections.abc import Sequence

from extract.gazetteer import Level
from extract.localities.bare_rules import LIST_SIGNS
from extract.localities.raw import Raw
from extract.localities.tokens import CAPITAL, Tokens

_LONGEST_BRACKET = 10


class Chains:
    """Where the mentions of one text end; grows with the bare ones."""

    def __init__(self, tokens: Tokens, typed: Sequence[Raw]) -> None:
        self._tokens = tokens
        self._ends = {raw.last: raw for raw in typed}

    def add(self, raw: Raw) -> None:
        """Take up a mention that was found."""
        self._ends[raw.last] = raw

    def item_before(self, i: int) -> Raw | None:
        """The mention whose list the name at token i may go on."""
        lower = self._tokens.lower
        if i < 2 or lower[i - 1] not in LIST_SIGNS:
            return None
        end = i - 1
        if lower[end - 1] == ")":
            brackets = range(end - 2, max(end - _LONGEST_BRACKET, 0), -1)
            end = next((k for k in brackets if lower[k] == "("), end)
        return self._ends.get(end)

    def level_before(self, i: int) -> Level | None:
        """The level of that mention."""
        raw = self.item_before(i)
        return raw.level if raw is not None else None

    def next_item(self, end: int) -> int | None:
        """The first token of the capitalised item behind a name that ends at ``end``."""
        tokens = self._tokens
        k, n = end, len(tokens)
        if k < n and tokens.lower[k] == "(":
            brackets = range(k + 1, min(k + _LONGEST_BRACKET, n))
            k = next((at + 1 for at in brackets if tokens.lower[at] == ")"), k)
        goes_on = k + 1 < n and tokens.lower[k] in LIST_SIGNS and tokens.kind[k + 1] == CAPITAL
        return k + 1 if goes_on else None
