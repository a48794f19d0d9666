"""Facts without a count: this model is in this place.

One per model and place that the text ties together, unless a count of the pair says it already; and one for the governing
place where a model would otherwise have no fact at all (annotation guideline, “Facts”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.facts.assemble import around, event_link, evidence_of, flags_of, locality_link
from extract.facts.confidence import confidence
from extract.facts.date_options import DateCase
from extract.facts.dates import dates_state, is_point, nearest_time
from extract.facts.deciding import LIKELY, Decider
from extract.facts.event_features import EventCase
from extract.facts.events import event_rules
from extract.facts.focus import PlaceReference
from extract.facts.geometry import Span
from extract.facts.place_link import PlaceChoice, attached_after, from_context, preceding, same_list
from extract.facts.state import Presence, Scene, State
from extract.facts.view import Sentence, View
from extract.records import Event, Fact, Link, Qualifier, Quantity

_SHARED = re.compile(r"(?:đều|cùng|cả hai|cả ba)\s+(?:được\s+\w+\s+\w+\s+)?(?:tại|ở|thuộc)\s*$")


def attach_places(
    view: View, sentence: Sentence, references: Sequence[PlaceReference], barriers: Sequence[int]
) -> dict[int, PlaceReference]:
    """For each model of the sentence (by index) the place reference that follows it and is tied to it.

    Names joined by “và” or a comma share the place that follows the last of them (“A” và “B”, đều ở thị trấn X).
    """
    attached: dict[int, PlaceReference] = {}
    models = sentence.models
    for index, mention in enumerate(models):
        own = [position for position in barriers if position > mention.outer_start]
        reference = attached_after(view, sentence, mention.outer_end, references, own)
        if reference is not None:
            attached[index] = reference
    for index in range(len(models) - 2, -1, -1):
        following = attached.get(index + 1)
        if following is None:
            continue
        if _share(view, sentence, index, following, attached.get(index)):
            attached[index] = following
    return attached


def _share(
    view: View, sentence: Sentence, index: int, following: PlaceReference, own: PlaceReference | None
) -> bool:
    """Tell whether model ``index`` shares the place that follows the next model."""
    first, second = sentence.models[index], sentence.models[index + 1]
    between = view.gap(first.outer_end, second.outer_start)
    if own is None and same_list(view, first, second):
        return True
    if ";" in between or not _SHARED.search(view.gap(second.outer_end, following.start)):
        return False
    return own is None or own.start == following.start or "trường" in between


def presences(view: View, scene: Scene, state: State) -> Iterator[Presence]:
    """Every pair of model and place of the sentence, in text order."""
    sentence = scene.sentence
    for index, mention in enumerate(sentence.models):
        inside = [m for m in sentence.localities if mention.start <= m.start < mention.end]
        reference = scene.attached.get(index)
        if inside and reference is None:
            yield Presence(
                sentence, mention, PlaceChoice(inside[-1].path, "clause", "in_name", (inside[-1].path,))
            )
            continue
        if reference is not None:
            for path in reference.members:
                yield Presence(
                    sentence, mention, PlaceChoice(path, "clause", "attached", reference.members, reference)
                )
            continue
        governing = preceding(view, sentence, mention.outer_start, scene.references, scene.consumed)
        if governing is not None:
            for path in governing.members:
                choice = PlaceChoice(path, "sentence", "governing", governing.members, governing)
                yield Presence(sentence, mention, choice)
            continue
        yield Presence(sentence, mention, from_context(state.places, None, sentence.paragraph))


def settle(view: View, decider: Decider, state: State) -> None:
    """Turn the pairs that waited into facts: the likely ones, then the likeliest for each model that has none yet."""
    counted: dict[str, list[str]] = {}
    for name, path in sorted(state.counted, key=str):
        if path is not None:
            counted.setdefault(name, []).append(path)
    weighed = [
        (option.choice, decider.tied(option, counted.get(option.choice.mention.canonical, ()), state))
        for option in state.pending
    ]
    for presence, likely in weighed:
        if likely >= LIKELY:
            _add(view, presence, likely, decider, state)
    named = {name for name, _ in state.present | state.counted}
    lonely: dict[str, tuple[Presence, float]] = {}
    for presence, likely in weighed:
        name = presence.mention.canonical
        if name not in named and (name not in lonely or likely > lonely[name][1]):
            lonely[name] = (presence, likely)
    for presence, likely in lonely.values():
        _add(view, presence, likely, decider, state)
    for presence in state.placeless:
        if presence.mention.canonical not in named and presence.mention.canonical not in lonely:
            lonely[presence.mention.canonical] = (presence, LIKELY)
            _add(view, presence, LIKELY, decider, state)


def take_up_list(sentence: Sentence, quantity: Quantity, state: State) -> None:
    """“Qua đó, 5/5 địa phương đều được công nhận”: what is said of all n listed places is said of each."""
    if quantity.of_total != quantity.value:
        return
    listed = [
        index
        for index, presence in enumerate(state.pending)
        if presence.choice.choice.rule == "listed" and presence.choice.sentence.index == sentence.index - 1
    ]
    if len(listed) == quantity.value:
        for index in listed:
            option = state.pending[index]
            option.choice = replace(option.choice, sentence=sentence, anchor=(quantity.start, quantity.end))


def _add(view: View, presence: Presence, likely: float, decider: Decider, state: State) -> None:
    sentence, mention, choice = presence.sentence, presence.mention, presence.choice
    pair = (mention.canonical, choice.path)
    if pair in state.counted or pair in state.present:
        return
    state.present.add(pair)
    state.told(*pair)
    anchor = presence.anchor or (mention.outer_start, mention.outer_end)
    if not sentence.start <= anchor[0] < sentence.end:
        anchor = (sentence.start, sentence.end)
    reference = choice.reference
    end_of_anchor, between = anchor[1], ""
    if reference is not None and choice.rule == "attached" and not reference.agent:
        between = view.gap(anchor[1], reference.start)
        end_of_anchor = max(end_of_anchor, reference.end)
    time = nearest_time(view, sentence, anchor[0], end_of_anchor)
    words = around(view, sentence, anchor[0], end_of_anchor)
    words = replace(words, before=f"{words.before} {between}") if between else words
    reading = event_rules().read(words, dated=is_point(view, time))
    spoken = Span(anchor[0], end_of_anchor)
    event = decider.event(
        EventCase(
            view=view,
            sentence=sentence,
            around=words,
            quantity=None,
            mention=mention,
            scope=choice.scope,
            time=time,
            ruled=reading.event,
            step=reading.cue,
        ),
        anchor,
        pair,
        state,
    )
    if event is Event.OPERATING and not dates_state(time):
        time = None
    time = decider.date(DateCase(view, sentence, spoken, None, event, time, presence.moment), pair, state)
    links = [Link("model", "clause", mention.rule, mention.start, mention.end), locality_link(choice)]
    if time is not None:
        links.append(Link("date", "sentence", "nearest_time", time.start, time.end))
    links.append(event_link(reading.cue) if event is reading.event else event_link("", "weighed"))
    flags = flags_of(None, mention, choice)
    start, end = evidence_of(view, sentence, anchor, links)
    state.facts.append(
        Fact(
            model=mention.canonical,
            value=None,
            value_max=None,
            qualifier=Qualifier.EXACT,
            unit=None,
            locality=choice.path,
            event=event,
            date=time.value if time else None,
            evidence=view.text[start:end],
            start=start,
            end=end,
            confidence=confidence("presence", {"pair": likely}, links, flags, decider.weights),
            flags=flags,
            rule=f"presence.{choice.rule}",
            links=tuple(links),
            chances=(("pair", likely),),
        )
    )
