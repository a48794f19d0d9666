"""How values look: numbers without “.0”, ids that lead to their pages. Everything from outside is escaped."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from db.site.configuration import DATABASE

_COUNTS = {"count", "count_max", "value", "value_max", "lowest", "highest", "largest_count", "total"}


def number(value: float | None) -> str:
    """A count as people write it here: 38.578; 2,5. Empty for None."""
    if value is None:
        return ""
    whole = float(value).is_integer()
    written = f"{int(value):,}" if whole else f"{value:,.2f}".rstrip("0")
    return written.translate(str.maketrans(",.", ".,"))


def local_time(utc: str | None) -> str:
    """A stored UTC time in Viet Nam's time, to the minute: "2026-11-25 03:15"."""
    if not utc:
        return ""
    return (datetime.fromisoformat(utc) + timedelta(hours=7)).strftime("%Y-%m-%d %H:%M")


def moment(published: str | None) -> str:
    """A publication time as people read it: "2023-08-01 07:30"; "no date" where there is none."""
    return published.replace("T", " ") if published else "no date"


def link_to_facts(
    model_id: int | None = None, locality_id: int | None = None, province: str | None = None
) -> str:
    """The address of the effective facts of a model, a place or a province."""
    conditions = {"model_id": model_id, "locality_id": locality_id, "province": province}
    given = "&".join(f"{key}={quote(str(value))}" for key, value in conditions.items() if value is not None)
    return f"/{DATABASE}/facts_effective?{given}"


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
            Markup('<span class="flag">{}</span>').format(flag) for flag in value.split(", ")
        )
    if column == "published" and isinstance(value, str):
        return escape(moment(value))
    return None


def confidence_bar(value: float) -> Markup:
    """A confidence as a short bar with its number."""
    percent = round(100 * min(max(value, 0), 1))
    level = "high" if percent >= 80 else "middle" if percent >= 50 else "low"
    return Markup(
        '<span class="confidence {}" title="confidence {} %"><span style="width:{}%"></span></span>{}'
    ).format(level, percent, percent, f"{value:.2f}")


def _address(column: str, value: object, row: sqlite3.Row, table: str | None) -> str | None:
    """Where a cell leads: columns of the views carry the ids needed beside them."""
    if table == "articles" and column == "title":
        return f"/article/{row['id']}"
    if column in {"id", "fact_id"} and _is_statement(value):
        return f"/fact/{quote(str(value))}"
    if column in {"title", "sentence", "evidence"} and row_value(row, "article_id") is not None:
        fragment = f"#{row['id']}" if _is_statement(row_value(row, "id")) else ""
        return f"/article/{row['article_id']}{fragment}"
    filters = {
        "model": {"model_id": row_value(row, "model_id")},
        "place": {"locality_id": row_value(row, "locality_id")},
        "province": {"province": value},
    }.get(column, {})
    return link_to_facts(**filters) if any(given is not None for given in filters.values()) else None


def _is_statement(value: object) -> bool:
    return isinstance(value, str) and len(value) == 20 and set(value) <= set("0123456789abcdef")


def row_value(row: sqlite3.Row, column: str) -> Any:  # noqa: ANN401 - a cell of any type
    """A cell of a row, or None where the row has no such column."""
    return row[column] if column in row.keys() else None  # noqa: SIM118 - sqlite3.Row
