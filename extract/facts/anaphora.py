"""Models meant without their name: “mô hình đã được nhân rộng …”, and places that take up the model just spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from extract.facts.events import phrase_pattern
from extract.facts.place_link import PlaceChoice
from extract.facts.state import Presence, Scene, State
from extract.facts.view import Sentence, View
from extract.lexicon import DIRECTORY, Lexicon
from extract.records import ModelMention

_HEAD = re.compile(r"(?<!\w)mô hình(?!\w)")
_ONE_MODEL_PARAGRAPHS = 3
_ONE_MODEL_REACH = 4  # sentences; in a document about one model nothing else can be meant


class AnaphorWords:
    """The discourse words of ``lexicon/facts.toml``, compiled."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = "|".join(re.escape(word) for word in lexicon.words("discourse.anaphor"))
        self.behind = re.compile(rf"\s*(?:(?:này|trên)(?!\w)|,|(?:{words})(?!\w))")
        kinds = "|".join(re.escape(word) for word in lexicon.words("discourse.not_anaphor"))
        self.kind = re.compile(rf"(?:(?<!\w)(?:{kinds})|[0-9])\s*$")
        self.taking_up = phrase_pattern(lexicon.words("discourse.taking_up"))


@cache
def anaphor_words() -> AnaphorWords:
    """The words of the bundled lexicon, compiled once."""
    return AnaphorWords(Lexicon(DIRECTORY / "facts.toml"))


def with_anaphor(view: View, sentence: Sentence, state: State) -> Sentence:
    """The sentence with “mô hình” read as a mention of the one model it can mean, where it names none itself."""
    model = None if sentence.models else _meant(sentence, state)
    if model is None:
        return sentence
    words = anaphor_words()
    for match in _HEAD.finditer(view.lower, sentence.start, sentence.end):
        before = view.lower[max(sentence.start, match.start() - 12) : match.start()]
        if words.kind.search(before) or not words.behind.match(view.lower, match.end()):
            continue
        mention = ModelMention(
            start=match.start(),
            end=match.end(),
            outer_start=match.start(),
            outer_end=match.end(),
            name=view.text[match.start() : match.end()],
            key=model.key,
            canonical=model.canonical,
            quoted=False,
            rule="anaphor",
        )
        return replace(sentence, models=(mention,))
    return sentence


def _meant(sentence: Sentence, state: State) -> ModelMention | None:
    """The model of the place that the sentence names, if the text put only one there; else the one just spoken of."""
    focus = state.models
    named = {mention.path for mention in sentence.localities}
    there = [name for name, (path, _) in state.model_places.items() if path in named and name in focus.seen]
    if len(there) == 1:
        return focus.seen[there[0]]
    reach = _ONE_MODEL_PARAGRAPHS if focus.names == 1 else 1
    if len(focus.latest) != 1 or sentence.paragraph - focus.latest_paragraph > reach:
        return None
    return focus.latest[0]


def taken_up(view: View, scene: Scene, state: State) -> Iterator[Presence]:
    """“Các quận A, B … đã lắp tại 100% phường”: places as subject that do what the sentence before said of one model."""
    focus, sentence = state.models, scene.sentence
    distance = sentence.index - focus.latest_sentence
    if (
        sentence.models
        or len(focus.latest) != 1
        or not 1 <= distance <= (_ONE_MODEL_REACH if focus.names == 1 else 1)
    ):
        return
    named = [
        reference for reference in scene.references if not reference.generic and not reference.organisation
    ]
    for reference in named:
        # Not behind a count: what is counted there is told of the places by the count itself.
        limit = min((q.start for q in sentence.quantities if q.start >= reference.end), default=sentence.end)
        if anaphor_words().taking_up.search(view.lower, reference.end, limit):
            for path in reference.members:
                choice = PlaceChoice(path, "sentence", "taken_up", reference.members, reference)
                anchor = (reference.start, reference.end)
                yield Presence(sentence, focus.latest[0], choice, anchor)
