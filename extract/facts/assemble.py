"""What every fact has besides its slots: flags, evidence, the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extract.facts.events import Around
from extract.facts.place_link import PlaceChoice
from extract.facts.view import Sentence, View
from extract.lexicon import DIRECTORY, Lexicon
from extract.records import Link, ModelMention, Quantity

# A place taken from another paragraph, the title or the source may be the wrong one; one from the sentence before hardly is.
_FAR_SCOPES = frozenset({"text", "title", "source", "none"})
# What makes a count doubtful; that a number is written in words (another flag of theirs) does not.
_COUNT_FLAGS = frozenset({"elliptical", "implied_currency"})
_QUOTATION = (("“", "”"), ("‘", "’"), ("«", "»"))
_EVIDENCE_LIMIT = 400  # characters; beyond that the anchor alone is the evidence


@cache
def _usual() -> dict[str, float]:
    return Lexicon(DIRECTORY / "facts.toml").numbers("outlier.above")


def locality_link(place: PlaceChoice) -> Link:
    """The step that filled the slot ``locality``."""
    if place.reference is None:
        return Link("locality", place.scope, place.rule)
    return Link("locality", place.scope, place.rule, place.reference.start, place.reference.end)


def event_link(cue: str, rule: str = "") -> Link:
    """The step that filled the slot ``event``: a cue word, or the name of the rule that did without one."""
    return Link("event", "clause" if cue else "default", rule or (f"cue:{cue}" if cue else "no_cue"))


def flags_of(quantity: Quantity | None, mention: ModelMention | None, place: PlaceChoice) -> tuple[str, ...]:
    """Reasons why an editor should look at a fact."""
    flags: list[str] = []
    if quantity is not None:
        flags += [flag for flag in quantity.flags if flag in _COUNT_FLAGS]
        if quantity.unit_class == "other":
            flags.append("unusual_unit")
        if quantity.value > _usual().get(quantity.unit_class, float("inf")):
            flags.append("outlier")
    if mention is not None:
        flags += mention.flags
    if place.reference is not None:
        flags += [f for named in place.reference.mentions for f in named.flags if f == "ambiguous_locality"]
    if place.scope in _FAR_SCOPES:
        flags.append("inherited_locality")
    return tuple(dict.fromkeys(flags))


def evidence_of(
    view: View, sentence: Sentence, anchor: tuple[int, int], links: Sequence[Link]
) -> tuple[int, int]:
    """The shortest stretch of the sentence that holds the anchor and what was linked to it there, quotation marks in pairs."""
    spans = [anchor]
    spans += [
        (link.start, link.end)
        for link in links
        if link.start is not None
        and link.end is not None
        and sentence.start <= link.start
        and link.end <= sentence.end
    ]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    if end - start > _EVIDENCE_LIMIT:
        return anchor
    return (start, end + 1) if _cuts_quotation(view.text, start, end) else (start, end)


def _cuts_quotation(text: str, start: int, end: int) -> bool:
    return any(
        text[end : end + 1] == closing and text.rfind(opening, start, end) > text.rfind(closing, start, end)
        for opening, closing in _QUOTATION
    )


def around(view: View, sentence: Sentence, start: int, end: int) -> Around:
    """The words around an anchor; inside a bracket only those of the bracket."""
    clause_start, clause_end = view.clause_bounds(sentence, min(max(start, sentence.start), sentence.end - 1))
    start = max(start, clause_start)
    opening = view.text.rfind("(", clause_start, start)
    if opening >= 0 and view.text.find(")", opening, start) < 0:
        closing = view.text.find(")", start, clause_end)
        return Around(view.lower[opening:start], view.lower[end : closing if closing >= 0 else clause_end])
    others = [q.end for q in sentence.quantities] + [m.end for m in sentence.models]
    last = max((position for position in others if clause_start <= position <= start), default=clause_start)
    return Around(
        view.lower[clause_start:start],
        view.lower[end:clause_end],
        view.lower[sentence.start : clause_start],
        last - clause_start,
    )
