"""What the words around a count or a name say about what happened, as features of the slot ``event``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.facts.events import Around, event_rules
from extract.facts.state import State
from extract.facts.view import Sentence, View
from extract.records import Event, ModelMention, Quantity, TimeExpression

# The classes of the slot, in the order of the weights; None where no event fits.
CLASSES: tuple[Event | None, ...] = (*Event, None)

_BEFORE, _AFTER = (15, 40, 80, 160), (15, 40, 80)  # characters to a cue; steps that about double
_BEFORE_REACH, _AFTER_REACH = 240, 160
_WORDS_REACH = 40
_NEAR_WORDS = 4
_WORD = re.compile(r"\w+")
_MOST = 3


@dataclass(frozen=True, slots=True)
class EventCase:
    """A fact whose event is sought: its words, what it counts (None for a fact without a count), its model, the time near it.

    ``scope`` is where its model was found; ``ruled`` and ``step`` are the event that the rules read and how.
    """

    view: View
    sentence: Sentence
    around: Around
    quantity: Quantity | None
    mention: ModelMention | None
    scope: str
    time: TimeExpression | None
    ruled: Event | None
    step: str


def event_features(case: EventCase, state: State) -> Iterator[str]:
    """The features of one fact."""
    kind = case.quantity.unit_class if case.quantity is not None else "presence"
    ruled = _name(case.ruled)
    yield "fact"
    yield f"class {kind}"
    yield f"ruled {ruled}"
    yield f"ruled {ruled} {kind}"
    yield f"ruled {ruled} by {case.step.partition(':')[0]}"
    yield f"model {case.scope}"
    yield f"model {case.scope} {'named' if case.mention is not None else 'none'}"
    time = case.time.kind if case.time is not None else "none"
    yield f"time {time}"
    yield f"time {time} ruled {ruled}"
    if case.quantity is not None:
        first = _WORD.search(case.quantity.unit)
        yield f"unit {first.group() if first else '-'}"
    yield from _cues(case.around)
    yield from _words(case)
    yield from _story(case, state)


def _cues(around: Around) -> Iterator[str]:
    cues = event_rules().cues
    cut = max(0, len(around.before) - _BEFORE_REACH)
    last = dict(cues(around.before[cut:]))
    for event, match in last.items():
        far = sum(len(around.before) - cut - match.end() > step for step in _BEFORE)
        yield f"before {event.value}"
        yield f"before {event.value} far {far}"
        yield f"before {event.value} {'next' if cut + match.start() >= around.last_anchor else 'beyond'}"
        yield f"before cue {match.group()}"
    first: dict[Event, re.Match[str]] = {}
    for event, match in cues(around.after[:_AFTER_REACH]):
        first.setdefault(event, match)
    for event, match in first.items():
        yield f"behind {event.value}"
        yield f"behind {event.value} far {sum(match.start() > step for step in _AFTER)}"
        yield f"behind cue {match.group()}"
    for event in {event for event, _ in cues(around.head[-_BEFORE_REACH:])}:
        yield f"head {event.value}"


def _words(case: EventCase) -> Iterator[str]:
    words = _WORD.findall(case.around.before[-_WORDS_REACH:])
    for word in words[-_NEAR_WORDS:]:
        yield f"near {word}"
    if words:
        yield f"last {words[-1]}"
    for word in _WORD.findall(case.around.after[:_WORDS_REACH])[:_NEAR_WORDS]:
        yield f"next {word}"
    if case.view.lower.startswith(("-", "+", "*", "•"), case.sentence.start):
        yield "in a list"


def _story(case: EventCase, state: State) -> Iterator[str]:
    """What the text told before: the fact before in the sentence, a launch of the model."""
    if state.facts and state.facts[-1].start >= case.sentence.start:
        latest = state.facts[-1]
        yield f"before it {_name(latest.event)}"
        yield f"before it {_name(latest.event)} {'count' if latest.value is not None else 'presence'}"
    elif state.facts and case.quantity is not None:
        yield f"sentence before it {_name(state.facts[-1].event)}"
    if case.mention is None:
        return
    told = state.launches.get(case.mention.canonical)
    if told is None:
        yield "no launch told"
        return
    ago = case.sentence.index - told
    yield f"launch told {min(ago, _MOST)} before"
    if case.quantity is not None:
        yield f"launch told, {case.quantity.unit_class}"


def _name(event: Event | None) -> str:
    return event.value if event is not None else "none"
