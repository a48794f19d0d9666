"""Filters of the queue, as they stand in the address, and how many statements each of their values would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from itertools import chain
from urllib.parse import urlencode

from review.queue.items import Item

MINE, OTHERS = "mine", "others"


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty fields let everything through. ``since`` and ``until`` are days (inclusive).

    ``by`` is ``mine`` or ``others``: statements decided by oneself or by others, to look at again; empty: those that wait.
    """

    flag: str = ""
    why: str = ""
    source: str = ""
    province: str = ""
    model: str = ""
    rule: str = ""
    since: str = ""
    until: str = ""
    by: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Filter:
        """From the arguments of an address; what is unknown is left out."""
        return cls(**{name: str(arguments[name])[:300] for name in FIELDS if arguments.get(name)})

    @property
    def query(self) -> str:
        """The filter as the query of an address: ``flag=outlier&source=…``, empty for none."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def having(self, **values: str) -> Filter:
        """The same filter with other values."""
        return replace(self, **values)


FIELDS = tuple(field.name for field in fields(Filter))

FACETS = ("flag", "why", "source", "province", "model", "rule")
"""Fields whose values are offered with their counts."""


def passing(items: Iterable[Item], wanted: Filter, editor: str) -> Iterable[Item]:
    """The items that a filter lets through, in the same order, one by one."""
    if wanted.by == MINE:
        kept: Iterable[Item] = (item for item in items if item.editor == editor)
    elif wanted.by == OTHERS:
        kept = (item for item in items if item.editor not in {None, editor})
    else:
        kept = (item for item in items if item.why is not None)
    if wanted.flag:
        kept = (item for item in kept if wanted.flag in item.flags)
    if wanted.since:
        kept = (item for item in kept if item.day >= wanted.since)
    if wanted.until:
        kept = (item for item in kept if item.day and item.day <= wanted.until)
    for name in ("why", "source", "province", "model", "rule"):
        value = getattr(wanted, name)
        if value:
            kept = _having(kept, name, value)
    return kept


def _having(items: Iterable[Item], name: str, value: str) -> Iterable[Item]:
    return (item for item in items if getattr(item, name) == value)


def counts(items: Sequence[Item], most: int = 12) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each facet its most frequent values among *items*, with how many have them."""
    values: dict[str, Counter[str]] = {
        "flag": Counter(chain.from_iterable(item.flags for item in items)),
        "why": Counter(item.why or "" for item in items),
        "source": Counter(item.source for item in items),
        "province": Counter(item.province for item in items),
        "model": Counter(item.model for item in items),
        "rule": Counter(item.rule for item in items),
    }
    return {
        name: tuple((value, count) for value, count in counted.most_common(most) if value)
        for name, counted in values.items()
    }
