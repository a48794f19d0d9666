"""An `Explanation` in words: one layer of marks a component, and a sheet a fact."""

from __future__ import annotations

from dataclasses import dataclass

from extract.explain.meanings import meaning
from extract.explain.reading import Explanation
from extract.explain.weighing import in_words
from extract.ranking import bundled_weights
from extract.records import (
    Fact,
    Link,
    LocalityMention,
    ModelMention,
    Qualifier,
    Quantity,
    TimeExpression,
)

_CUE = "cue:"
_QUALIFIERS = {Qualifier.EXACT: "", Qualifier.AT_LEAST: "≥ ", Qualifier.APPROX: "≈ "}


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch of the text: a short label, what was understood, and further lines (candidates that lost)."""

    start: int
    end: int
    label: str
    detail: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """What one component saw."""

    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One slot of a fact: its value, how it was filled, and the stretch of text it was filled from."""

    slot: str
    value: str
    how: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class FactSheet:
    """A fact in words."""

    headline: str
    rule: str
    confidence: float
    flags: tuple[str, ...]
    slots: tuple[SlotLine, ...]
    start: int
    end: int


def layers(explanation: Explanation) -> tuple[Layer, ...]:
    """The layers in the order in which the components run; sentences are not among them."""
    masks = [Mark(m.start, m.end, m.kind, "its number counts nothing") for m in explanation.masks]
    return (
        Layer("masks", tuple(masks)),
        Layer("quantities", tuple(_quantity(q) for q in explanation.quantities)),
        Layer("times", tuple(_time(t) for t in explanation.times)),
        Layer("localities", tuple(_locality(m) for m in explanation.localities)),
        Layer("models", tuple(_model(m) for m in explanation.models)),
        Layer(
            "counts left out", tuple(Mark(o.start, o.end, o.rule, o.meaning) for o in explanation.left_out)
        ),
    )


def weighed(explanation: Explanation) -> tuple[Mark, ...]:
    """Every decision that was weighed, in text order: what it is about, how likely each option was, and what spoke most for the chosen one."""
    ordered = sorted(explanation.rankings, key=lambda ranking: ranking.start)
    return tuple(Mark(r.start, r.end, r.slot, in_words(r, bundled_weights())) for r in ordered)


def fact_sheet(fact: Fact) -> FactSheet:
    """One fact with the way each of its slots was filled."""
    by_slot = {link.slot: link for link in fact.links}
    slots = [
        _slot("model", fact.model, by_slot.get("model"), missing="models in general"),
        _slot("locality", fact.locality, by_slot.get("locality"), missing="nowhere"),
        _slot("event", fact.event.value if fact.event else None, by_slot.get("event"), missing="none"),
        _slot("date", fact.date, by_slot.get("date"), missing="none"),
    ]
    count = count_in_words(fact.value, fact.value_max, fact.qualifier, fact.unit or "")
    return FactSheet(
        headline=f"{count or 'no count'} · {fact.model or 'models in general'}",
        rule=fact.rule,
        confidence=fact.confidence,
        flags=fact.flags,
        slots=tuple(slots),
        start=fact.start,
        end=fact.end,
    )


def count_in_words(value: float | None, value_max: float | None, qualifier: Qualifier, unit: str) -> str:
    """“≥ 12–15 hộ”; empty where there is no count."""
    if value is None:
        return ""
    range_end = f"–{_number(value_max)}" if value_max is not None else ""
    return f"{_QUALIFIERS[qualifier]}{_number(value)}{range_end} {unit}".rstrip()


def _number(value: float) -> str:
    """With commas between the thousands, and no decimals that say nothing."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _quantity(quantity: Quantity) -> Mark:
    count = count_in_words(quantity.value, quantity.value_max, quantity.qualifier, quantity.unit)
    parts = [count, f"class {quantity.unit_class}"]
    if quantity.of_total is not None:
        parts.append(f"of {_number(quantity.of_total)}")
    parts += quantity.flags
    return Mark(quantity.start, quantity.end, quantity.unit_class, " · ".join(parts))


def _time(time: TimeExpression) -> Mark:
    return Mark(time.start, time.end, time.kind, time.value or "names no date")


def _locality(mention: LocalityMention) -> Mark:
    parts = [mention.path]
    if mention.code:
        parts.append(f"code {mention.code}, {mention.vintage} structure")
    parts += [
        word
        for word, holds in (
            ("without its type", mention.bare),
            ("in an organisation's name", mention.organisation),
            ("called a former unit", mention.former),
        )
        if holds
    ]
    parts += mention.flags
    notes: tuple[str, ...] = ()
    if len(mention.candidates) > 1:
        ordered = sorted(mention.candidates, key=lambda candidate: not candidate.chosen)
        notes = tuple(
            f"{'✓' if c.chosen else '✗'} {c.path} ({c.code or 'no code'}, {c.vintage or 'no vintage'}): {c.reason}"
            for c in ordered
        )
    return Mark(mention.start, mention.end, mention.type, " · ".join(parts), notes)


def _model(mention: ModelMention) -> Mark:
    parts = [part for part in (mention.canonical, meaning("models", mention.rule), *mention.flags) if part]
    return Mark(mention.start, mention.end, mention.rule, " · ".join(parts))


def _slot(slot: str, value: str | None, link: Link | None, *, missing: str) -> SlotLine:
    if link is None:
        return SlotLine(slot, value or missing, "")
    return SlotLine(slot, value or missing, _how(link), link.start, link.end)


def _how(link: Link) -> str:
    """“sentence, governing: the place named before it”."""
    scope = meaning("scopes", link.scope) or link.scope
    if link.rule.startswith(_CUE):
        return f"{scope}, the cue “{link.rule.removeprefix(_CUE)}”"
    told = meaning(link.slot, link.rule) or (meaning("models", link.rule) if link.slot == "model" else "")
    rule = f"{link.rule}: {told}" if told else link.rule
    return rule if link.scope in {"none", "default"} else f"{scope}, {rule}"
