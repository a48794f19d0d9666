"""What the columns mean, for whoever takes data away: a Frictionless data package made from db/columns.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from db.errors import StoreError

_TYPES = {"text": "string", "integer": "integer", "real": "number"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's type (text, integer, real), its heading in English and Vietnamese, and what it means."""

    type: str
    en: str
    vi: str
    meaning: str


@cache
def columns() -> dict[str, Column]:
    """Every column that facts, sums and answers have. Raises `StoreError` naming an entry that is not as it should be."""
    raw = tomllib.loads(files("db").joinpath("columns.toml").read_text(encoding="utf-8"))
    found = {}
    for name, entry in raw.items():
        if not isinstance(entry, list) or len(entry) != 4 or entry[0] not in _TYPES:
            raise StoreError(f"db/columns.toml: {name} needs a type, two headings and a meaning.")
        found[name] = Column(*entry)
    return found


def column_types() -> dict[str, str]:
    """Column → text, integer or real."""
    return {name: column.type for name, column in columns().items()}


def data_package(name: str, chosen: Sequence[str], title: str = "", source: str = "") -> dict[str, Any]:
    """A ``datapackage.json`` for a CSV file with the columns *chosen*; *source* is the address it came from."""
    known = columns()
    fields = [
        {
            "name": column,
            "type": _TYPES[known[column].type] if column in known else "any",
            "title": f"{known[column].en} · {known[column].vi}" if column in known else column,
            "description": known[column].meaning
            if column in known
            else "A column of the reader's own query.",
        }
        for column in chosen
    ]
    return {
        "profile": "tabular-data-package",
        "name": name.replace("_", "-"),
        "title": title or "Facts about local security models (mô hình) in Viet Nam",
        "version": version("mohinh"),
        "sources": [{"title": "mohinh", "path": source}] if source else [{"title": "mohinh"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name.replace("_", "-"),
                "path": f"{name}.csv",
                "format": "csv",
                "encoding": "utf-8",
                "schema": {"fields": fields, "missingValues": [""]},
            }
        ],
    }
