"""What Datasette is told about the database: facets, order and labels from metadata.toml, titles, and the queries."""

from __future__ import annotations

import copy
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from db.errors import ServeError
from db.site.language import load_catalogue, translate
from db.site.queries import load_queries

DATABASE = "mohinh"
"""The name in every address, whatever the file is called: links, bookmarks and citations survive a moved file."""

STATIC = "mohinh-static"
"""The path our style sheet and script are served under."""

SETTINGS: dict[str, int | bool] = {
    "default_page_size": 50,
    "max_returned_rows": 1_000,
    "sql_time_limit_ms": 3_000,
    "facet_time_limit_ms": 50,
    "cache_size_kb": 64_000,
    "suggest_facets": False,
    "truncate_cells_html": 400,
    "allow_download": False,
    "num_sql_threads": 3,
}

_DATASETTE_KEYS = {"facets", "sort", "sort_desc", "size", "label_column"}
_OUR_KEYS = {"facts_by", "inner"}


@dataclass(frozen=True, slots=True)
class Described:
    """A table or view in words."""

    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """``tables`` maps table to its entry; ``start`` lists the views an analyst begins with."""

    title: str
    description: str
    start: tuple[str, ...]
    tables: dict[str, dict[str, Any]]

    def described(self, name: str) -> Described:
        """What a table or view is called and holds, in the language of the request; its bare name if it has no entry."""
        if name not in self.tables:
            return Described(name, "")
        return Described(translate(f"table.{name}.title"), translate(f"table.{name}.description"))

    def metadata(self) -> dict[str, Any]:
        """The whole configuration in the form of Datasette 0.65's metadata; `_compat` divides it for 1.0."""
        queries = {
            query.name: {
                "sql": query.sql,
                "title": query.title,
                "description": query.description,
                "hide_sql": True,
            }
            for query in load_queries()
        }
        tables = {
            name: {
                "title": load_catalogue()[f"table.{name}.title"][0],
                "description": load_catalogue()[f"table.{name}.description"][0],
                **{key: copy.deepcopy(value) for key, value in entry.items() if key in _DATASETTE_KEYS},
            }
            for name, entry in self.tables.items()
        }
        return {
            "title": self.title,
            "description": self.description,
            "databases": {
                DATABASE: {
                    "title": self.title,
                    "tables": {**tables, "_sqlite_migrations": {"hidden": True}},
                    "queries": queries,
                },
            },
        }


@cache
def load_configuration() -> Configuration:
    """The bundled configuration. Raises `ServeError` naming the entry that is wrong."""
    raw = tomllib.loads(files("db.site").joinpath("metadata.toml").read_text(encoding="utf-8"))
    tables: dict[str, dict[str, Any]] = raw.get("tables", {})
    for name, entry in tables.items():
        odd = set(entry) - _DATASETTE_KEYS - _OUR_KEYS
        if odd:
            raise ServeError(f"db/site/metadata.toml: [tables.{name}] has an unknown key {min(odd)!r}.")
        if not {f"table.{name}.title", f"table.{name}.description"} <= set(load_catalogue()):
            raise ServeError(f"db/site/texts/tables.toml: [table.{name}] needs title and description.")
    try:
        return Configuration(raw["title"], raw["description"], tuple(raw["start"]), tables)
    except KeyError as error:
        raise ServeError(f"db/site/metadata.toml: {error.args[0]} is missing.") from error
