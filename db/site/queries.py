"""The canned queries: one SQL file each in db/site/queries, what it takes and how it is drawn in its head.

-- parameter province: province     (one line for each :parameter of the query: its kind, which decides the field; and
                                      ``needed`` where nothing is answered without it)
-- chart: columns year facts         (columns, bars, dots or map, with the columns for label and value)
-- facts: model_id year :province    (which facts the column ``facts`` counts: those with a row's values, or a parameter's)

Title and description stand in db/site/texts/questions.toml, in both languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from db.errors import ServeError
from db.site.language import load_catalogue, translate

KINDS = frozenset({
    "province", "year", "event", "flag", "source", "model", "unit", "place", "words", "days", "nights",
})  # fmt: skip
CHARTS = frozenset({"columns", "bars", "dots", "map"})

_HEAD = re.compile(
    r"--\s*(?:parameter\s+(\w+):\s*(\w+)(\s+needed)?|chart:\s*(\w+)\s+(\w+)\s+(\w+)|facts:((?:\s+:?\w+)+))"
)
_LIMIT = re.compile(r"LIMIT (\d+) /\* page \*/")
_PARAMETER = re.compile(r":([a-z_]+)")
_STRING = re.compile(r"'(?:[^']|'')*'")


@dataclass(frozen=True, slots=True)
class Chart:
    """How an answer is drawn: which of its columns are label and value."""

    kind: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question with its SQL; ``parameters`` maps names, in their order, to their kinds.

    ``facts_by`` names the columns, and with a colon the parameters, by which the facts of a row are found.
    """

    name: str
    parameters: dict[str, str]
    chart: Chart | None
    sql: str
    facts_by: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()

    @property
    def limit(self) -> int | None:
        """How many rows the page shows at most; a file has all (the mark is taken out for it)."""
        found = _LIMIT.search(self.sql)
        return int(found[1]) if found else None

    @property
    def title(self) -> str:
        """What the list of questions shows, in the language of the request."""
        return translate(f"question.{self.name}.title")

    @property
    def description(self) -> str:
        """What the answer means."""
        return translate(f"question.{self.name}.description")


@cache
def load_queries() -> tuple[Query, ...]:
    """All canned queries in the order of the catalogue. Raises `ServeError` naming the file that is not as it should be."""
    folder = files("db.site").joinpath("queries")
    found = {
        f.name.removesuffix(".sql"): parse_query(f.name, f.read_text(encoding="utf-8"))
        for f in folder.iterdir()
        if f.name.endswith(".sql")
    }
    titled = [key.split(".")[1] for key in load_catalogue() if re.fullmatch(r"question\.\w+\.title", key)]
    if set(titled) != set(found):
        odd = min(set(titled) ^ set(found))
        raise ServeError(f"db/site/queries and db/site/texts/questions.toml differ: {odd} is in one only.")
    return tuple(found[name] for name in titled)


def find_query(name: str) -> Query | None:
    """The canned query of that name, or None."""
    return next((query for query in load_queries() if query.name == name), None)


def parse_query(file_name: str, text: str) -> Query:
    """One file as a `Query`."""
    parameters: dict[str, str] = {}
    chart: Chart | None = None
    facts_by: tuple[str, ...] = ()
    needed: list[str] = []
    lines = text.splitlines()
    while lines and lines[0].startswith("--"):
        line = lines.pop(0)
        entry = _HEAD.fullmatch(line)
        if entry is None or (entry[2] or "year") not in KINDS or (entry[4] or "map") not in CHARTS:
            raise ServeError(f"db/site/queries/{file_name}: cannot read the line {line!r}.")
        if entry[1]:
            parameters[entry[1]] = entry[2]
            needed += [entry[1]] if entry[3] else []
        elif entry[7]:
            facts_by = tuple(entry[7].split())
        else:
            chart = Chart(entry[4], entry[5], entry[6])
    sql = "\n".join(lines).strip()
    used = set(_PARAMETER.findall(_STRING.sub("", sql)))
    if used != set(parameters):
        odd = ", ".join(sorted(used ^ set(parameters)))
        raise ServeError(f"db/site/queries/{file_name}: described and used parameters differ: {odd}.")
    return Query(file_name.removesuffix(".sql"), parameters, chart, sql, facts_by, tuple(needed))
