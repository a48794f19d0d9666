"""Every run of capitalised words that may be the name of a unit here, with the units it may mean, level by level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.gazetteer import Level, Unit, name_key
from extract.localities.bare_rules import LIST_SIGNS
from extract.localities.context import Context, province_by_key
from extract.localities.guards import Guards
from extract.localities.heads import LooseHead, LooseHeads
from extract.localities.raw import Raw
from extract.localities.surroundings import Surroundings
from extract.localities.tokens import Tokens
from extract.localities.vocabulary import Vocabulary

_LONGEST_NAME = 5
_LONGEST_PERSON = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """A name taken for one of a level: the units it may mean (none: the gazetteer doesn't hold it) and what announces it."""

    level: Level
    units: tuple[Unit, ...]
    head: LooseHead | None
    led: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name between two tokens and its readings; ``dropped`` tells that a capitalised word in front was taken for the sentence's first."""

    first: int
    last: int
    key: str
    readings: tuple[Reading, ...]
    dropped: bool


class Proposer:
    """Proposes names in one text."""

    def __init__(
        self,
        tokens: Tokens,
        context: Context,
        words: Vocabulary,
        heads: LooseHeads,
        around: Surroundings,
        introduced: dict[str, Raw],
    ) -> None:
        self._tokens = tokens
        self._context = context
        self._words = words
        self._heads = heads
        self._around = around
        self._introduced = introduced
        self._guards = Guards(tokens, words)
        self._people = self._guards.people()

    def propose(self, i: int, end: int, announced: tuple[LooseHead, bool] | None) -> Proposal | None:
        """The name in a run of capitalised words, or in the run without the word that opens the sentence.

        ``announced`` is the loose head of the list that the run goes on, and whether a word of listing led to it.
        """
        whole = self._at(i, end, announced, dropped=False)
        if whole is None and end - i > 2 and self._tokens.opens_sentence(i):
            return self._at(i + 1, end, announced, dropped=True)
        return whole

    def _at(
        self, i: int, end: int, announced: tuple[LooseHead, bool] | None, *, dropped: bool
    ) -> Proposal | None:
        if not 2 <= end - i <= _LONGEST_NAME or self._tokens.quoted[i]:
            return None
        if i and any(
            form.numbered and len(form.words) == 1
            for form in self._words.types.get(self._tokens.lower[i - 1], ())
        ):
            return None  # khu Phước Mỹ
        key = name_key(self._tokens.slice(i, end))
        if key not in self._introduced and (key in self._people or self._guards.speaks(i, end)):
            return None
        head, led = announced or self._announced(i, end) or (None, False)
        readings = tuple(self._readings(i, end, key, head, led))
        if not readings or self._guards.is_blocked(i, end, opened=dropped):
            return None
        return Proposal(i, end, key, readings, dropped)

    def _announced(self, i: int, end: int) -> tuple[LooseHead, bool] | None:
        behind = self._heads.behind(end)
        if behind is not None:
            return behind, True
        before = self._heads.before(i)
        return (before, self._heads.leads_to(before, i)) if before is not None else None

    def _readings(self, i: int, end: int, key: str, head: LooseHead | None, led: bool) -> Iterator[Reading]:
        for level, units in self.units(key):
            told = head is not None and head.level is level
            yield Reading(level, units, head if told else None, led and told)
        if head is not None and led and head.level is Level.HAMLET and self._may_be_hamlet(i, end):
            yield Reading(Level.HAMLET, (), head, led)

    def units(self, key: str) -> Iterator[tuple[Level, tuple[Unit, ...]]]:
        """What a name may mean here, from the province down."""
        provinces = province_by_key(self._context.gazetteer, key)
        if provinces:
            yield Level.PROVINCE, tuple(provinces)
        named = self._context.gazetteer.named(key)
        if not named:
            return
        known = self._introduced.get(key)
        for level in (Level.DISTRICT, Level.COMMUNE):
            units = tuple(
                u
                for u in named
                if u.level is level
                and (self._context.era != "old" or u.vintage == "old")
                and ((known is not None and known.level is level) or self._around.knows(u))
            )
            if units:
                yield level, units

    def is_chained_to_thing(self, i: int) -> bool:
        """Whether the name at token i goes on a list of names of schools, markets or roads."""
        return (
            i > 1 and self._tokens.lower[i - 1] in LIST_SIGNS and self._guards.chained_to_thing(i, LIST_SIGNS)
        )

    def _may_be_hamlet(self, i: int, end: int) -> bool:
        tokens, words = self._tokens, self._words
        person = 3 <= end - i <= _LONGEST_PERSON and tokens.lower[i] in words.surnames
        return not (
            person
            or words.organisation_starts.at(tokens.lower, i)
            or words.not_hamlets.at(tokens.lower, i)
            or self._guards.is_acronym(i)
        )
