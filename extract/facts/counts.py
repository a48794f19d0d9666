"""One fact per count: its place, its event and its date, once its model is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extract.facts.assemble import around, event_link, evidence_of, flags_of, locality_link
from extract.facts.confidence import confidence
from extract.facts.date_options import DateCase
from extract.facts.dates import dates_state, is_point, nearest_time, takes_up
from extract.facts.deciding import Decider
from extract.facts.event_features import EventCase
from extract.facts.events import Around, event_rules
from extract.facts.focus import PlaceReference
from extract.facts.geometry import Span
from extract.facts.model_link import ModelChoice
from extract.facts.paths import contains
from extract.facts.place_link import (
    PlaceChoice,
    apposed_list,
    attached_after,
    container,
    fit,
    from_context,
    preceding,
)
from extract.facts.state import Launch, Scene, State
from extract.facts.view import Sentence, View
from extract.records import Event, Fact, Link, Quantity, TimeExpression


@dataclass(frozen=True, slots=True)
class Before:
    """The count before, in the same sentence, and its place."""

    quantity: Quantity
    place: PlaceChoice


# What a launch brings into being; the sentences after it count these.
_LAUNCHED_CLASSES = frozenset({"member", "group"})


def place_of_count(  # noqa: PLR0911 - one return per way a place is found
    view: View,
    scene: Scene,
    quantity: Quantity,
    choice: ModelChoice,
    before: Before | None,
    state: State,
) -> PlaceChoice:
    """Where a count holds: a list behind it, a place tied to it or to its model, a governing place, the running text."""
    sentence, references = scene.sentence, scene.references
    province = state.places.province
    governing = preceding(view, sentence, quantity.start, references, scene.consumed)
    fallback = governing.leaf if governing else province
    listed = apposed_list(view, quantity, references)
    if listed is not None:
        whole = fit(container(listed, fallback), quantity, province)
        return PlaceChoice(whole, "clause", "listed_places", listed.members, listed)
    end = quantity.end
    if choice.mention is not None and choice.rule in {"apposed", "tied_by_verb"}:
        end = choice.mention.outer_end
    following = attached_after(view, sentence, end, references, [p for p in scene.barriers if p >= end])
    if following is not None:
        whole = container(following, fallback)
        several = len(following.members) > 1
        if (
            several
            and governing is not None
            and len(governing.members) == 1
            and quantity.unit_class == "model"
        ):
            whole = governing.leaf
        return PlaceChoice(fit(whole, quantity, province), "clause", "attached", following.members, following)
    clause_start, _ = view.clause_bounds(sentence, quantity.start)
    own = scene.place_of_model(choice.mention) if choice.mention is not None else None
    if (
        governing is not None
        and choice.mention is not None
        and governing.start >= max(clause_start, choice.mention.end)
    ):
        own = None  # the clause names a place of its own
    if own is not None and choice.mention is not None and choice.mention.start < quantity.start:
        path = fit(container(own, province), quantity, province)
        return PlaceChoice(path, "sentence", "place_of_model", reference=own)
    memory = _memory(choice, governing, state)
    if memory is not None and governing is not None and governing.organisation and governing.generic:
        return PlaceChoice(fit(memory, quantity, province), "context", "inherited_of_model")
    same_clause = before is not None and before.quantity.start >= clause_start
    if governing is not None and not (same_clause and before and governing.end <= before.quantity.start):
        path = fit(container(governing, province), quantity, province)
        return PlaceChoice(path, "sentence", "governing", reference=governing)
    if before is not None and before.place.path is not None:
        return PlaceChoice(fit(before.place.path, quantity, province), before.place.scope, "as_before")
    inherited = from_context(state.places, memory, sentence.paragraph)
    return PlaceChoice(fit(inherited.path, quantity, province), inherited.scope, inherited.rule)


def _memory(choice: ModelChoice, governing: PlaceReference | None, state: State) -> str | None:
    """The one place the text gave the model, for a count that has none of its own; inside what an organisation of it governs."""
    if choice.mention is None:
        return None
    path = state.place_in_memory(choice.mention.canonical, named=choice.scope == "sentence")
    if path is None or (governing is not None and not contains(governing.leaf, path)):
        return None
    return path


@dataclass(frozen=True, slots=True)
class Slots:
    """The model and the place of a count, and how likely it is in scope and each of them right."""

    quantity: Quantity
    model: ModelChoice
    place: PlaceChoice
    chances: Mapping[str, float]


def count_fact(view: View, sentence: Sentence, slots: Slots, decider: Decider, state: State) -> Fact:
    """The fact a count states."""
    quantity, choice, place = slots.quantity, slots.model, slots.place
    words = around(view, sentence, quantity.start, quantity.end)
    event, time, event_step = _event_and_time(view, sentence, quantity, choice, words, state)
    mention = choice.mention
    anchor = Span(quantity.start, quantity.end)
    ruled = event
    event = decider.event(
        EventCase(
            view=view,
            sentence=sentence,
            around=words,
            quantity=quantity,
            mention=mention,
            scope=choice.scope,
            time=nearest_time(view, sentence, quantity.start),
            ruled=ruled,
            step=event_step.rule,
        ),
        (quantity.start, quantity.end),
        None,
        state,
    )
    if event is not ruled:
        event_step = event_link("", "weighed")
    time = decider.date(
        DateCase(
            view,
            sentence,
            anchor,
            quantity,
            event,
            time,
            state.moment,
            state.facts[-1] if state.facts else None,
        ),
        None,
        state,
    )
    links = [
        Link(
            "model", choice.scope, choice.rule, *((mention.start, mention.end) if mention else (None, None))
        ),
        locality_link(place),
    ]
    if time is not None:
        scope = "sentence" if time.start >= sentence.start else "context"
        links.append(Link("date", scope, "nearest_time", time.start, time.end))
    links.append(event_step)
    flags = flags_of(quantity, mention, place)
    start, end = evidence_of(view, sentence, (quantity.start, quantity.end), links)
    return Fact(
        model=mention.canonical if mention else None,
        value=quantity.value,
        value_max=quantity.value_max,
        qualifier=quantity.qualifier,
        unit=quantity.unit,
        locality=place.path,
        event=event,
        date=time.value if time else None,
        evidence=view.text[start:end],
        start=start,
        end=end,
        confidence=confidence("count", slots.chances, links, flags, decider.weights),
        flags=flags,
        rule=f"count.{choice.rule}.{place.rule}",
        links=tuple(links),
        chances=tuple(slots.chances.items()),
    )


def carried_time(view: View, sentence: Sentence, state: State) -> TimeExpression | None:
    """The time of the sentence before, where this one takes it up (“Qua đó, …”)."""
    return state.time if state.time is not None and takes_up(view, sentence) else None


def _event_and_time(
    view: View, sentence: Sentence, quantity: Quantity, choice: ModelChoice, words: Around, state: State
) -> tuple[Event | None, TimeExpression | None, Link]:
    """What happened, when, and how that was told."""
    rules = event_rules()
    bracketed = choice.rule == "out_of"  # “(là 2 trong 26 mô hình …)” stands outside the time of its sentence
    time = (
        None
        if bracketed
        else nearest_time(view, sentence, quantity.start) or carried_time(view, sentence, state)
    )
    reading = rules.of_count(quantity, words, dated=is_point(view, time))
    if reading is None or _reaches_of_result(sentence, quantity, words, state):
        return None, time, event_link("", "result")
    event = reading.event
    told = any(
        fact.start >= sentence.start and fact.event not in (None, Event.LAUNCHED) for fact in state.facts[-3:]
    )
    launch = None if told else _launch_of(sentence, choice, state)
    if launch is not None and event is Event.LAUNCHED:
        return event, time or launch.time, event_link(reading.cue)
    if launch is not None and not reading.cue and quantity.unit_class in _LAUNCHED_CLASSES:
        return Event.LAUNCHED, time or launch.time, event_link("", "launch_told_before")
    if event is Event.OPERATING and not dates_state(time):
        time = None
    return event, time, event_link(reading.cue)


def _launch_of(sentence: Sentence, choice: ModelChoice, state: State) -> Launch | None:
    """The launch of the count's model, told in one of the two sentences before this one."""
    launch, mention = state.launch, choice.mention
    if launch is None or mention is None or launch.model != mention.canonical:
        return None
    inherited = choice.scope == "context" or mention.rule == "anaphor"
    return launch if inherited and 0 < sentence.index - launch.sentence <= 2 else None


def _reaches_of_result(sentence: Sentence, quantity: Quantity, words: Around, state: State) -> bool:
    """A count of places right behind a result (22 cuộc tuyên truyền … trên địa bàn 10 khóm) is part of that result."""
    if quantity.unit_class != "place" or not words.last_anchor or not state.facts:
        return False
    previous = state.facts[-1]
    return previous.value is not None and previous.event is None and previous.start >= sentence.start
