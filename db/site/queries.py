"""The canned queries: one SQL file each in db/site/queries, with title, description and parameters in its head.

-- title: What the list of questions shows
-- description: What the answer means
-- parameter province: what to type, one line for each :parameter of the query
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from db.errors import ServeError

_HEAD = re.compile(r"--\s*(title|description|parameter\s+(\w+)):\s*(.+)")
_PARAMETER = re.compile(r":([a-z_]+)")
_STRING = re.compile(r"'(?:[^']|'')*'")


@dataclass(frozen=True, slots=True)
class Query:
    """A question with its SQL; ``parameters`` maps names, in their order, to what to type."""

    name: str
    title: str
    description: str
    parameters: dict[str, str]
    sql: str

    @property
    def explanation(self) -> str:
        """The description with what to type, as one text."""
        hints = "; ".join(f"{name}: {hint}" for name, hint in self.parameters.items())
        return f"{self.description} — {hints}." if hints else self.description


@cache
def load_queries() -> tuple[Query, ...]:
    """All canned queries by title. Raises `ServeError` naming the file when a head is not as it should be."""
    folder = files("db.site").joinpath("queries")
    found = [
        parse_query(f.name, f.read_text(encoding="utf-8"))
        for f in folder.iterdir()
        if f.name.endswith(".sql")
    ]
    return tuple(sorted(found, key=lambda query: query.title))


def find_query(name: str) -> Query | None:
    """The canned query of that name, or None."""
    return next((query for query in load_queries() if query.name == name), None)


def parse_query(file_name: str, text: str) -> Query:
    """One file as a `Query`."""
    head: dict[str, str] = {}
    parameters: dict[str, str] = {}
    lines = text.splitlines()
    while lines and lines[0].startswith("--"):
        line = lines.pop(0)
        entry = _HEAD.fullmatch(line)
        if entry is None:
            raise ServeError(f"db/site/queries/{file_name}: cannot read the line {line!r}.")
        if entry[2]:
            parameters[entry[2]] = entry[3]
        else:
            head[entry[1]] = entry[3]
    sql = "\n".join(lines).strip()
    missing = {"title", "description"} - set(head)
    if missing:
        raise ServeError(f"db/site/queries/{file_name}: no line “-- {min(missing)}: …” at its head.")
    used = set(_PARAMETER.findall(_STRING.sub("", sql)))
    if used != set(parameters):
        odd = ", ".join(sorted(used ^ set(parameters)))
        raise ServeError(f"db/site/queries/{file_name}: described and used parameters differ: {odd}.")
    return Query(file_name.removesuffix(".sql"), head["title"], head["description"], parameters, sql)
