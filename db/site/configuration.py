"""What Datasette is told about the database: titles, columns, facets and labels from metadata.toml, and the queries."""

from __future__ import annotations

import copy
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from db.errors import ServeError
from db.site.queries import load_queries

DATABASE = "mohinh"
"""The name in every address, whatever the file is called: links, bookmarks and citations survive a moved file."""

STATIC = "mohinh-static"
"""The path our style sheet and script are served under."""

SETTINGS: dict[str, int | bool] = {
    "default_page_size": 50,
    "max_returned_rows": 1_000,
    "sql_time_limit_ms": 3_000,
    "facet_time_limit_ms": 100,
    "suggest_facets": False,
    "truncate_cells_html": 400,
    "allow_download": False,
    "num_sql_threads": 3,
}

_DISPLAY_KEYS = {"facets", "sort", "sort_desc", "size", "label_column"}
_TEXT_KEYS = {"title", "description", "columns"}


@dataclass(frozen=True, slots=True)
class Configuration:
    """``tables`` maps table to its entry; ``start`` lists the views an analyst begins with."""

    title: str
    description: str
    start: tuple[str, ...]
    tables: dict[str, dict[str, Any]]

    def table(self, name: str) -> dict[str, Any]:
        """The entry of a table or view, empty if it has none."""
        return self.tables.get(name, {})

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
        return {
            "title": self.title,
            "description": self.description,
            "databases": {
                DATABASE: {
                    "title": self.title,
                    "tables": {**copy.deepcopy(self.tables), "_sqlite_migrations": {"hidden": True}},
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
        odd = set(entry) - _DISPLAY_KEYS - _TEXT_KEYS
        if odd:
            raise ServeError(f"db/site/metadata.toml: [tables.{name}] has an unknown key {min(odd)!r}.")
        if not {"title", "description"} <= set(entry):
            raise ServeError(f"db/site/metadata.toml: [tables.{name}] needs title and description.")
    try:
        return Configuration(raw["title"], raw["description"], tuple(raw["start"]), tables)
    except KeyError as error:
        raise ServeError(f"db/site/metadata.toml: {error.args[0]} is missing.") from error
