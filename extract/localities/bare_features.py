"""What speaks for a bare name being a place, and against it: its form and what stands around it, never the name itself."""

from __future__ import annotations

from dataclasses import dataclass

from extract.gazetteer import Level, Unit, name_key
from extract.localities.chains import Chains
from extract.localities.context import Context
from extract.localities.heads import LooseHeads
from extract.localities.names import NameReader
from extract.localities.proposals import Proposal, Proposer, Reading
from extract.localities.raw import Raw
from extract.localities.surroundings import Surroundings
from extract.localities.tokens import CAPITAL, LINE, LOWER, NUMBER, Tokens
from extract.localities.vocabulary import Vocabulary

_MOST_UNITS = 3
_SHAPES = {CAPITAL: "capital", NUMBER: "number"}


@dataclass(frozen=True, slots=True)
class View:
    """Everything that features are read from: the text, what it names, and the bare mentions found so far."""

    tokens: Tokens
    context: Context
    words: Vocabulary
    names: NameReader
    heads: LooseHeads
    around: Surroundings
    proposer: Proposer
    introduced: dict[str, Raw]
    in_title: frozenset[str]
    ends: Chains


def features(view: View, proposal: Proposal, reading: Reading, verdict: Raw | None) -> set[str]:
    """The features of one reading of a proposed name; ``verdict`` is the mention that the rules find here."""
    level = reading.level.name.lower()
    found = {"bias", level, f"{level} syllables {min(proposal.last - proposal.first, 4)}"}
    if verdict is None:
        found.add("no rule" if reading.level is Level.HAMLET else f"no rule {level}")
    else:
        found |= {"rule", f"rule {level}"} if verdict.level is reading.level else {"another level by rule"}
    if proposal.dropped:
        found.add("opener dropped")
    _of_name(view, proposal, reading, level, found)
    _of_units(view, proposal, reading, level, found)
    _of_words(view, proposal, level, found)
    _of_list(view, proposal, reading, found)
    if reading.head is not None:
        place = "behind" if reading.head.at > proposal.first else "before"
        found |= {
            f"announced {'led' if reading.led else 'loosely'} {place}",
            "announced by several" if reading.head.plural else "announced by one",
        }
    return found


def _of_name(view: View, proposal: Proposal, reading: Reading, level: str, found: set[str]) -> None:
    tokens, i = view.tokens, proposal.first
    if tokens.word(i).isupper():
        found.add("capitals")
    if tokens.lower[i] in view.words.surnames:
        found.add(f"surname {min(proposal.last - i, 3)}")
    if proposal.key in view.in_title:
        found |= {"in title", f"in title {level}"}
    known = view.introduced.get(proposal.key)
    if known is not None:
        found.add(
            f"introduced {level}"
            if known.level is reading.level
            else f"introduced {known.level.name.lower()} not {level}"
        )
    for other in proposal.readings:
        if other.level is not reading.level:
            found.add(f"{level} or {other.level.name.lower()}")


def _of_units(view: View, proposal: Proposal, reading: Reading, level: str, found: set[str]) -> None:
    units, around = reading.units, view.around
    if reading.level is Level.HAMLET:
        return
    if reading.level is Level.PROVINCE:
        found.add("home" if any(u in view.context.home for u in units) else "other province")
        return
    places = {u.parent.name for u in units if u.parent is not None}
    found.add(f"{level} {'one' if len(places) == 1 else 'some' if len(places) <= _MOST_UNITS else 'many'}")
    if view.context.home:
        home = any(map(view.context.in_scope, units))
        found.add(f"{level} at home" if home else f"{level} elsewhere")
    if view.context.era == "new":
        found.add(f"{level} new" if any(u.vintage == "new" for u in units) else f"{level} abolished")
    if any(map(around.heads_parent, units)):
        found.add(f"{level} in title's")
    if any(map(around.names_province, units)):
        found.add(f"{level} province named")
    last = around.province_before(proposal.first)
    if last:
        found.add(
            f"{level} in last province"
            if any(u.province.name in last for u in units)
            else f"{level} not in last province"
        )
    if reading.level is Level.COMMUNE:
        found.add(_district(view, proposal, units))


def _district(view: View, proposal: Proposal, units: tuple[Unit, ...]) -> str:
    """How near the commune's district is named."""
    before = view.around.district_before(proposal.first)
    if before is not None and any(u.within(d) for u in units for d in before[1]):
        return (
            "district before, same sentence"
            if view.heads.sentence(before[0]) == view.heads.sentence(proposal.first)
            else "district before"
        )
    return "district named" if any(map(view.around.names_parent, units)) else "district not named"


def _of_words(view: View, proposal: Proposal, level: str, found: set[str]) -> None:
    """The word in front, the word or sign behind, and whether the name opens its sentence."""
    tokens, words = view.tokens, view.words
    i, end = proposal.first, proposal.last
    before = _before(tokens, proposal)
    found.add(f"before {before}")
    if i and tokens.kind[i - 1] == LOWER:
        found |= {"before word", f"before word {level}"}
    if words.place_before.before(tokens.lower, i):
        found |= {"place word", f"place word {level}"}
    if words.organisation_before.before(tokens.lower, i):
        found.add("organisation")
    if words.neighbour_before.before(tokens.lower, i):
        found.add("neighbour")
    behind = _behind(tokens, end)
    found.add(f"behind {behind}")
    if proposal.dropped or tokens.opens_sentence(i):
        found.add(f"opens {level}")
        verb = end < len(tokens) and tokens.kind[end] == LOWER
        found.add("opens, verb" if verb else f"opens, {behind}")


def _before(tokens: Tokens, proposal: Proposal) -> str:
    i = proposal.first
    if i == 0 or tokens.kind[i - 1] == LINE:
        return "line"
    if proposal.dropped:
        return "dropped"
    if tokens.kind[i - 1] in _SHAPES:
        return _SHAPES[tokens.kind[i - 1]]
    return tokens.lower[i - 1]


def _behind(tokens: Tokens, end: int) -> str:
    if end >= len(tokens) or tokens.kind[end] == LINE:
        return "line"
    if tokens.kind[end] == NUMBER:
        return "number"
    return tokens.lower[end]


def _of_list(view: View, proposal: Proposal, reading: Reading, found: set[str]) -> None:
    """What the names beside it in a list are."""
    tokens = view.tokens
    i, end = proposal.first, proposal.last
    if view.proposer.is_chained_to_thing(i):
        found.add("list of things")
    last = view.ends.level_before(i)
    if last is not None:
        found.add("goes on list" if last is reading.level else "behind another level")
        found.add(f"{reading.level.name.lower()} behind {last.name.lower()}")
    following = view.ends.next_item(end)
    if following is not None:
        stop = view.names.run_end(following)
        if stop - following >= 2:
            levels = {level for level, _ in view.proposer.units(name_key(tokens.slice(following, stop)))}
            found.add("list goes on" if reading.level in levels else "list goes on otherwise")
