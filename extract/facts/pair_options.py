"""Pairs of model and place that a sentence may tie together, each with what speaks for the tie and against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.facts.geometry import Span, of_references, word_before
from extract.facts.paths import contains, level
from extract.facts.place_link import PlaceChoice
from extract.facts.state import Moment, Presence, Scene, State
from extract.facts.view import View
from extract.ranking import Option
from extract.records import ModelMention

_AGO = 3  # sentences after which a model no longer takes up the places of a sentence that names none
_MEANT = 3  # models of one sentence that a later one can mean
_PLACES = 12  # of a sentence that names no model
_MOST = 3


def pair_options(view: View, scene: Scene, ruled: Sequence[Presence], state: State) -> list[Option[Presence]]:
    """Every pair of the sentence: each model with each place, the pairs that the rules found, and places of a model just spoken of."""
    options: dict[tuple[int, str], Option[Presence]] = {}
    for presence, features in (
        *_found(scene, ruled),
        *_in_sentence(view, scene, state.moment),
        *_spoken_of(view, scene, state),
    ):
        path = presence.choice.path
        if path is None:
            continue
        key = (presence.mention.start, path)
        if key not in options:
            options[key] = Option(presence)
            options[key].features.update(_of_pair(presence.mention, path, state))
        options[key].features.update(features)
    return list(options.values())


def _found(scene: Scene, ruled: Sequence[Presence]) -> Iterator[tuple[Presence, list[str]]]:
    places = min(len(scene.references), 2)
    for presence in ruled:
        rule, reference = presence.choice.rule, presence.choice.reference
        kind = "none" if reference is None else "generic" if reference.generic else "named"
        features = [
            "ruled",
            f"ruled {rule}",
            f"ruled {rule} {presence.choice.scope}",
            f"ruled {rule} {kind}",
            f"ruled beside {places} places",
        ]
        yield presence, features


def _in_sentence(view: View, scene: Scene, moment: Moment) -> Iterator[tuple[Presence, list[str]]]:
    sentence = scene.sentence
    models = min(len(sentence.models), 4)
    consumed = scene.consumed
    for index, mention in enumerate(sentence.models):
        own = scene.attached.get(index)
        anchor = Span(mention.outer_start, mention.outer_end)
        for reference, side, features in of_references(
            view, sentence, scene.references, anchor, scene.barriers
        ):
            if own is not None:
                features.append(f"{side}, {'its own' if own.start == reference.start else 'has another'}")
            elif reference.start in consumed:
                features.append(f"{side}, of another model")
            features += [f"{side}, {models} models", f"{side}, by {mention.rule}"]
            rule = "attached" if side == "after" else "governing"
            for path in reference.members:
                choice = PlaceChoice(path, "sentence", rule, reference.members, reference)
                yield Presence(sentence, mention, choice, None, moment), features


def _spoken_of(view: View, scene: Scene, state: State) -> Iterator[tuple[Presence, list[str]]]:
    focus, sentence = state.models, scene.sentence
    ago = sentence.index - focus.latest_sentence
    if sentence.models or not 1 <= ago <= _AGO:
        return
    several = min(len(focus.latest), _MOST)
    places = [reference for reference in scene.references if not reference.generic]
    for mention in focus.latest[:_MEANT]:
        for order, reference in enumerate(places[:_PLACES]):
            word = word_before(view, sentence, reference.start)
            features = [
                "taken up",
                f"taken up {ago} later",
                f"taken up, one of {several}",
                f"taken up, {min(focus.names, _MOST)} names",
                f"taken up by place {min(order, 2)}",
                f"taken up, word {word}",
                f"taken up, {'organisation' if reference.organisation else 'unit'}",
                f"taken up, {'list' if len(reference.members) > 1 else 'one'}",
                f"taken up, {min(len(sentence.quantities), 2)} counts",
            ]
            for path in reference.members:
                choice = PlaceChoice(path, "sentence", "taken_up", reference.members, reference)
                anchor = (reference.start, reference.end)
                yield Presence(sentence, mention, choice, anchor, state.moment), features


def _of_pair(mention: ModelMention, path: str, state: State) -> Iterator[str]:
    yield f"level {level(path):d}"
    yield f"{'again' if mention.canonical in state.models.seen else 'first'}"
    yield f"name by {mention.rule}"
    known, _ = state.model_places.get(mention.canonical, (None, -1))
    if known is not None:
        yield f"place of model {_relation(path, known)}"
    if state.places.current is not None:
        yield f"focus {_relation(path, state.places.current)}"
    if path == state.places.province:
        yield "province"
    if path == state.places.title_place:
        yield "title"


def counted_features(path: str, counted: Sequence[str]) -> Iterator[str]:
    """How the place of a pair lies to the places where counts put the model."""
    if not counted:
        yield "not counted"
    for relation in {_relation(path, place) for place in counted}:
        yield f"counted {relation}"


def _relation(path: str, other: str) -> str:
    """How ``path`` lies to another place."""
    if path == other:
        return "there"
    if contains(other, path):
        return "inside"
    return "around" if contains(path, other) else "elsewhere"
