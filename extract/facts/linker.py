"""Facts from mentions: one per count, one per model and place (annotation guideline, “Facts”).

The text is read once, sentence by sentence, in order. Each slot of a fact is filled from the clause, else the sentence, else
the running text, the title, the source; the steps stand in ``Fact.links``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.facts.affinity import unit_affinity
from extract.facts.anaphora import taken_up, with_anaphor
from extract.facts.assemble import around
from extract.facts.counts import Before, carried_time, count_fact, place_of_count
from extract.facts.dates import nearest_time
from extract.facts.events import event_rules
from extract.facts.focus import Focus, PlaceReference, place_references
from extract.facts.model_link import ModelFocus, link_models
from extract.facts.paths import contains
from extract.facts.place_link import PlaceChoice, anchors, apposed_list, container
from extract.facts.presence import attach_places, presences, settle, take_up_list
from extract.facts.scope import Case, DocumentScope, deciding_rule, document_scope
from extract.facts.state import Launch, Presence, Scene, State
from extract.facts.view import Reading, Sentence, View, build_view
from extract.records import Event, Fact, ModelMention, Quantity, ScopeDecision

_CAPTION = 20  # characters; a shorter line that comes again is no repeated caption
_LISTED = 2  # names behind a count of models that make a list
_NAME_REACH = 24  # characters between a count and a name that belongs to it


@dataclass(frozen=True, slots=True)
class Linked:
    """The facts of a document in text order of their evidence, and what was decided on each of its counts."""

    facts: tuple[Fact, ...]
    decisions: tuple[ScopeDecision, ...]


def find_facts(reading: Reading) -> Linked:
    """All facts of a document, and why counts of it are none."""
    view = build_view(reading)
    names = {mention.canonical for mention in reading.models}
    scope = document_scope(view, has_models=bool(names), title=reading.title)
    named = frozenset(mention.path for mention in reading.localities)
    state = State(Focus(reading.province_path, _title_place(reading), named), ModelFocus(len(names)))
    repeated: set[str] = set()
    for sentence in view.sentences:
        text = view.text[sentence.start : sentence.end]
        if len(text) > _CAPTION and text in repeated:
            # A caption printed twice says what it says once.
            state.decisions += [_left_out(q, "repeated_sentence") for q in sentence.quantities]
            continue
        repeated.add(text)
        _read_sentence(view, with_anaphor(view, sentence, state), scope, reading.models, state)
    settle(view, state)
    facts = _told_once(sorted(state.facts, key=lambda fact: (fact.start, fact.end)), state)
    return Linked(tuple(facts), tuple(sorted(state.decisions, key=lambda decision: decision.start)))


def _told_once(facts: Sequence[Fact], state: State) -> list[Fact]:
    """Each fact at its first telling; “trong 22 mô hình …” only repeats a total."""
    first: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        key = (fact.model, fact.value, fact.unit, fact.locality, fact.event, fact.date)
        if first.setdefault(key, fact) is not fact:
            state.decisions.append(_left_out(fact, "told_before"))
    return list(first.values())


def _left_out(told: Quantity | Fact, rule: str) -> ScopeDecision:
    return ScopeDecision(told.start, told.end, kept=False, rule=rule)


def _title_place(reading: Reading) -> str | None:
    """The place the title names: one found in it, else one of the text whose own name stands in it."""
    if reading.title_localities:
        return reading.title_localities[0].path
    title = reading.title.lower()
    return next((m.path for m in reading.localities if m.name and m.name.lower() in title), None)


def _read_sentence(
    view: View,
    sentence: Sentence,
    scope: DocumentScope,
    document_models: Sequence[ModelMention],
    state: State,
) -> None:
    references = tuple(place_references(view, sentence, state.places))
    quantities = _in_scope(view, sentence, references, scope, state)
    barriers = tuple(anchors(sentence, quantities))
    attached = attach_places(view, sentence, references, barriers)
    scene = Scene(sentence, references, barriers, attached)
    scattered, tied = _count(view, scene, quantities, document_models, state)
    for presence in presences(view, scene, state):
        if len(presence.choice.members) > 1:
            scattered.add(presence.mention.canonical)
        if (
            presence.mention.canonical not in scattered
            and presence.choice.explicit
            and presence.choice.path is not None
            and len(presence.choice.members) == 1
        ):
            state.model_places[presence.mention.canonical] = (presence.choice.path, sentence.index)
        state.pending.append(presence)
    for name in scattered:
        state.model_places.pop(name, None)
    taken_up(view, scene, state)
    _advance(view, scene, tied, state)


def _in_scope(
    view: View, sentence: Sentence, references: Sequence[PlaceReference], scope: DocumentScope, state: State
) -> list[Quantity]:
    kept: list[Quantity] = []
    for quantity in sentence.quantities:
        if any(model.start <= quantity.number_start < model.end for model in sentence.models):
            continue  # “Xứ, họ đạo 4 gương mẫu” is a name
        listed = apposed_list(view, quantity, references)
        case = Case(
            view=view,
            sentence=sentence,
            quantity=quantity,
            document=scope,
            linked=_is_beside_name(view, quantity, sentence),
            spelled_out=listed is not None and len(listed.members) > 1,
            kept=kept,
            related=any(unit_affinity(model, quantity) for model in state.models.seen.values()),
        )
        rule = deciding_rule(case)
        keep = rule is not None and rule.keep
        state.decisions.append(
            ScopeDecision(quantity.start, quantity.end, keep, rule.name if rule is not None else "none")
        )
        if keep:
            kept.append(quantity)
    return kept


def _is_beside_name(view: View, quantity: Quantity, sentence: Sentence) -> bool:
    """A model is named before the count in its sentence, or right behind it."""
    for mention in sentence.models:
        if mention.start < quantity.start:
            return True
        if 0 <= mention.start - quantity.unit_end <= _NAME_REACH:
            return ";" not in view.gap(quantity.unit_end, mention.start)
    return False


def _count(
    view: View,
    scene: Scene,
    quantities: Sequence[Quantity],
    document_models: Sequence[ModelMention],
    state: State,
) -> tuple[set[str], set[int]]:
    """Add a fact for each count; the models that stand in several places at once, and the starts of the places tied to counts."""
    scattered: set[str] = set()
    tied: set[int] = set()
    sentence = scene.sentence
    choices = link_models(view, sentence, quantities, state.models, document_models)
    state.models.latest_counted = None
    before: Before | None = None
    for quantity, choice in zip(quantities, choices, strict=True):
        place = place_of_count(view, scene, quantity, choice, before, state)
        before = Before(quantity, place)
        if place.scope == "clause" and place.reference is not None:
            tied.add(place.reference.start)
        take_up_list(sentence, quantity, state)
        state.facts.append(count_fact(view, sentence, quantity, choice, place, state))
        if choice.mention is None:
            if choice.rule == "general_count" and place.path is not None:
                _list_under(scene, quantity, place, state)
            continue
        state.models.latest_counted = choice.mention
        state.counted.add((choice.mention.canonical, place.path))
        state.told(choice.mention.canonical, place.path)
        if len(place.members) > 1:
            scattered.add(choice.mention.canonical)
            for member in place.members:
                listed = PlaceChoice(member, place.scope, "listed", reference=place.reference)
                anchor = (quantity.start, quantity.end)
                state.pending.append(Presence(sentence, choice.mention, listed, anchor))
    return scattered, tied


def _list_under(scene: Scene, quantity: Quantity, place: PlaceChoice, state: State) -> None:
    """“huyện có 19 mô hình, nổi bật: “A”, “B”, “C””: the models listed under a count of models are where it is."""
    behind = [m for m in scene.sentence.models if m.start > quantity.end]
    if len(behind) < _LISTED:
        return
    for mention in behind:
        if scene.place_of_model(mention) is None:
            under = PlaceChoice(place.path, place.scope, "listed_under_count", reference=place.reference)
            state.pending.append(Presence(scene.sentence, mention, under))


def _advance(view: View, scene: Scene, tied: set[int], state: State) -> None:
    """Move the focus on: what the next sentence can inherit. A place that belongs to a model is remembered with it only."""
    sentence = scene.sentence
    taken = scene.consumed | tied
    references = [r for r in scene.references if not r.weak and r.start not in taken]
    carried = carried_time(view, sentence, state)
    times = [time for time in sentence.times if time.value is not None]
    state.time = times[-1] if times else carried
    state.models.see(view, sentence)
    for mention in sentence.models[-1:]:
        reading = event_rules().read(
            around(view, sentence, mention.outer_start, mention.outer_end), dated=False
        )
        if reading.event is Event.LAUNCHED and not reading.inferred and mention.rule != "anaphor":
            time = nearest_time(view, sentence, mention.start)
            state.launch = Launch(mention.canonical, sentence.index, sentence.paragraph, time)
    governing = [reference for reference in references if reference.strong]
    if not governing:
        current = state.places.current
        governing = [r for r in references if not r.generic and not (current and contains(r.leaf, current))]
    if governing:
        state.places.current = container(governing[0], state.places.province)
        state.places.set_in = sentence.paragraph
        state.moved_in = sentence.index
