"""The places a count can belong to, each with what speaks for it and against it.

Candidates are the places of the sentence, the place of the count before, of the model, of the running text, of the title, and the
source's province; the place that the rules of `extract.facts.counts` propose is one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.facts.focus import Focus
from extract.facts.geometry import Span, of_references
from extract.facts.model_link import ModelChoice
from extract.facts.paths import ancestors, contains, level
from extract.facts.place_link import PlaceChoice, container, counted_level, fit
from extract.facts.state import Scene, State
from extract.facts.view import View
from extract.ranking import Option
from extract.records import Quantity

_MOST = 3
_TOLD = 8  # places of one model; one that is everywhere says little
_NAMED_AGO = 4  # sentences; longer ago is all the same


def place_options(
    view: View,
    scene: Scene,
    quantity: Quantity,
    model: ModelChoice,
    before: str | None,
    proposed: PlaceChoice,
    state: State,
) -> list[Option[PlaceChoice]]:
    """One option per path, that of ``proposed`` first. ``before`` is the place of the count before in the sentence."""
    options: dict[str, Option[PlaceChoice]] = {}
    province = state.places.province
    for choice, features in _proposals(view, scene, quantity, model, before, proposed, state):
        path = fit(choice.path, quantity, province)
        if path is None:
            continue
        if path not in options:
            options[path] = Option(choice if path == choice.path else replace(choice, path=path))
        options[path].features.update(features)
    for path, option in options.items():
        option.features.update(_of_path(path, quantity, model, proposed))
        option.features.update(_of_story(path, scene, quantity, state))
    return list(options.values())


def _proposals(
    view: View,
    scene: Scene,
    quantity: Quantity,
    model: ModelChoice,
    before: str | None,
    proposed: PlaceChoice,
    state: State,
) -> Iterator[tuple[PlaceChoice, list[str]]]:
    yield proposed, ["ruled", f"ruled {proposed.rule}", f"ruled {proposed.scope}"]
    yield from _in_sentence(view, scene, quantity, model, state)
    if before is not None:
        yield PlaceChoice(before, "sentence", "as_before"), ["as before"]
    if model.mention is not None:
        yield from _of_model(scene, model.mention.canonical, model.scope, state)
    yield from _of_text(scene.sentence.paragraph, state.places)


def _in_sentence(
    view: View, scene: Scene, quantity: Quantity, model: ModelChoice, state: State
) -> Iterator[tuple[PlaceChoice, list[str]]]:
    anchor = Span(quantity.start, quantity.end)
    own = scene.place_of_model(model.mention) if model.mention is not None else None
    consumed = scene.consumed
    for reference, side, features in of_references(
        view, scene.sentence, scene.references, anchor, scene.barriers
    ):
        path = container(reference, state.places.province)
        if reference.start in consumed:
            mine = own is not None and own.start == reference.start
            features.append(f"{side} tied to {'its' if mine else 'another'} model")
        if len(reference.members) > 1:
            features.append(f"{side} list of {quantity.unit_class}")
        rule = "attached" if side == "after" else "governing"
        yield PlaceChoice(path, "sentence", rule, reference.members, reference), features


def _of_model(scene: Scene, name: str, scope: str, state: State) -> Iterator[tuple[PlaceChoice, list[str]]]:
    path, told_in = state.model_places.get(name, (None, -1))
    if path is not None:
        ago = min(scene.sentence.index - told_in, _MOST)
        features = ["place of model", f"place of model, {scope}", f"place of model, {ago} ago"]
        yield PlaceChoice(path, "context", "inherited_of_model"), features
        for step, above in enumerate(ancestors(path)[1:], start=1):
            yield PlaceChoice(above, "context", "inherited_of_model"), [f"place of model, {step} above"]
    told = state.places_told(name)
    for path in sorted(told)[:_TOLD]:
        features = ["told of model", f"told of model, one of {min(len(told), _MOST)}"]
        yield PlaceChoice(path, "context", "inherited_of_model"), features


def _of_text(paragraph: int, focus: Focus) -> Iterator[tuple[PlaceChoice, list[str]]]:
    far = focus.set_in != paragraph
    scope, rule = ("text", "inherited_from_afar") if far else ("context", "inherited")
    for step, path in enumerate(ancestors(focus.current) if focus.current else ()):
        yield PlaceChoice(path, scope, rule), [f"focus {step}", f"focus {step} {'far' if far else 'near'}"]
    for step, path in enumerate(ancestors(focus.title_place) if focus.title_place else ()):
        yield PlaceChoice(path, "title", "inherited"), [f"title {step}"]
    if focus.province:
        yield PlaceChoice(focus.province, "source", "inherited"), ["province"]
    for rank, path in focus.recent.items():
        yield PlaceChoice(path, "text", "inherited_from_afar"), [f"latest of level {rank:d}"]


def _of_story(path: str, scene: Scene, quantity: Quantity, state: State) -> Iterator[str]:
    """How a path lies to what the text is about, and when the text last named it."""
    sentence = scene.sentence
    told = state.named_in.get(path)
    here = any(path in reference.members for reference in scene.references)
    ago = "here" if here else "never" if told is None else min(sentence.index - told, _NAMED_AGO)
    yield f"named {ago} ago"
    yield f"named {ago} ago {'beside places' if scene.references else 'alone'}"
    for label, other in (
        ("main place", state.places.main_place),
        ("title", state.places.title_place),
        ("latest fact", state.facts[-1].locality if state.facts else None),
        ("focus", state.places.current),
    ):
        if other is not None:
            yield f"{label} {_relation(path, other)}"
            yield f"{label} {_relation(path, other)} {'beside places' if scene.references else 'alone'}"
    opening = state.opened_in == sentence.index
    yield f"named {ago} ago {'opening a paragraph' if opening else 'going on'}"
    for rank in scene.counted_levels - {counted_level(quantity)}:
        yield f"beside counted places, {'above' if level(path) < rank else 'not above'}"


def _relation(path: str, other: str) -> str:
    if path == other:
        return "there"
    if contains(other, path):
        return "inside"
    return "around" if contains(path, other) else "elsewhere"


def _of_path(path: str, quantity: Quantity, model: ModelChoice, proposed: PlaceChoice) -> Iterator[str]:
    rank, counted = level(path), counted_level(quantity)
    yield f"level {rank:d}"
    yield f"level {rank:d} {quantity.unit_class}"
    yield f"level {rank:d} {'model' if model.mention is not None else 'no model'}"
    if counted is not None:
        yield f"levels above what is counted {counted - rank}"
    if proposed.path is None:
        yield "nothing ruled"
    elif path != proposed.path:
        relation = (
            "above"
            if contains(path, proposed.path)
            else "below"
            if contains(proposed.path, path)
            else "beside"
        )
        yield f"{relation} ruled"
        yield f"{relation} ruled {proposed.rule}"
