"""Names without a type: rules and gazetteer propose, learnt weights decide (`bench/linking/train.py`, slot “bare”)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.gazetteer import Level, name_key
from extract.localities.bare_features import View, features
from extract.localities.bare_rules import LIST_SIGNS, BareRules
from extract.localities.chains import Chains
from extract.localities.context import Context
from extract.localities.heads import LooseHead, LooseHeads
from extract.localities.names import NameReader
from extract.localities.proposals import Proposal, Proposer, Reading
from extract.localities.raw import Raw
from extract.localities.surroundings import Surroundings
from extract.localities.tokens import CAPITAL, Tokens
from extract.localities.vocabulary import Vocabulary
from extract.ranking import chance
from extract.records import Ranked, Ranking

_LONGEST_RUN = 12
_LONGEST_SEARCH = 40
_ACCEPTED, _SURE = 0.5, 0.75


class BareScanner:
    """Finds bare names in one text, given its title, its typed mentions and those of the title."""

    def __init__(
        self,
        tokens: Tokens,
        context: Context,
        words: Vocabulary,
        names: NameReader,
        weights: Mapping[str, float],
    ) -> None:
        self._tokens = tokens
        self._context = context
        self._words = words
        self._names = names
        self._weights = weights
        self.rankings: list[Ranking] = []
        self.spoken: frozenset[str] = frozenset()

    def scan(self, typed: Sequence[Raw], heading: Sequence[Raw], title: Tokens) -> list[Raw]:
        """Bare mentions outside the typed ones, in order. ``rankings`` and ``spoken`` (types without a name) are then filled."""
        tokens = self._tokens
        rules = BareRules(tokens, self._context, self._words, self._names, [*heading, *typed])
        heads = LooseHeads(tokens, self._words, self._names, typed, LIST_SIGNS)
        self.spoken = heads.kinds()
        around = Surroundings(self._context, heading, typed)
        proposer = Proposer(tokens, self._context, self._words, heads, around, rules.introduced)
        view = View(
            tokens,
            self._context,
            self._words,
            self._names,
            heads,
            around,
            proposer,
            rules.introduced,
            _names_in(title, self._words, self._context),
            Chains(tokens, typed),
        )
        decider = _Decider(view, rules, proposer, self._weights, self.rankings)
        spans = iter([(m.first, m.last) for m in typed] + [(len(tokens), len(tokens))])
        first, last = next(spans)
        i, n = 0, len(tokens)
        for k in [k for k, kind in enumerate(tokens.kind) if kind == CAPITAL]:
            while k >= last and last < n:
                first, last = next(spans)
            if k < i or first <= k < last:
                continue
            end = max(min(self._names.run_end(k, _LONGEST_SEARCH), first if first > k else n), k + 1)
            i = end if end - k > _LONGEST_RUN else decider.run(k, end)
        return rules.accepted


class _Decider:
    """Decides run by run, from left to right: what was found before counts."""

    def __init__(
        self,
        view: View,
        rules: BareRules,
        proposer: Proposer,
        weights: Mapping[str, float],
        rankings: list[Ranking],
    ) -> None:
        self._view = view
        self._rules = rules
        self._proposer = proposer
        self._weights = weights
        self._rankings = rankings
        # What announced the last name, and the token behind that name.
        self._announced: tuple[LooseHead, bool] | None = None
        self._announced_until = -1

    def run(self, i: int, end: int) -> int:
        """Decide on one run of capitalised words; gives the token to go on from."""
        i, end = self._rules.name_in(i, end)
        verdict = self._rules.verdict(i, end)
        if verdict is not None and verdict.last < end:
            self._take(verdict)  # an organisation bounds it, the words behind are another name
            return end
        proposal = self._proposer.propose(i, end, self._list_goes_on(i))
        if proposal is None or not self._agrees(proposal, verdict):
            if verdict is not None:
                self._take(verdict)
            return end
        self._decide(proposal, verdict)
        return end

    def _agrees(self, proposal: Proposal, verdict: Raw | None) -> bool:
        """Whether what the rules found is among what was proposed."""
        return verdict is None or any(reading.level is verdict.level for reading in proposal.readings)

    def _list_goes_on(self, i: int) -> tuple[LooseHead, bool] | None:
        """What announced the list that the name at token i goes on; a list of hamlets is announced by its first."""
        before = self._view.ends.item_before(i)
        if before is None:
            return None
        if self._announced is not None and self._announced_until == before.last:
            return self._announced
        if before.level is Level.HAMLET and len(before.kinds) == 1:
            return LooseHead(before.first, Level.HAMLET, before.kinds[0], plural=False), True
        return None

    def _decide(self, proposal: Proposal, verdict: Raw | None) -> None:
        best: tuple[float, Reading] | None = None
        name = self._view.tokens.slice(proposal.first, proposal.last)
        weighed: list[Ranked] = []
        for reading in proposal.readings:
            found = features(self._view, proposal, reading, verdict)
            probability = chance(found, self._weights)
            weighed.append(Ranked(reading.level.name.lower(), probability, frozenset(found)))
            if best is None or probability > best[0]:
                best = probability, reading
        assert best is not None
        probability, reading = best
        span = self._view.tokens.start[proposal.first], self._view.tokens.end[proposal.last - 1]
        for option, other in zip(weighed, proposal.readings, strict=True):
            chosen = 0 if other is reading and probability >= _ACCEPTED else None
            self._rankings.append(Ranking("bare", *span, (option,), chosen, (name, None)))
        if probability < _ACCEPTED:
            return
        raw = verdict
        if raw is None or raw.level is not reading.level:
            raw = self._rules.raw(proposal.first, proposal.last, proposal.key, reading.level)
        if not raw.kinds and reading.head is not None and reading.led and _had_type(reading, reading.head):
            raw.kinds = (reading.head.kind,)
        if probability < _SURE and proposal.key not in self._view.introduced:
            raw.flag("doubtful_locality")
        self._take(raw)
        if reading.head is not None:
            self._announced, self._announced_until = (reading.head, reading.led), proposal.last

    def _take(self, raw: Raw) -> None:
        self._rules.accepted.append(raw)
        self._view.around.add(raw)
        self._view.ends.add(raw)


def _had_type(reading: Reading, head: LooseHead) -> bool:
    return reading.level is Level.HAMLET or any(u.had_type(head.kind) for u in reading.units)


def _names_in(tokens: Tokens, words: Vocabulary, context: Context) -> frozenset[str]:
    """The keys of the runs of capitalised words in a title."""
    names = NameReader(tokens, context, words)
    keys, i = set(), 0
    for k, kind in enumerate(tokens.kind):
        if kind == CAPITAL and k >= i:
            i = max(names.run_end(k, _LONGEST_SEARCH), k + 1)
            keys.add(name_key(tokens.slice(k, i)))
    return frozenset(keys)
