"""Facts from mentions: one per count, one per model and place (annotation guideline, “Facts”).

The text is read once, sentence by sentence, in order. Each slot of a fact is filled from the clause, else the sentence, else
the running text, the title, the source; the steps stand in ``Fact.links``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from extract.facts.affinity import unit_affinity
from extract.facts.anaphora import taken_up, with_anaphor
from extract.facts.assemble import around
from extract.facts.counts import Before, Slots, carried_time, count_fact, place_of_count
from extract.facts.dates import nearest_time
from extract.facts.deciding import Decider
from extract.facts.events import event_rules
from extract.facts.focus import Focus, PlaceReference, place_references
from extract.facts.model_link import ModelChoice, ModelFocus, link_models
from extract.facts.model_options import ModelCase
from extract.facts.pair_options import pair_options
from extract.facts.paths import Level, contains, level
from extract.facts.place_link import PlaceChoice, anchors, apposed_list, container, counted_level
from extract.facts.presence import attach_places, presences, settle, take_up_list
from extract.facts.scope import Case, DocumentScope, deciding_rule, document_scope
from extract.facts.state import Launch, Presence, Scene, State
from extract.facts.view import Reading, Sentence, View, build_view
from extract.ranking import Weights, bundled_weights
from extract.records import Event, Fact, Quantity, Ranking, ScopeDecision

_CAPTION = 20  # characters; a shorter line that comes again is no repeated caption
_OPENING = 3  # sentences at the start of a text that may set the period it reports on
_PERIODS = frozenset({"span", "year", "until"})
_LISTED = 2  # names behind a count of models that make a list
_NAME_REACH = 24  # characters between a count and a name that belongs to it


@dataclass(frozen=True, slots=True)
class Linked:
    """The facts of a document in text order of their evidence, and what was decided on each of its counts."""

    facts: tuple[Fact, ...]
    decisions: tuple[ScopeDecision, ...]
    rankings: tuple[Ranking, ...]


@dataclass(frozen=True, slots=True)
class _Linker:
    """What holds for the whole document: its view, its reading, its scope, and who decides."""

    view: View
    reading: Reading
    scope: DocumentScope
    decider: Decider


def find_facts(reading: Reading, weights: Weights | None = None, *, noted: bool = True) -> Linked:
    """All facts of a document, why counts of it are none, and (where it is ``noted``) what was weighed.

    ``weights``: the bundled ones unless given.
    """
    view = build_view(reading)
    names = {mention.canonical for mention in reading.models}
    scope = document_scope(view, has_models=bool(names), title=reading.title)
    named = frozenset(mention.path for mention in reading.localities)
    main = _main_place(reading)
    places = Focus(reading.province_path, _title_place(reading), named, main)
    state = State(places, ModelFocus(len(names)))
    linker = _Linker(view, reading, scope, Decider(weights or bundled_weights(), noted))
    repeated: set[str] = set()
    for sentence in view.sentences:
        text = view.text[sentence.start : sentence.end]
        if len(text) > _CAPTION and text in repeated:
            # A caption printed twice says what it says once.
            state.decisions += [_left_out(q, "repeated_sentence") for q in sentence.quantities]
            continue
        repeated.add(text)
        _read_sentence(linker, with_anaphor(view, sentence, state), state)
    settle(view, linker.decider, state)
    facts = _told_once(sorted(state.facts, key=lambda fact: (fact.start, fact.end)), state)
    decisions = sorted(state.decisions, key=lambda decision: decision.start)
    return Linked(tuple(facts), tuple(decisions), tuple(state.rankings))


def _told_once(facts: Sequence[Fact], state: State) -> list[Fact]:
    """Each fact at its first telling; “trong 22 mô hình …” only repeats a total."""
    first: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        told = (fact.event, fact.date) if fact.value is None else ()
        key = (fact.model, fact.value, fact.unit, fact.locality, *told)
        if first.setdefault(key, fact) is not fact:
            state.decisions.append(_left_out(fact, "told_before"))
    return list(first.values())


def _left_out(told: Quantity | Fact, rule: str) -> ScopeDecision:
    return ScopeDecision(told.start, told.end, kept=False, rule=rule)


def _title_place(reading: Reading) -> str | None:
    """The place the title names: one of the text whose own name stands in it, else one that only the title has."""
    title = reading.title.lower()
    named = (m.path for m in reading.localities if m.name and m.name.lower() in title)
    return next((path for path in chain(named, (m.path for m in reading.title_localities))), None)


def _main_place(reading: Reading) -> str | None:
    """The place, below the province, that the text names most often; of equals the one named first."""
    named = Counter(m.path for m in reading.localities if level(m.path) is not Level.PROVINCE)
    return named.most_common(1)[0][0] if named else None


def _read_sentence(linker: _Linker, sentence: Sentence, state: State) -> None:
    view = linker.view
    references = tuple(place_references(view, sentence, state.places))
    quantities, chances = _in_scope(linker, sentence, references, state)
    barriers = tuple(anchors(sentence, quantities))
    attached = attach_places(view, sentence, references, barriers)
    levels = frozenset(rank for rank in map(counted_level, quantities) if rank is not None)
    scene = Scene(sentence, references, barriers, attached, levels)
    if not sentence.index or view.sentences[sentence.index - 1].paragraph != sentence.paragraph:
        state.opened_in = sentence.index
    ruled: list[Presence] = []
    tied = _count(linker, scene, quantities, chances, ruled, state)
    scattered = {p.mention.canonical for p in ruled if p.choice.rule == "listed"}
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
        ruled.append(presence)
    for name in scattered:
        state.model_places.pop(name, None)
    ruled += taken_up(view, scene, state)
    ruled = [replace(presence, moment=state.moment) for presence in ruled]
    state.pending += pair_options(view, scene, ruled, state)
    state.placeless += [presence for presence in ruled if presence.choice.path is None]
    _advance(view, scene, tied, state)


def _in_scope(
    linker: _Linker, sentence: Sentence, references: Sequence[PlaceReference], state: State
) -> tuple[list[Quantity], list[float]]:
    """The counts of the sentence that are in scope, and how likely each is to be."""
    kept: list[Quantity] = []
    chances: list[float] = []
    view = linker.view
    for quantity in sentence.quantities:
        if any(model.start <= quantity.number_start < model.end for model in sentence.models):
            continue  # “Xứ, họ đạo 4 gương mẫu” is a name
        listed = apposed_list(view, quantity, references)
        case = Case(
            view=view,
            sentence=sentence,
            quantity=quantity,
            document=linker.scope,
            linked=_is_beside_name(view, quantity, sentence),
            spelled_out=listed is not None and len(listed.members) > 1,
            kept=kept,
            related=any(unit_affinity(model, quantity) for model in state.models.seen.values()),
        )
        rule = deciding_rule(case)
        name, ruled = ("none", False) if rule is None else (rule.name, rule.keep)
        if rule is not None and rule.final:
            state.decisions.append(ScopeDecision(quantity.start, quantity.end, ruled, name))
            continue
        keep, likely = linker.decider.keeps(case, rule, state)
        state.decisions.append(
            ScopeDecision(quantity.start, quantity.end, keep, name, overruled=keep != ruled)
        )
        if keep:
            kept.append(quantity)
            chances.append(likely)
    return kept, chances


def _is_beside_name(view: View, quantity: Quantity, sentence: Sentence) -> bool:
    """A model is named before the count in its sentence, or right behind it."""
    for mention in sentence.models:
        if mention.start < quantity.start:
            return True
        if 0 <= mention.start - quantity.unit_end <= _NAME_REACH:
            return ";" not in view.gap(quantity.unit_end, mention.start)
    return False


def _count(
    linker: _Linker,
    scene: Scene,
    quantities: Sequence[Quantity],
    chances: Sequence[float],
    ruled: list[Presence],
    state: State,
) -> set[int]:
    """Add a fact for each count; the starts of the places tied to counts. What a list of places says of each goes to ``ruled``."""
    tied: set[int] = set()
    sentence, view, decider = scene.sentence, linker.view, linker.decider
    document_models = linker.reading.models
    proposals = link_models(view, sentence, quantities, state.models, document_models)
    starts = [quantity.start for quantity in quantities]
    model_counts = [quantity.start for quantity in quantities if quantity.unit_class == "model"]
    named = frozenset(mention.canonical for mention in sentence.models)
    here = frozenset(path for reference in scene.references for path in reference.members)
    known = dict(state.model_places)
    state.models.latest_counted = None
    previous: ModelChoice | None = None
    before: Before | None = None
    for quantity, proposed, in_scope in zip(quantities, proposals, chances, strict=True):
        case = ModelCase(
            view=view,
            sentence=sentence,
            quantity=quantity,
            starts=starts,
            model_counts=model_counts,
            named=named,
            focus=state.models,
            document_models=document_models,
            title=linker.reading.title,
            places=here,
            known=known,
        )
        choice, model_chance = decider.model(case, proposed, previous, state)
        previous = choice
        ruled_place = place_of_count(view, scene, quantity, choice, before, state)
        path_before = before.place.path if before is not None else None
        place, place_chance = decider.place(view, scene, quantity, choice, path_before, ruled_place, state)
        before = Before(quantity, place)
        if place.scope == "clause" and place.reference is not None:
            tied.add(place.reference.start)
        take_up_list(sentence, quantity, state)
        slots = Slots(
            quantity, choice, place, {"scope": in_scope, "model": model_chance, "place": place_chance}
        )
        state.facts.append(count_fact(view, sentence, slots, decider, state))
        if choice.mention is None:
            if choice.rule == "general_count" and place.path is not None:
                ruled += _list_under(scene, quantity, place)
            continue
        state.models.latest_counted = choice.mention
        state.counted.add((choice.mention.canonical, place.path))
        state.told(choice.mention.canonical, place.path)
        if len(place.members) > 1:
            for member in place.members:
                listed = PlaceChoice(member, place.scope, "listed", reference=place.reference)
                anchor = (quantity.start, quantity.end)
                ruled.append(Presence(sentence, choice.mention, listed, anchor))
    return tied


def _list_under(scene: Scene, quantity: Quantity, place: PlaceChoice) -> Iterator[Presence]:
    """“huyện có 19 mô hình, nổi bật: “A”, “B”, “C””: the models listed under a count of models are where it is."""
    behind = [m for m in scene.sentence.models if m.start > quantity.end]
    if len(behind) < _LISTED:
        return
    for mention in behind:
        if scene.place_of_model(mention) is None:
            under = PlaceChoice(place.path, place.scope, "listed_under_count", reference=place.reference)
            yield Presence(scene.sentence, mention, under)


def _advance(view: View, scene: Scene, tied: set[int], state: State) -> None:
    """Move the focus on: what the next sentence can inherit. A place that belongs to a model is remembered with it only."""
    sentence = scene.sentence
    for reference in scene.references:
        state.named_in.update(dict.fromkeys(reference.members, sentence.index))
    taken = scene.consumed | tied
    references = [r for r in scene.references if not r.weak and r.start not in taken]
    carried = carried_time(view, sentence, state)
    times = [time for time in sentence.times if time.value is not None]
    state.time = times[-1] if times else carried
    if times:
        state.moment = replace(state.moment, time=times[-1], told_in=sentence.index)
    if sentence.index < _OPENING and state.moment.period is None:
        period = next((time for time in times if time.kind in _PERIODS), None)
        state.moment = replace(state.moment, period=period)
    state.models.see(view, sentence)
    for mention in sentence.models[-1:]:
        reading = event_rules().read(
            around(view, sentence, mention.outer_start, mention.outer_end), dated=False
        )
        if reading.event is Event.LAUNCHED and not reading.inferred and mention.rule != "anaphor":
            time = nearest_time(view, sentence, mention.start)
            state.launch = Launch(mention.canonical, sentence.index, sentence.paragraph, time)
            state.moment = replace(state.moment, launch=state.launch)
            state.launches.setdefault(mention.canonical, sentence.index)
    governing = [reference for reference in references if reference.strong]
    if not governing:
        current = state.places.current
        governing = [r for r in references if not r.generic and not (current and contains(r.leaf, current))]
    if governing:
        state.places.current = container(governing[0], state.places.province)
        state.places.set_in = sentence.paragraph
        state.moved_in = sentence.index
