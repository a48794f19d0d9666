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
    return [_shown(*row) for row in db.execute(sql, {"limit": limit}).fetchall()]


def _shown(  # noqa: PLR0913  (a row of the query)
    model: str,
    value: float,
    value_max: float | None,
    qualifier: str,
    unit: str | None,
    path: str,
    date: str | None,
    source: str,
) -> ShownFact:
    number = f"{value:,.10g}" + (f"–{value_max:,.10g}" if value_max is not None else "")
    place, _, above = path.partition(" | ")
    province = above.rpartition(" | ")[2].removeprefix("tỉnh ")
    return ShownFact(
        model=model,
        count=f"{_QUALIFIERS[qualifier]}{number}",
        unit=unit or "",
        place=f"{place}, {province}" if province else place,
        date=date or "",
        source=source,
    )
