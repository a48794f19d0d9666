"""How values look: numbers without “.0”, ids that lead to their pages. Everything from outside is escaped."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from db.folding import slug
from db.site.configuration import DATABASE
from db.site.language import date, fraction, known, moment, number, translate

_COUNTS = {"count", "count_max", "value", "value_max", "lowest", "highest", "total", "count_earlier", "count_later", "growth",
           "facts", "models", "places", "articles", "provinces", "sources"}  # fmt: skip


def link_to_facts(
    model_id: int | None = None,
    locality_id: int | None = None,
    province: str | None = None,
    year: int | None = None,
) -> str:
    """The address of the effective facts of a model, a place, a province, a year."""
    conditions = {"model_id": model_id, "locality_id": locality_id, "province": province, "year": year}
    given = "&".join(f"{key}={quote(str(value))}" for key, value in conditions.items() if value is not None)
    return f"/{DATABASE}/facts_effective?{given}"


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
    if shown is not None:
        return shown
    address = _address(column, value, row, table)
    return None if address is None else Markup('<a href="{}">{}</a>').format(address, value)


def _shown(column: str, value: object) -> Markup | None:
    """A value that reads better in another form; it leads nowhere."""
    if column in _COUNTS and isinstance(value, int | float):
        return Markup('<span class="number">{}</span>').format(number(value))
    if column == "confidence" and isinstance(value, float):
        return confidence_bar(value)
    if column == "flags" and isinstance(value, str) and not value.startswith("["):
        return Markup(" ").join(
            Markup('<span class="flag">{}</span>').format(known(f"flag.{flag}", flag))
            for flag in value.split(", ")
        )
    if isinstance(value, str) and column in _WORDED:
        return _WORDED[column](value)
    return None


def _event(name: str) -> Markup:
    return Markup('<span class="event e-{}">{}</span>').format(name, known(f"event.{name}", name))


def _in_words(column: str) -> Callable[[str], Markup]:
    return lambda value: escape(known(f"{column}.{value}", value))


_WORDED: dict[str, Callable[[str], Markup]] = {
    "event": _event,
    **{column: _in_words(column) for column in ("kind", "status", "verdict", "qualifier")},
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
    return None


def _is_statement(value: object) -> bool:
    return isinstance(value, str) and len(value) == 20 and set(value) <= set("0123456789abcdef")


def row_value(row: sqlite3.Row, column: str) -> Any:  # noqa: ANN401 - a cell of any type
    """A cell of a row, or None where the row has no such column."""
    return row[column] if column in row.keys() else None  # noqa: SIM118 - sqlite3.Row
