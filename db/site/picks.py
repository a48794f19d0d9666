"""What a reader can pick from in the fields of a question: provinces, years, models … that the database has facts of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from db.site.language import known

_SQL = {
    "province": "SELECT province, province FROM provinces_overview WHERE structure = 'new' ORDER BY facts DESC",
    "year": "SELECT DISTINCT CAST(year AS TEXT), CAST(year AS TEXT) FROM provinces_by_year WHERE year IS NOT NULL ORDER BY year DESC",
    "source": "SELECT id, name FROM sources ORDER BY name",
    "model": "SELECT model, model FROM models_overview ORDER BY facts DESC LIMIT 150",
    "place": "SELECT place, place FROM places_overview ORDER BY facts DESC LIMIT 150",
    "unit": "SELECT unit, unit FROM units_overview ORDER BY facts DESC LIMIT 60",
}
_YEAR = "SELECT CAST(substr(last_published, 1, 4) AS INTEGER) FROM totals"
_FIRST = {
    "model": "SELECT model FROM models_overview ORDER BY facts DESC LIMIT 1",
    "province": "SELECT province FROM provinces_overview WHERE structure = 'new' ORDER BY facts DESC LIMIT 1",
    "year": _YEAR,
    "to_year": _YEAR,
    "from_year": f"SELECT ({_YEAR}) - 2",
}
"""What a question is asked of before anybody has picked: parameter → SQL of one value."""

_EVENTS = ("launched", "operating", "replicated", "recognised", "planned", "ended")
_FLAGS = (
    "ambiguous_locality", "inherited_locality", "unbalanced_quote", "unusual_unit", "outlier", "conflict",
    "stale_layout", "truncated_name", "low_confidence",
)  # fmt: skip
_SELECTED = frozenset({"province", "year", "source", "event", "flag"})


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to pick: its value and what is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. ``closed`` ones are chosen from ``picks``; the others only suggest them."""

    name: str
    kind: str
    value: str
    closed: bool
    picks: tuple[Pick, ...]


def fields(connection: sqlite3.Connection, wanted: Iterable[tuple[str, str, str]]) -> tuple[Field, ...]:
    """Fields for (name, kind, value) each. A value that cannot be picked, from an address, is offered as well."""
    made = []
    for name, kind, value in wanted:
        picks = _picks(connection, kind)
        closed = kind in _SELECTED
        if closed and value and value not in {pick.value for pick in picks}:
            picks = (*picks, Pick(value, value))
        made.append(Field(name, kind, value, closed, picks))
    return tuple(made)


def first_values(connection: sqlite3.Connection, names: Iterable[str]) -> dict[str, str]:
    """A value to begin with for each parameter, as far as the database has one."""
    found = {name: connection.execute(_FIRST[name]).fetchone() for name in names}
    return {name: str(row[0]) for name, row in found.items() if row and row[0] is not None}


def _picks(connection: sqlite3.Connection, kind: str) -> tuple[Pick, ...]:
    if kind in _SQL:
        return tuple(Pick(str(value), str(label)) for value, label in connection.execute(_SQL[kind]))
    names = {"event": _EVENTS, "flag": _FLAGS}.get(kind, ())
    return tuple(Pick(name, known(f"{kind}.{name}", name)) for name in names)
