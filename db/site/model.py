"""All that the page of a model shows: its names, where and since when, its counts over time, what was said last."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from db.site.cards import CARD_COLUMNS, SAID_FIRST, Card
from db.site.rows import rows


@dataclass(frozen=True, slots=True)
class Model:
    """A model with its sums; they are None for one that no fact is about."""

    id: int
    name: str
    slug: str
    facts: int | None
    articles: int | None
    sources: int | None
    provinces: int | None
    places: int | None
    first_year: int | None
    last_year: int | None
    mean_confidence: float | None


@dataclass(frozen=True, slots=True)
class Year:
    """Facts about the model of one year, and of how many provinces."""

    year: int
    facts: int
    provinces: int


@dataclass(frozen=True, slots=True)
class Province:
    """A province the model is reported from."""

    province: str
    facts: int
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place the model is reported from."""

    path: str
    slug: str
    facts: int
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources that count differently; ``name`` is the place on a model's page, the model on a place's."""

    name: str
    slug: str
    unit: str | None
    at: str | None
    lowest: float
    highest: float
    source_names: str
    model_id: int
    locality_id: int


@dataclass(frozen=True, slots=True)
class ModelPage:
    """Everything about one model."""

    model: Model
    aliases: tuple[str, ...]
    years: tuple[Year, ...]
    provinces: tuple[Province, ...]
    places: tuple[Place, ...]
    units: tuple[str, ...]
    counts: tuple[Card, ...]
    newest: tuple[Card, ...]
    conflicts: tuple[Conflict, ...]


_MODEL = """
    SELECT m.id, m.name, m.slug, o.facts, o.articles, o.sources, o.provinces, o.places, o.first_year, o.last_year,
           o.mean_confidence
    FROM models AS m LEFT JOIN models_overview AS o ON o.model_id = m.id
    WHERE m.slug = :slug
"""
_ALIASES = "SELECT alias FROM model_aliases WHERE model_id = :id AND alias <> :name ORDER BY id LIMIT 40"
_YEARS = """
    SELECT year, sum(facts) AS facts, count(DISTINCT province) AS provinces FROM models_by_province_and_year
    WHERE model_id = :id AND year IS NOT NULL GROUP BY year ORDER BY year
"""
_PROVINCES = """
    SELECT province, sum(facts) AS facts, min(year) AS first_year, max(year) AS last_year
    FROM models_by_province_and_year WHERE model_id = :id AND province IS NOT NULL
    GROUP BY province ORDER BY facts DESC, province
"""
_PLACES = """
    SELECT l.path, l.slug, x.facts, x.first_year, x.last_year
    FROM (SELECT * FROM models_in_places WHERE model_id = :id ORDER BY facts DESC LIMIT 25) AS x
    JOIN localities AS l ON l.id = x.locality_id ORDER BY x.facts DESC, l.path
"""
# What is counted of it, money apart: by the newest counts, since a frequent model has 90,000.
_UNITS = """
    SELECT unit FROM (SELECT unit FROM holding WHERE model_id = :id AND count IS NOT NULL ORDER BY published DESC LIMIT 300)
    WHERE unit IS NOT NULL AND unit NOT LIKE '%đồng' GROUP BY unit ORDER BY count(*) DESC, unit LIMIT 4
"""
# The largest counts of each year; ordered by index, so that a model with 90,000 facts is as quick as one with nine.
_COUNTS = f"""
    SELECT {CARD_COLUMNS} FROM (
        SELECT DISTINCT year FROM models_by_province_and_year WHERE model_id = :id AND year IS NOT NULL
        ORDER BY year DESC LIMIT 25) AS y
    JOIN facts_effective AS e ON e.number IN (
        SELECT h.number FROM holding AS h WHERE h.model_id = :id AND h.year = y.year AND h.count IS NOT NULL
          AND h.number NOT IN (SELECT number FROM repeats) AND h.unit IN (SELECT value FROM json_each(:units))
        ORDER BY h.count DESC LIMIT 4)
    ORDER BY e.year DESC, e.count DESC
"""  # noqa: S608 - our own columns
_NEWEST = f"""
    SELECT {CARD_COLUMNS} FROM facts_effective AS e WHERE e.model_id = :id AND {SAID_FIRST}
    ORDER BY e.published DESC, e.number DESC LIMIT 8
"""  # noqa: S608 - our own columns
_CONFLICTS = """
    SELECT c.place AS name, l.slug, c.unit, c.at, c.lowest, c.highest, c.source_names, c.model_id, c.locality_id
    FROM conflicts AS c JOIN localities AS l ON l.id = c.locality_id
    WHERE c.model_id = :id ORDER BY c.facts DESC LIMIT 10
"""


def read_model(connection: sqlite3.Connection, slug: str) -> ModelPage | None:
    """The page of a model by its readable address, or None if there is none."""
    found = rows(connection, Model, _MODEL, {"slug": slug})
    if not found:
        return None
    model = found[0]
    units = tuple(row[0] for row in connection.execute(_UNITS, {"id": model.id}))
    wanted = {"id": model.id, "name": model.name, "units": json.dumps(units)}
    return ModelPage(
        model=model,
        aliases=tuple(row[0] for row in connection.execute(_ALIASES, wanted)),
        years=tuple(rows(connection, Year, _YEARS, wanted)),
        provinces=tuple(rows(connection, Province, _PROVINCES, wanted)),
        places=tuple(rows(connection, Place, _PLACES, wanted)),
        units=units,
        counts=tuple(rows(connection, Card, _COUNTS, wanted)),
        newest=tuple(rows(connection, Card, _NEWEST, wanted)),
        conflicts=tuple(rows(connection, Conflict, _CONFLICTS, wanted)),
    )
