"""Taking data away: the effective facts as CSV, JSON Lines or Parquet, the places as GeoJSON, and what all columns mean.

Columns and their order are those of the view `facts_effective`, described in docs/data-model.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from sqlite_utils import Database

from db.connection import database_path
from db.describe import column_types, data_package
from db.errors import StoreError, readable_errors
from db.formats import defuse, write_csv, write_jsonl, write_parquet

__all__ = ["FORMATS", "defuse", "export_facts", "places_geojson"]

FORMATS = ("csv", "jsonl", "parquet", "geojson", "datapackage")

_BATCH = 5_000


def export_facts(db: Database, out: Path | IO[bytes], format: str) -> int:  # noqa: A002 - the agreed name
    """Write to *out* (a path or an open binary file); gives the number of facts (or places, or columns) written.

    ``csv``, ``jsonl`` and ``parquet`` are the view `facts_effective`, ``geojson`` the places that facts speak of,
    ``datapackage`` a description of the facts' columns (a Frictionless data package).

    A path is written beside first and then moved, so a broken export never stands where a whole one is expected.
    Raises `StoreError` for an unknown format, a path that cannot be written, and Parquet without pyarrow.
    """
    if format not in FORMATS:
        raise StoreError(f"{format}: unknown export format; there are {', '.join(FORMATS)}.")
    if not isinstance(out, Path):
        with readable_errors(database_path(db)):
            return _write(db, out, format)
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as file, readable_errors(database_path(db)):
            written = _write(db, file, format)
        part.replace(out)
    except OSError as error:
        raise StoreError(f"{out}: cannot be written ({error.strerror}).") from error
    finally:
        part.unlink(missing_ok=True)
    return written


def _write(db: Database, out: IO[bytes], kind: str) -> int:
    if kind == "geojson":
        places = places_geojson(db.conn)
        out.write(json.dumps(places, ensure_ascii=False).encode("utf-8"))
        return len(places["features"])
    columns = [row[0] for row in db.execute("SELECT name FROM pragma_table_info('facts_effective')")]
    if kind == "datapackage":
        package = data_package("facts", columns)
        out.write(json.dumps(package, ensure_ascii=False, indent=2).encode("utf-8"))
        return len(columns)
    if kind == "parquet":
        return write_parquet(out, columns, _batches(db), column_types())
    return {"csv": write_csv, "jsonl": write_jsonl}[kind](out, columns, _batches(db))


def _batches(db: Database) -> Iterator[list[Sequence[Any]]]:
    """The effective facts, batch by batch."""
    cursor = db.conn.execute("SELECT * FROM facts_effective ORDER BY number")
    while rows := cursor.fetchmany(_BATCH):
        yield rows


_PLACES = """
    SELECT l.longitude, l.latitude, l.path, l.name, l.type, l.code, l.vintage, l.new_path, l.new_province, l.slug,
           o.facts, o.models, o.articles, o.first_year, o.last_year
    FROM places_overview AS o JOIN localities AS l ON l.id = o.locality_id
    WHERE l.latitude IS NOT NULL AND l.longitude IS NOT NULL
    ORDER BY o.facts DESC
"""


def places_geojson(connection: Any) -> dict[str, Any]:  # noqa: ANN401 - sqlite3, or sqlite_utils' tracing wrapper
    """The places that facts speak of and whose centre is known, as a GeoJSON FeatureCollection of points (WGS 84)."""
    cursor = connection.execute(_PLACES)
    names = [column[0] for column in cursor.description][2:]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
                "properties": dict(zip(names, values, strict=True)),
            }
            for longitude, latitude, *values in cursor
        ],
    }
