"""How values look: numbers without “.0”, ids that lead to their pages. Everything from outside is escaped."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from db.folding import slug
from db.site.configuration import DATABASE, load_configuration
from db.site.language import date, fraction, known, local_time, moment, number, translate

_COUNTS = {"count", "count_max", "value", "value_max", "lowest", "highest", "total", "count_earlier", "count_later", "growth",
           "facts", "models", "places", "articles", "provinces", "sources", "statements", "pages", "not_articles", "parse_errors",
           "new_facts", "models_earlier", "models_later", "more_models", "places_earlier", "places_later", "facts_earlier",
           "facts_later", "most_models_in_a_province", "days_silent", "former_provinces", "former_units"}  # fmt: skip
_LISTS = {"tags", "issues", "captions", "hosts"}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

ONCE = "repeats__isnull"
"""The filter that leaves out what only repeats: with it the table of facts has as many rows as sums count."""


def link_to_facts(*, statements: bool = False, **conditions: object) -> str:
    """The address of the facts with these values of columns (`model_id=3, year=2023`); None leaves one out.

    What reprints repeat is left out, as in all sums, but for *statements*.
    """
    given = [f"{key}={quote(str(value), safe='')}" for key, value in conditions.items() if value is not None]
    return f"/{DATABASE}/facts_effective?{'&'.join([*given, *([] if statements else [f'{ONCE}=1'])])}"


def facts_of_row(
    row: sqlite3.Row, by: Sequence[str], given: Mapping[str, str] = MappingProxyType({})
) -> str | None:
    """The address of the facts that a row of sums counts, by the columns and ``:parameters`` of `Query.facts_by`."""
    conditions: dict[str, object] = {}
    for name in by:
        if name.startswith(":"):
            conditions[name[1:]] = given.get(name[1:]) or None
        elif name != "statements":
            value = row_value(row, name)
            conditions |= {f"{name}__isnull": 1} if value is None else {name: value}
    return link_to_facts(statements="statements" in by, **conditions) if by else None


def province_address(province: str) -> str:
    """The page of a province."""
    return f"/place/{slug(province)}"


def facts_address(model_id: int) -> Callable[[str], str]:
    """Where a province of a model's map leads: the facts of the model there."""
    return lambda province: link_to_facts(model_id=model_id, province=province)


def is_web_address(url: str | None) -> bool:
    """Whether an address may be linked: only http and https, so that no “javascript:” is ever clickable."""
    try:
        return urlsplit(url or "").scheme in {"http", "https"}
    except ValueError:
        return False


def render(column: str, value: object, row: sqlite3.Row, table: str | None) -> Markup | None:
    """A cell of a table or query result as HTML, or None to leave it to Datasette."""
    if value is None or value == "":
        return None
    shown = _shown(column, value)
    if column == "facts" and table and shown is not None:
        facts = facts_of_row(row, load_configuration().tables.get(table, {}).get("facts_by", ()))
        return Markup('<a href="{}">{}</a>').format(facts, shown) if facts else shown
    if shown is not None:
        return shown
    address = _address(column, value, row, table)
    if column == "place" and isinstance(value, str):
        value = value.replace(" | ", ", ")
    return None if address is None else Markup('<a href="%s">%s</a>') % (address, value)


def _shown(column: str, value: object) -> Markup | None:
    """A value that reads better in another form; it leads nowhere."""
    if isinstance(value, str):
        return _worded(column, value)
    if column in _COUNTS and isinstance(value, int | float):
        return Markup('<span class="number">%s</span>') % number(value)
    return confidence_bar(value) if column == "confidence" and isinstance(value, float) else None


def _worded(column: str, value: str) -> Markup | None:
    """A text that has words in the language of the request, a time, or a list."""
    if column == "flags" and not value.startswith("["):
        return Markup(" ").join(
            Markup('<span class="flag">{}</span>').format(known(f"flag.{flag}", flag))
            for flag in value.split(", ")
        )
    if column in _WORDED:
        return _WORDED[column](value)
    if column in _LISTS and value.startswith("["):
        with contextlib.suppress(ValueError):  # a reader's own SQL may call anything a list
            return escape(" · ".join(str(one) for one in json.loads(value)) or "–")
    return escape(local_time(value)) if _TIME.fullmatch(value) else None


def _event(name: str) -> Markup:
    return Markup('<span class="event e-%s">%s</span>') % (name, known(f"event.{name}", name))


def _in_words(column: str) -> Callable[[str], Markup]:
    return lambda value: escape(known(f"{column}.{value}", value))


_WORDED: dict[str, Callable[[str], Markup]] = {
    "event": _event,
    **{column: _in_words(column) for column in ("kind", "status", "verdict", "qualifier", "year_from")},
    **dict.fromkeys(("published", "newest_article"), lambda value: escape(moment(value))),
    **dict.fromkeys(("date", "at", "night"), lambda value: escape(date(value))),
}


def confidence_bar(value: float) -> Markup:
    """A confidence as a short bar with its number."""
    percent = round(100 * min(max(value, 0), 1))
    level = "high" if percent >= 80 else "middle" if percent >= 50 else "low"
    return Markup(
        '<span class="confidence {}" title="{} {} %"><span style="width:{}%"></span></span>{}'
    ).format(level, translate("confidence"), percent, percent, fraction(value))


def _address(column: str, value: object, row: sqlite3.Row, table: str | None) -> str | None:
    """Where a cell leads: columns of the views carry the ids needed beside them."""
    if table == "articles" and column == "title":
        return f"/article/{row['id']}"
    if column in {"id", "fact_id"} and _is_statement(value):
        return f"/fact/{quote(str(value))}"
    if column in {"title", "sentence", "evidence"} and row_value(row, "article_id") is not None:
        fragment = f"#{row['id']}" if _is_statement(row_value(row, "id")) else ""
        return f"/article/{row['article_id']}{fragment}"
    return _thing(column, value, row)


def _thing(column: str, value: object, row: sqlite3.Row) -> str | None:
    """The page of the model, place, province or source that a cell names."""
    if column == "model" and row_value(row, "model_id") is not None:
        return f"/model/{row['model_id']}"
    if column == "place" and row_value(row, "locality_id") is not None:
        return f"/place/{row['locality_id']}"
    if column in {"province", "new_province", "province_stated", "new_unit", "new_path"} and isinstance(
        value, str
    ):
        return f"/place/{slug(value)}" if " " in value else None
    if column == "source" and row_value(row, "source_id") is not None:
        return f"/source/{quote(str(row['source_id']))}"
    if column == "unit" and row_value(row, "facts") is not None:
        return f"/{DATABASE}/largest_counts?unit={quote(str(value), safe='')}"
    return None


def _is_statement(value: object) -> bool:
    return isinstance(value, str) and len(value) == 20 and set(value) <= set("0123456789abcdef")


def row_value(row: sqlite3.Row, column: str) -> Any:  # noqa: ANN401 - a cell of any type
    """A cell of a row, or None where the row has no such column."""
    return row[column] if column in row.keys() else None  # noqa: SIM118 - sqlite3.Row
