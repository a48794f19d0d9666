"""What happened (slot ``event``): read off the words around a count or a name.

The cues nearest before the anchor decide, a cue right behind it helps; cues that stand close together are one breath
(“biểu dương, nhân rộng”) of which the strongest counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.lexicon import DIRECTORY, Lexicon
from extract.records import Event, Quantity

# In one breath the earlier of these wins. Before an anchor “duy trì, nhân rộng” says that models are kept up; behind it, that this one spread.
_BEFORE = (Event.ENDED, Event.PLANNED, Event.RECOGNISED, Event.OPERATING, Event.LAUNCHED, Event.REPLICATED)
_AFTER = (Event.ENDED, Event.PLANNED, Event.RECOGNISED, Event.REPLICATED, Event.LAUNCHED, Event.OPERATING)
_POPULATION = frozenset({"khẩu", "nhân khẩu"})
_NOW = re.compile(r"(?<!\w)(?:đến nay|tới nay|hiện nay|hiện có|hiện|nay|giờ)(?!\w)")
_MODELS = frozenset({"model", "point"})
_FATE = 80  # characters behind a count of models in which their end may be told (“hoạt động hình thức, đã cho giải thể”)
_NEAR = 40  # characters before a count of results in which a plan must stand
_BREATH = 30  # characters between two cues of one breath
_AFTER_LIMIT = 30
_PASSIVE_LIMIT = 130
_TO_COME = re.compile(r"(?<!\w)(?:sẽ|dự kiến|đề nghị|đề xuất|xem xét)(?!\w)[^.;]*$")
_JUST = re.compile(r"(?<!\w)vừa(?!\w)")  # “vừa … triển khai” says that something began
_PASSIVE = re.compile(r"[\s”\"’)]*(?:đã |vừa |đều |mới |cũng )?được(?!\w)")
_STOP = re.compile(r"[,;:.(]|(?<!\w)(?:trong đó|và)(?!\w)")


@dataclass(frozen=True, slots=True)
class EventReading:
    """The event and the cue that said it; no cue for the default. ``inferred`` from a weak verb and a date."""

    event: Event
    cue: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """The lower-case words around an anchor: ``before`` and ``after`` it in its clause, ``head`` the sentence before that clause.

    ``last_anchor`` is where in ``before`` the previous count or name ends (0 where there is none): what was spread “to 10
    hamlets” before that is not what follows.
    """

    before: str
    after: str
    head: str = ""
    last_anchor: int = 0

    def adjacent(self, cue: str) -> bool:
        """True where no other anchor stands between the cue's last occurrence and this one."""
        return self.before.rfind(cue) >= self.last_anchor


class EventRules:
    """The event words of ``lexicon/facts.toml``, compiled."""

    def __init__(self, lexicon: Lexicon) -> None:
        phrases = {event: lexicon.words(f"events.{event.value}") for event in _BEFORE}
        self._event_of = {phrase: event for event in reversed(_BEFORE) for phrase in phrases[event]}
        self._all_cues = phrase_pattern(tuple(self._event_of))
        self._ended = phrase_pattern(phrases[Event.ENDED])
        self._planned = phrase_pattern(phrases[Event.PLANNED])
        self._made = phrase_pattern(lexicon.words("events.made"))
        self._heads = phrase_pattern(lexicon.words("events.heads"))
        self._verbs = phrase_pattern(lexicon.words("events.verbs"))
        self._results = frozenset(lexicon.words("results.classes"))
        self._standing = phrase_pattern(lexicon.words("results.standing"))
        self._serving_before = re.compile(
            phrase_pattern(lexicon.words("results.serving_before")).pattern + r"\s*(?:\w+\s+){0,3}$"
        )
        self._serving_after = re.compile(
            r"\s*" + phrase_pattern(lexicon.words("results.serving_after")).pattern
        )
        self._no_event = re.compile(
            phrase_pattern(lexicon.words("results.verbs")).pattern + r"\s*(?:\w+\s+){0,2}$"
        )
        self._giving = phrase_pattern(lexicon.words("results.giving"))

    def read(self, around: Around, *, dated: bool) -> EventReading:
        """The event said around an anchor.

        ``dated`` tells that the sentence dates it to one day, month or year: only then do “xây dựng”, “lắp” … say that
        something began.
        """
        after = around.after[: _reach(around.after)]
        follow = self._breath(after, _AFTER, first=True)
        lead = self._lead(around)
        before = around.before
        if follow and (
            lead is None or follow.event in (Event.RECOGNISED, Event.REPLICATED, Event.ENDED, Event.LAUNCHED)
        ):
            return follow
        if (dated or _JUST.search(before) or _JUST.search(after)) and (
            lead is None or lead.event is Event.OPERATING
        ):
            made = self._made.search(before) or self._made.search(after)
            if made and not (lead and lead.cue.startswith(("duy trì", "hiện", "đang"))):
                return EventReading(Event.LAUNCHED, made.group(), inferred=True)
        return lead or EventReading(Event.OPERATING, "")

    def of_count(  # noqa: PLR0911 - one return per kind of result
        self, quantity: Quantity, around: Around, *, dated: bool
    ) -> EventReading | None:
        """The event of a count; None for results (tips, cases, money …), which the guideline leaves without one."""
        if quantity.unit in _POPULATION:
            return self.read(around, dated=dated)
        if quantity.unit_class in _MODELS and (ended := self._ended.search(around.after[:_FATE])):
            to_come = _TO_COME.search(around.after[: ended.start()])  # what is to be given up is still there
            if to_come:
                return EventReading(Event.OPERATING, to_come.group().split()[0])
            return EventReading(Event.ENDED, ended.group())
        if self._no_event.search(around.before[-_NEAR:]):
            return None
        near = around.before[-60:] + " " + around.after[:60]
        serving = self._serving_before.search(around.before[-_NEAR:]) or self._serving_after.match(
            around.after
        )
        if quantity.unit_class == "person" and (serving or self._standing.search(near)):
            return self.read(around, dated=dated)
        if quantity.unit_class in self._results:
            planned = self._planned.search(around.before[-_NEAR:])
            return EventReading(Event.PLANNED, planned.group()) if planned else None
        if quantity.unit_class == "household" and self._giving.search(near):
            return None
        return self.read(around, dated=dated)

    def cues(self, text: str) -> Iterator[tuple[Event, re.Match[str]]]:
        """The cues in a text (lower case), in order, each with its event."""
        for match in self._all_cues.finditer(text):
            yield self._event_of[match.group()], match

    def _lead(self, around: Around) -> EventReading | None:
        """The cue before the anchor: of its own clause; of the sentence's head where the clause is a bare item of a list."""
        before = around.before[around.last_anchor :]
        lead = self._breath(before, _BEFORE, first=False)
        if lead is None and around.last_anchor:
            now = _NOW.search(before)
            lead = None if now else self._breath(_since_now(around.before), _BEFORE, first=False)
        elif lead is not None:
            lead = self._breath(_since_now(before), _BEFORE, first=False)
        if lead is None and not self._verbs.search(around.before):
            for clause in reversed(around.head.split(";")):
                lead = self._breath(clause, _BEFORE, first=False)
                if lead or self._heads.search(clause):
                    return None if lead and lead.event is Event.REPLICATED else lead
        if lead and lead.event is Event.REPLICATED and not around.adjacent(lead.cue):
            return None
        return lead

    def _breath(self, text: str, order: Sequence[Event], *, first: bool) -> EventReading | None:
        hits = list(self.cues(text))
        if not hits:
            return None
        if not first:
            hits.reverse()
        breath = [hits[0]]
        for hit in hits[1:]:
            earlier, later = (breath[-1][1], hit[1]) if first else (hit[1], breath[-1][1])
            if later.start() - earlier.end() > _BREATH:
                break
            breath.append(hit)
        event, match = min(breath, key=lambda hit: order.index(hit[0]))
        return EventReading(event, match.group())


def _since_now(text: str) -> str:
    """What stands behind the last “đến nay”: a beginning told before it is over."""
    last = max((match.start() for match in _NOW.finditer(text)), default=0)
    return text[last:]


def _reach(text: str) -> int:
    """How far the words behind an anchor still speak of it: to the next stop, or through a passive (“được … ghi nhận, biểu dương”)."""
    if _PASSIVE.match(text):
        return _PASSIVE_LIMIT
    match = _STOP.search(text)
    return min(match.start() if match else len(text), _AFTER_LIMIT)


@cache
def event_rules() -> EventRules:
    """The rules of the bundled lexicon, compiled once."""
    return EventRules(Lexicon(DIRECTORY / "facts.toml"))


def phrase_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases as whole syllables, the longest first."""
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in ordered) + r")(?!\w)")
