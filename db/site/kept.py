"""The filters of the table of facts that its form has no field for: shown in words, kept when the form is sent, taken away by a link."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from db.site.ask import heading
from db.site.cells import ONCE
from db.site.language import known, translate

_NAMES = {
    "model_id": ("model", "SELECT name FROM models WHERE id = ?"),
    "locality_id": ("place", "SELECT replace(path, ' | ', ', ') FROM localities WHERE id = ?"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter as the address has it, what it says, and the address without it."""

    name: str
    value: str
    text: str
    without: str


def kept_filters(
    connection: sqlite3.Connection, path: str, given: list[tuple[str, str]], fields: Iterable[str]
) -> tuple[Kept, ...]:
    """The filters among the *given* arguments that are none of the form's *fields*."""
    shown = set(fields)
    return tuple(
        Kept(
            name, value, _text(connection, name, value), f"{path}?{urlencode([pair for pair in given if pair != (name, value)])}"
        )
        for name, value in given
        if name not in shown and not name.startswith("_")
    )  # fmt: skip


def _text(connection: sqlite3.Connection, name: str, value: str) -> str:
    if name == ONCE:
        return translate("reprints_out")
    column, _, lookup = name.partition("__")
    if column in _NAMES and lookup in {"", "exact"}:
        called, sql = _NAMES[column]
        row = connection.execute(sql, (value,)).fetchone()
        return f"{heading(called)}: {row[0] if row else value}"
    if lookup in {"isnull", "isblank", "notnull", "notblank"}:
        return f"{heading(column)} {known(f'lookup.{lookup}', lookup)}"
    return (
        f"{heading(column)} {known(f'lookup.{lookup}', lookup)} {value}"
        if lookup
        else f"{heading(column)}: {value}"
    )
