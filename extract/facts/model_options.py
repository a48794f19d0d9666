"""The models a count can be about, each with what speaks for it and against it; “no model in particular” is one of the options."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from extract.facts.affinity import begins_in, is_team_in, sentence_affinity, unit_affinity
from extract.facts.geometry import Span, nearby, relation
from extract.facts.model_link import Cues, ModelChoice, ModelFocus, cues_of, heads, tie
from extract.facts.view import Sentence, View
from extract.ranking import Option
from extract.records import ModelMention, Quantity

_TEXT = 600  # characters
_RECENT = 6  # models; an older one is meant only by name
_LATER = 3  # models of the text that are named only after the count
_MOST = 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ModelCase:
    """One count whose model is sought. ``starts`` are those of the counts of its sentence, ``model_counts`` of those that count models; ``named`` the models its sentence names, ``places`` the paths, ``known`` the place the text gave each model."""

    view: View
    sentence: Sentence
    quantity: Quantity
    starts: Sequence[int]
    model_counts: Sequence[int]
    focus: ModelFocus
    document_models: Sequence[ModelMention]
    title: str
    named: Set[str]
    places: Set[str]
    known: Mapping[str, tuple[str, int]]

    @property
    def text(self) -> str:
        """The sentence up to the count, in lower case; of a very long one the end."""
        start = max(self.sentence.start, self.quantity.start - _TEXT)
        return self.view.lower[start : self.quantity.start]


def model_options(
    case: ModelCase, proposed: ModelChoice, previous: ModelChoice | None
) -> list[Option[ModelChoice]]:
    """One option per model, the ``proposed`` one first. ``previous`` is the choice for the count before in the sentence."""
    kind = case.quantity.unit_class
    cues = cues_of(case.view, case.sentence, case.quantity)
    options: dict[str | None, Option[ModelChoice]] = {}
    ruled = ["ruled", f"ruled {proposed.rule}", f"ruled {proposed.rule} {kind}"]
    for choice, features in (
        (proposed, ruled),
        *_in_sentence(case),
        *_spoken_of(case),
        *_named_later(case),
        (ModelChoice(None, "none", "no_model"), list(_for_none(case, cues))),
    ):
        name = choice.mention.canonical if choice.mention else None
        if name not in options:
            options[name] = Option(choice)
        options[name].features.update(features)
    inside = case.named
    for name, option in options.items():
        mention = option.choice.mention
        if mention is None:
            if previous is not None:
                option.features.add(f"none, before {'none' if previous.mention is None else 'one'}")
            continue
        option.features.update(_of_model(case, mention, previous, cues, "in" if name in inside else "out"))
    return list(options.values())


def _in_sentence(case: ModelCase) -> Iterator[tuple[ModelChoice, list[str]]]:
    view, sentence, quantity = case.view, case.sentence, case.quantity
    kind = quantity.unit_class
    anchor = Span(quantity.number_start, max(quantity.number_end, quantity.unit_end))
    clause = view.clause_bounds(sentence, anchor.start)
    for index, order in nearby(sentence.models, anchor):
        mention = sentence.models[index]
        side, features = relation(view, clause, anchor, mention, case.starts)
        features += [
            f"{side} {kind}",
            f"{side} nearest {order}",
            f"{side} by {mention.rule}",
        ]
        if side == "before" and _between(case.model_counts, mention.end, quantity.start):
            features.append("before a count of models")
        if side == "after":
            features += [f"after {name} {kind}" for name in tie(view, quantity, mention)]
        rule = {"before": "antecedent", "after": "tied_by_verb"}.get(side, "counted_by_name")
        yield ModelChoice(mention, "sentence", rule), features


def _between(starts: Sequence[int], low: int, high: int) -> bool:
    return bisect_left(starts, high) > bisect_left(starts, low)


def _spoken_of(case: ModelCase) -> Iterator[tuple[ModelChoice, list[str]]]:
    focus, sentence = case.focus, case.sentence
    inside = case.named
    latest = {mention.canonical for mention in focus.latest}
    alone = "alone" if len(latest) == 1 else "of several"
    for order, mention in enumerate(list(focus.seen.values())[: -_RECENT - 1 : -1]):
        if mention.canonical in inside:
            continue
        features = ["spoken of", f"spoken of {min(order, _MOST)}", f"spoken of, {case.quantity.unit_class}"]
        if mention.canonical in latest:
            features += [
                f"latest {alone}",
                f"latest {min(sentence.index - focus.latest_sentence, 5)} ago",
                f"latest {alone} {min(sentence.paragraph - focus.latest_paragraph, _MOST)} paragraphs ago",
                f"latest of {min(focus.names, _MOST)} names",
            ]
        if focus.latest_counted is not None and focus.latest_counted.canonical == mention.canonical:
            features.append("latest counted")
        if heads(case.quantity, mention, focus):
            features.append("heads")
        if begins_in(mention, case.text):
            features.append("begins in sentence")
        if is_team_in(mention, case.text):
            features.append("team in sentence")
        yield ModelChoice(mention, "context", "inherited"), features


def _named_later(case: ModelCase) -> Iterator[tuple[ModelChoice, list[str]]]:
    inside = case.named
    names = min(case.focus.names, _MOST)
    for mention in case.document_models[:_LATER]:
        if mention.canonical not in inside and mention.canonical not in case.focus.seen:
            features = ["later", f"later of {names} names", f"later {case.quantity.unit_class}"]
            yield ModelChoice(mention, "document", "only_model_affinity"), features


def _for_none(case: ModelCase, cues: Cues) -> Iterator[str]:
    quantity, sentence, focus = case.quantity, case.sentence, case.focus
    before = bisect_left(sentence.models, quantity.number_start, key=lambda mention: mention.start)
    yield "none"
    yield f"none {quantity.unit_class}"
    yield f"none beside {min(before, 2)} and {min(len(sentence.models) - before, 2)}"
    yield f"none of {min(focus.names, 4)} names"
    yield f"none, latest {'alone' if len(focus.latest) == 1 else 'of several'}"
    for name in cues.names():
        yield f"none, {name}"
    if case.model_counts and case.model_counts[0] < quantity.start:
        yield "none, models counted before"
    for word in _WORD.findall(quantity.unit)[:2]:
        yield f"none, unit {word}"
    opening = _WORD.search(case.view.lower, sentence.start, sentence.end)
    if opening is not None:
        yield f"none, opening {opening.group()}"


def _of_model(
    case: ModelCase, mention: ModelMention, previous: ModelChoice | None, cues: Cues, where: str
) -> Iterator[str]:
    if previous is not None:
        same = previous.mention is not None and previous.mention.canonical == mention.canonical
        yield f"{'as' if same else 'not as'} before"
        yield f"{'as' if same else 'not as'} before, {where}"
    if unit_affinity(mention, case.quantity):
        yield "unit affinity"
        yield f"unit affinity, {where}"
    if sentence_affinity(mention, case.text):
        yield f"sentence affinity, {where}"
    if mention.canonical.lower() in case.title.lower():
        yield "in title"
    if case.focus.names == 1:
        yield "only model"
    place, _ = case.known.get(mention.canonical, (None, -1))
    if place is not None and case.places:
        yield f"its place {'named' if place in case.places else 'not named'} here"
    if where == "out":
        for name in cues.names():
            yield f"out, {name}"
        if case.sentence.models:
            yield "out, others named"
