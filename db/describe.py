"""What the columns mean, for whoever takes data away: a Frictionless data package.

Types stand in db/columns.toml, headings and meanings in the catalogue of texts (db/site/texts/columns.toml).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from db.errors import StoreError
from db.site.language import load_catalogue

_TYPES = {"text": "string", "integer": "integer", "real": "number"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's type (text, integer, real), its heading and what it means, each in English and Vietnamese."""

    type: str
    heading: tuple[str, str]
    meaning: tuple[str, str]


@cache
def columns() -> dict[str, Column]:
    """Every column that facts, sums and answers have. Raises `StoreError` naming a column that lacks type or texts."""
    types = column_types()
    texts = load_catalogue()
    told = {key.split(".")[1] for key in texts if key.startswith("column.")}
    if told != set(types):
        odd = min(told ^ set(types))
        raise StoreError(f"db/columns.toml and db/site/texts/columns.toml differ: {odd} is in one only.")
    try:
        return {
            name: Column(kind, texts[f"column.{name}.heading"], texts[f"column.{name}.meaning"])
            for name, kind in types.items()
        }
    except KeyError as error:
        raise StoreError(f"db/site/texts/columns.toml: {error.args[0]} is missing.") from error


@cache
def column_types() -> dict[str, str]:
    """Column → text, integer or real. Raises `StoreError` naming what is not as it should be."""
    raw = tomllib.loads(files("db").joinpath("columns.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for kind, names in raw.items():
        if kind not in _TYPES:
            raise StoreError(f"db/columns.toml: {kind} is no type; there are {', '.join(_TYPES)}.")
        for name in names:
            if name in found:
                raise StoreError(f"db/columns.toml: {name} stands there twice.")
            found[name] = kind
    return found


def data_package(name: str, chosen: Sequence[str], title: str = "", source: str = "") -> dict[str, Any]:
    """A ``datapackage.json`` for a CSV file with the columns *chosen*; *source* is the address it came from."""
    known = columns()
    fields = [
        {
            "name": column,
            "type": _TYPES[known[column].type] if column in known else "any",
            "title": " · ".join(known[column].heading) if column in known else column,
            "description": " · ".join(known[column].meaning)
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
