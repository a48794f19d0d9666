"""Filters of the queue, as they stand in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, urlencode

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

    @classmethod
    def in_query(cls, query: str) -> Filter:
        """From the query of an address, as `query` gives it."""
        return cls.of(dict(parse_qsl(query)))

    @property
    def query(self) -> str:
        """The filter as the query of an address: ``flag=outlier&source=…``, empty for none."""
        return urlencode({name: value for name in FIELDS if (value := getattr(self, name))})

    def having(self, **values: str) -> Filter:
        """The same filter with other values."""
        return replace(self, **values)


FIELDS = tuple(field.name for field in fields(Filter))

FACETS = ("flag", "why", "source", "province", "model", "rule")
"""Fields whose values are offered with their counts."""
