"""The times a fact can be dated by, each with what speaks for it and against it; “no date” is one of the options."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from extract.facts.dates import bracket_start, closes_quotation, dates_state, ends_before, takes_up
from extract.facts.geometry import Span, relation
from extract.facts.state import Moment
from extract.facts.view import Sentence, View
from extract.ranking import Option
from extract.records import Event, Fact, Quantity, TimeExpression

_NEAR = 6  # times on either side that are weighed
_MOST = 3


@dataclass(frozen=True, slots=True)
class DateCase:
    """A fact whose date is sought.

    ``anchor`` is its count or name, ``ruled`` the time that the rules chose, ``latest`` the fact told before it, if any.
    """

    view: View
    sentence: Sentence
    anchor: Span
    quantity: Quantity | None
    event: Event | None
    ruled: TimeExpression | None
    moment: Moment
    latest: Fact | None = None


def date_options(case: DateCase) -> list[Option[TimeExpression | None]]:
    """One option per value: the times of the sentence, that of the text before, that of the launch, and none.

    What is bracketed or quoted apart from the fact is no option.
    """
    options: dict[str | None, Option[TimeExpression | None]] = {}
    for time, features in _proposals(case):
        value = time.value if time is not None else None
        if time is not None and value is None:
            continue
        if value not in options:
            options[value] = Option(time)
        options[value].features.update(features)
    ruled = case.ruled.value if case.ruled is not None else None
    for value, option in options.items():
        if value == ruled:
            option.features.update(("ruled", f"ruled {_kind(option.choice)}"))
        option.features.update(_of_story(value, case))
    return list(options.values())


def _proposals(case: DateCase) -> Iterator[tuple[TimeExpression | None, list[str]]]:
    event = case.event.value if case.event is not None else "none"
    counted = case.quantity.unit_class if case.quantity is not None else "presence"
    dated = [time for time in case.sentence.times if time.value is not None]
    yield (
        None,
        [
            "no date",
            f"no date {event}",
            f"no date {counted}",
            f"no date among {min(len(dated), _MOST)}",
            f"no date {event} among {min(len(dated), 1)}",
        ],
    )
    starts = [time.start for time in case.sentence.times]
    clause = case.view.clause_bounds(case.sentence, case.anchor.start)
    near = bisect_left(starts, case.anchor.start)
    floor = bracket_start(case.view, case.sentence, case.anchor.start)
    for time in case.sentence.times[max(0, near - _NEAR) : near + _NEAR]:
        if time.start < floor or closes_quotation(case.view, time, case.anchor.start):
            continue
        side, features = relation(case.view, clause, case.anchor, time, starts)
        features += [
            "time",
            f"{time.kind} {event}",
            f"{side} {time.kind}",
            f"{side} {event}",
            f"{side} one of {min(len(dated), _MOST)}",
            f"state {dates_state(time)} {event}",
        ]
        if side == "before" and ends_before(case.view, time, case.anchor.start):
            features += ["over", f"over {event}"]
        yield time, features
    moment, index = case.moment, case.sentence.index
    taken_up = takes_up(case.view, case.sentence)
    if moment.time is not None:
        features = _from_afar("carried", moment.time, event, min(index - moment.told_in, _MOST))
        yield (
            moment.time,
            [*features, f"carried beside {min(len(dated), 1)}", f"carried, taken up {taken_up}"],
        )
    if moment.period is not None:
        yield moment.period, _from_afar("period", moment.period, event, min(index, _MOST))
    if moment.launch is not None and moment.launch.time is not None:
        yield (
            moment.launch.time,
            _from_afar("launch", moment.launch.time, event, min(index - moment.launch.sentence, _MOST)),
        )


def _of_story(value: str | None, case: DateCase) -> Iterator[str]:
    """Whether the fact told before has this date too: lists and reports state their time once."""
    if case.latest is None:
        return
    same = "as" if case.latest.date == value else "not as"
    where = "here" if case.latest.start >= case.sentence.start else "before"
    kind = "none" if value is None else "some"
    yield f"{same} the latest fact {where}, {kind}"
    event = "same event" if case.latest.event is case.event else "other event"
    yield f"{same} the latest fact {where}, {kind}, {event}"
    if case.view.lower.startswith(("-", "+", "*", "•"), case.sentence.start):
        yield f"{same} the latest fact, {kind}, in a list"


def _from_afar(source: str, time: TimeExpression, event: str, ago: int) -> list[str]:
    return [
        source,
        f"{source} {time.kind}",
        f"{source} {event}",
        f"{source} {time.kind} {event}",
        f"{source} {ago} ago",
        f"{source} {ago} ago {event}",
    ]


def _kind(time: TimeExpression | None) -> str:
    return time.kind if time is not None else "none"
