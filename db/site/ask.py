"""What the page of a question needs beside its rows: fields to pick from, a drawing, a citation, files to take."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup

from db.folding import slug
from db.site.cells import facts_of_row, row_value
from db.site.drawing import Bar, Dot, columns, dots, tile_map
from db.site.language import date, day, known, number
from db.site.queries import Chart, Query
from db.summaries import TABLES

FORMATS = ("csv", "jsonl", "parquet", "datapackage.json", "bib")
MOST_BARS = 30

_OF_FACTS = frozenset(
    {"facts_effective", "facts_holding", "facts_once", "facts_derived", "holding", "history"}
)
"""Tables and views whose rows are facts; those in `TABLES` are sums."""

_FACT_FILTERS = (
    ("province", "province"),
    ("year", "year"),
    ("event", "event"),
    ("source_id", "source"),
    ("model", "model"),
)


def filters_of_facts(values: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The fields over the table of facts: name, kind and value of each."""
    return [(name, kind, values.get(name, "")) for name, kind in _FACT_FILTERS]


def heading(column: str, table: str = "") -> str:
    """What stands over a column of an answer or of a *table*, in the language of the request.

    The columns of facts and sums have headings of their own, those of all other tables share theirs (``plain``): an
    ``id`` is a statement there and a row here. The name itself where the catalogue has none.
    """
    plain, own = f"plain.{column}", f"column.{column}.heading"
    first, second = (plain, own) if _is_plain(table) else (own, plain)
    return known(first, known(second, column.replace("_", " ")))


def meaning(column: str, table: str = "") -> str:
    """What a column of facts or sums means, in the language of the request; empty for any other."""
    return "" if _is_plain(table) else known(f"column.{column}.meaning", "")


def _is_plain(table: str) -> bool:
    return table != "" and table not in _OF_FACTS and table not in TABLES


def shown_columns(names: Iterable[str]) -> list[str]:
    """The columns an answer shows: row numbers only serve as links."""
    return [name for name in names if not name.endswith("_id") and name not in {"number", "model_id"}]


def files(path: str, query_string: str) -> list[tuple[str, str]]:
    """Formats with the address of each for the page at *path*."""
    behind = f"?{query_string}" if query_string else ""
    return [(kind, f"{path}.{kind}{behind}") for kind in FORMATS]


Drawn = list[tuple[sqlite3.Row, Any, Any]]
"""Rows with label and value of each."""

Link = Callable[[sqlite3.Row], str | None]


def draw(query: Query, rows: Sequence[sqlite3.Row], given: Mapping[str, str]) -> Markup:
    """The chart or map of an answer to the *given* parameters; empty where there is none, or nothing to draw."""
    chart = query.chart
    if chart is None or not rows or not {chart.label, chart.value} <= set(rows[0].keys()):
        return Markup("")
    pairs = [(row, row[chart.label], row[chart.value]) for row in rows]
    usable = [
        (row, label, value)
        for row, label, value in pairs
        if label is not None and isinstance(value, int | float)
    ]
    caption = f"{query.title} — {heading(chart.value)}"
    return (
        _DRAWN[chart.kind](chart, usable, caption, lambda row: facts_of_row(row, query.facts_by, given))
        if usable
        else Markup("")
    )


def _columns(chart: Chart, rows: Drawn, caption: str, link: Link) -> Markup:
    ordered = sorted(rows, key=lambda row: str(row[1]))[-60:]
    return columns([Bar(day(str(label)), value, link(row)) for row, label, value in ordered], caption)


def _bars(chart: Chart, rows: Drawn, caption: str, _: Link) -> Markup:
    """Lying bars, for labels that are names."""
    added: dict[Any, tuple[Any, Any, Any]] = {}  # a model of several years has a row for each
    for row, label, value in rows:
        added[label] = (row, label, value + (added[label][2] if label in added else 0))
    best = sorted(added.values(), key=lambda row: -row[2])[:MOST_BARS]
    largest = best[0][2] or 1
    items = Markup("").join(
        Markup(
            '<li><span class="bar-name">{}</span><span class="bar"><span style="width:{}%"></span></span><span class="bar-number">{}</span></li>'
        ).format(_named(row, chart.label, label), round(100 * value / largest, 1), number(value))
        for row, label, value in best
    )
    return Markup(
        '<figure class="chart"><ol class="bars">{}</ol><figcaption>{}</figcaption></figure>'
    ).format(items, caption)


def _named(row: sqlite3.Row, column: str, label: object) -> Markup | str:
    names = row.keys()
    if column == "model" and "model_id" in names and row["model_id"]:
        return Markup('<a href="/model/{}">{}</a>').format(row["model_id"], label)
    if column == "place" and "locality_id" in names and row["locality_id"]:
        return Markup('<a href="/place/{}">{}</a>').format(row["locality_id"], str(label).split(" | ")[0])
    if column == "source" and "source_id" in names:
        return Markup('<a href="/source/{}">{}</a>').format(quote(str(row["source_id"])), label)
    return str(label)


def _dots(chart: Chart, rows: Drawn, caption: str, _: Link) -> Markup:
    # One unit of count, that which most are in: 46 cameras and 380 million đồng have no axis in common.
    units = Counter(
        row["unit"] for row, _, _ in rows if row_value(row, "unit") and not row["unit"].endswith("đồng")
    )
    if units:
        unit = units.most_common(1)[0][0]
        rows, caption = [one for one in rows if one[0]["unit"] == unit], f"{caption}: {unit}"
    points = []
    for row, label, value in rows:
        at = _as_year(str(label))
        if at is not None:
            names = row.keys()
            told = " · ".join(
                str(row[name]) for name in ("unit", "place", "source") if name in names and row[name]
            )
            link = f"/fact/{row['id']}" if "id" in names else None
            points.append(Dot(at, value, link, f"{date(str(label))}: {number(value)} {told}"))
    return dots(points, caption)


def _as_year(iso: str) -> float | None:
    """A date as years with a fraction; the end of a span."""
    parts = iso.rpartition("/")[2].partition("T")[0].split("-")
    if not parts[0].isdigit():
        return None
    month = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 1
    return int(parts[0]) + (month - 1) / 12


def _map(chart: Chart, rows: Drawn, caption: str, link: Link) -> Markup:
    values = {str(label): float(value) for _, label, value in rows}
    # Of one model: its facts there; of all models: the page of the province.
    of_one_model = row_value(rows[0][0], "model_id") is not None
    facts = {str(label): link(row) for row, label, _ in rows} if of_one_model else {}
    return tile_map(
        values, "new", caption, lambda name: facts.get(name) or f"/place/{slug(name)}", heading(chart.value)
    )


_DRAWN = {"columns": _columns, "bars": _bars, "dots": _dots, "map": _map}


def query_string(arguments: Mapping[str, str]) -> str:
    """The answered fields as they stand in an address."""
    return urlencode({name: value for name, value in arguments.items() if value is not None})
