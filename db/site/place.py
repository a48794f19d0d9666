"""All that the page of a place shows: what it is part of and became, which models it has, sums over merged units."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db.site.cards import CARD_COLUMNS, SAID_FIRST, Card
from db.site.model import Conflict, Year
from db.site.rows import rows


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its sums; they are None for one that no fact is about."""

    id: int
    path: str
    name: str
    type: str
    slug: str
    code: str | None
    vintage: str | None
    new_path: str | None
    new_province: str | None
    latitude: float | None
    longitude: float | None
    facts: int | None
    models: int | None
    articles: int | None
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True)
class Unit:
    """Another place: a parent, a part, a former or a later unit. ``facts`` are those about itself."""

    path: str
    slug: str
    facts: int
    models: int


@dataclass(frozen=True, slots=True)
class ModelThere:
    """A model reported from the place."""

    name: str
    slug: str
    facts: int
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True)
class Sum:
    """What former units stated, added up: of each the largest count of a year."""

    model: str | None
    slug: str | None
    unit: str | None
    year: int | None
    total: float
    former_units: int
    made_of: str


@dataclass(frozen=True, slots=True)
class PlacePage:
    """Everything about one place. ``whole`` says that it is a province of today, with all units in it. ``province`` are facts, models, places, first and last year of a whole province, with all units in it."""

    place: Place
    whole: bool
    parents: tuple[Unit, ...]
    later: tuple[Unit, ...]
    former: tuple[Unit, ...]
    parts: tuple[Unit, ...]
    models: tuple[ModelThere, ...]
    years: tuple[Year, ...]
    sums: tuple[Sum, ...]
    newest: tuple[Card, ...]
    conflicts: tuple[Conflict, ...]
    province: tuple[int, int, int, int | None, int | None] | None


_PLACE = """
    SELECT l.id, l.path, l.name, l.type, l.slug, l.code, l.vintage, l.new_path, l.new_province, l.latitude, l.longitude,
           o.facts, o.models, o.articles, o.first_year, o.last_year
    FROM localities AS l LEFT JOIN places_overview AS o ON o.locality_id = l.id
    WHERE l.slug = :slug
"""
_UNIT = """
    SELECT l.path, l.slug, coalesce(o.facts, 0) AS facts, coalesce(o.models, 0) AS models
    FROM localities AS l LEFT JOIN places_overview AS o ON o.locality_id = l.id
"""
_PARENTS = f"""
    WITH RECURSIVE up (id, parent_id, height) AS (
        SELECT id, parent_id, 0 FROM localities WHERE id = :id
        UNION ALL
        SELECT l.id, l.parent_id, up.height + 1 FROM up JOIN localities AS l ON l.id = up.parent_id WHERE up.height < 5
    )
    {_UNIT} JOIN up ON up.id = l.id WHERE up.height > 0 ORDER BY up.height DESC
"""  # noqa: S608 - our own columns
_LATER = f"{_UNIT} WHERE l.path = :new_path AND l.id <> :id"
_FORMER = f"{_UNIT} WHERE l.new_path = :path AND l.id <> :id ORDER BY o.facts DESC, l.path LIMIT 60"
_PARTS = (
    f"{_UNIT} WHERE l.parent_id = :id AND o.facts > 0 ORDER BY o.models DESC, o.facts DESC, l.path LIMIT 60"
)
_MODELS = """
    SELECT m.name, m.slug, x.facts, x.first_year, x.last_year
    FROM (SELECT * FROM models_in_places WHERE locality_id = :id ORDER BY facts DESC LIMIT 30) AS x
    JOIN models AS m ON m.id = x.model_id ORDER BY x.facts DESC, m.name
"""
_YEARS = """
    SELECT year, facts, 0 AS provinces FROM places_by_year WHERE locality_id = :id AND year IS NOT NULL ORDER BY year
"""
_PROVINCE_YEARS = """
    SELECT year, facts, 0 AS provinces FROM provinces_by_year WHERE province = :path AND year IS NOT NULL ORDER BY year
"""
_PROVINCE_MODELS = """
    SELECT m.name, m.slug, x.facts, x.first_year, x.last_year
    FROM (SELECT model_id, sum(facts) AS facts, min(year) AS first_year, max(year) AS last_year
          FROM models_by_province_and_year WHERE province = :path
          GROUP BY model_id ORDER BY facts DESC LIMIT 30) AS x
    JOIN models AS m ON m.id = x.model_id ORDER BY x.facts DESC, m.name
"""
# A province of before July 2025: from the sums of the units that were in it.
_FORMER_PROVINCE_MODELS = """
    SELECT m.name, m.slug, x.facts, x.first_year, x.last_year
    FROM (SELECT s.model_id, sum(s.facts) AS facts, min(s.first_year) AS first_year, max(s.last_year) AS last_year
          FROM localities AS l JOIN models_in_places AS s ON s.locality_id = l.id WHERE l.province_id = :id
          GROUP BY s.model_id ORDER BY facts DESC LIMIT 30) AS x
    JOIN models AS m ON m.id = x.model_id ORDER BY x.facts DESC, m.name
"""
_FORMER_PROVINCE_YEARS = """
    SELECT y.year, sum(y.facts) AS facts, 0 AS provinces
    FROM localities AS l JOIN places_by_year AS y ON y.locality_id = l.id
    WHERE l.province_id = :id AND y.year IS NOT NULL GROUP BY y.year ORDER BY y.year
"""
_PROVINCE = "SELECT facts, models, places, first_year, last_year FROM provinces_overview WHERE province = :path AND structure = :vintage"
_SUMS = """
    SELECT t.model, m.slug, t.unit, t.year, t.total, t.former_units, t.made_of
    FROM new_unit_totals AS t LEFT JOIN models AS m ON m.id = t.model_id
    WHERE t.new_unit = :path AND t.former_units > 1
    ORDER BY t.former_units DESC, t.year DESC, t.total DESC LIMIT 25
"""
_PROVINCE_SUMS = """
    SELECT t.model, m.slug, t.unit, t.year, t.total, t.former_provinces AS former_units, t.made_of
    FROM new_province_totals AS t LEFT JOIN models AS m ON m.id = t.model_id
    WHERE t.province = :path ORDER BY t.former_provinces DESC, t.year DESC, t.total DESC LIMIT 25
"""
_PROVINCE_NEWEST = f"""
    SELECT {CARD_COLUMNS} FROM facts_effective AS e WHERE e.province = :path AND {SAID_FIRST}
    ORDER BY e.published DESC, e.number DESC LIMIT 8
"""  # noqa: S608 - our own columns
_NEWEST = f"""
    SELECT {CARD_COLUMNS} FROM facts_effective AS e WHERE e.locality_id = :id AND {SAID_FIRST}
    ORDER BY e.published DESC, e.number DESC LIMIT 8
"""  # noqa: S608 - our own columns
_CONFLICTS = """
    SELECT c.model AS name, m.slug, c.unit, c.at, c.lowest, c.highest, c.source_names, c.model_id, c.locality_id
    FROM conflicts AS c JOIN models AS m ON m.id = c.model_id
    WHERE c.locality_id = :id ORDER BY c.facts DESC LIMIT 10
"""


def read_place(connection: sqlite3.Connection, slug: str) -> PlacePage | None:
    """The page of a place by its readable address, or None if there is none."""
    found = rows(connection, Place, _PLACE, {"slug": slug})
    if not found:
        return None
    place = found[0]
    wanted = {
        "id": place.id,
        "path": place.path,
        "new_path": place.new_path,
        "vintage": place.vintage or "new",
    }
    whole = connection.execute(_PROVINCE, wanted).fetchone() if " | " not in place.path else None
    new_province = whole is not None and place.new_province in {place.path, None}
    models, years = (
        (_PROVINCE_MODELS, _PROVINCE_YEARS)
        if new_province
        else (_FORMER_PROVINCE_MODELS, _FORMER_PROVINCE_YEARS)
        if whole
        else (_MODELS, _YEARS)
    )
    return PlacePage(
        place=place,
        whole=new_province,
        parents=tuple(rows(connection, Unit, _PARENTS, wanted)),
        later=tuple(rows(connection, Unit, _LATER, wanted)),
        former=tuple(rows(connection, Unit, _FORMER, wanted)),
        parts=tuple(rows(connection, Unit, _PARTS, wanted)),
        models=tuple(rows(connection, ModelThere, models, wanted)),
        years=tuple(rows(connection, Year, years, wanted)),
        sums=tuple(rows(connection, Sum, _PROVINCE_SUMS if new_province else _SUMS, wanted)),
        newest=tuple(rows(connection, Card, _PROVINCE_NEWEST if new_province else _NEWEST, wanted)),
        conflicts=tuple(rows(connection, Conflict, _CONFLICTS, wanted)),
        province=whole,
    )
