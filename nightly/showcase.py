"""The facts that are shown to somebody who sees the database for the first time."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from sqlite_utils import Database

_QUALIFIERS = {"exact": "", "at_least": "≥ ", "approx": "≈ "}


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact as a line of a table; every field is text, empty where nothing is known."""

    model: str
    count: str
    unit: str
    place: str
    date: str
    source: str


def showcase(db: Database, limit: int) -> list[ShownFact]:
    """At most ``limit`` complete facts, one a model, the surest and largest first."""
    sql = files("nightly").joinpath("sql/showcase.sql").read_text(encoding="utf-8")
    return [
        ShownFact(
            model, count_text(value, value_max, qualifier), unit or "", place_text(path), date or "", source
        )
        for model, value, value_max, qualifier, unit, path, date, source in db.execute(sql, {"limit": limit})
    ]


def count_text(value: float, value_max: float | None, qualifier: str) -> str:
    """A number as a reader writes it: ``≥ 136,000``, ``10–15``."""
    number = f"{value:,.10g}" + ("" if value_max is None else f"–{value_max:,.10g}")
    return f"{_QUALIFIERS[qualifier]}{number}"


def place_text(path: str) -> str:
    """The unit itself and its province, which is what a reader needs: ``xã Hiệp Hòa, Quảng Ninh``."""
    unit, _, above = path.partition(" | ")
    province = above.rpartition(" | ")[2].removeprefix("tỉnh ")
    return f"{unit}, {province}" if province else unit
