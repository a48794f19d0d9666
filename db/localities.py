"""Storing places: each with its chain of parents, made from its path where they are not there yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlite_utils import Database

from db.connection import writing
from db.records import LocalityRow

SEPARATOR = " | "

# Two words before one, so that "thị trấn X" is not a "thị"; as the annotation guideline writes them.
TYPES = (
    "khu dân cư", "tổ dân phố", "thành phố", "thị trấn", "thị xã", "khu phố", "quận", "huyện", "phường", "xã",
    "tỉnh", "thôn", "bản", "xóm", "ấp", "làng", "buôn", "khối", "khu", "tổ", "đặc khu",
)  # fmt: skip

# The cities that are provinces, before and after 1 July 2025; every other city is a unit of a province.
PROVINCE_CITIES = frozenset({"Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế"})

_STORED = """
    SELECT id, province_id, code, vintage, new_path, new_province, latitude, longitude FROM localities WHERE path = ?
"""
_SAVE = """
    INSERT INTO localities (path, name, type, parent_id, province_id, code, vintage, new_path, new_province,
                            latitude, longitude)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET
        code = coalesce(excluded.code, code), vintage = coalesce(excluded.vintage, vintage),
        new_path = coalesce(excluded.new_path, new_path), new_province = coalesce(excluded.new_province, new_province),
        latitude = coalesce(excluded.latitude, latitude), longitude = coalesce(excluded.longitude, longitude)
    RETURNING id, province_id
"""


@lru_cache(maxsize=50_000)
def split_unit(unit: str) -> tuple[str, str]:
    """Type and name of one part of a path: "thị xã Quảng Yên" → ("thị xã", "Quảng Yên"); the type is "" if unknown."""
    for kind in TYPES:
        if unit.casefold().startswith(kind + " "):
            return kind, unit[len(kind) + 1 :].strip()
    return "", unit


@dataclass(frozen=True, slots=True)
class _Place:
    """What the children of a stored place need of it."""

    id: int
    new_province: str | None
    province_id: int | None


def save_localities(db: Database, localities: Iterable[LocalityRow]) -> dict[str, int]:
    """Store places and all their parents; gives the id of each path given.

    What is known of a place is only ever added to. The new province of a place that names none is that of its
    parent, and that of a parent that names none is its child's: provinces were merged as a whole.
    """
    given = {locality.path: locality for locality in localities}
    known: dict[str, _Place] = {}
    with writing(db):
        for path in sorted(
            given, key=lambda path: (-path.count(SEPARATOR), path)
        ):  # children tell their parents
            _save(db.conn, given[path], given, known)
    return {path: known[path].id for path in given}


def _save(
    connection: sqlite3.Connection,
    row: LocalityRow,
    given: Mapping[str, LocalityRow],
    known: dict[str, _Place],
) -> _Place:
    """Store one place after its parents."""
    if row.path not in known:
        known[row.path] = _unchanged(connection, row) or _write(connection, row, given, known)
    return known[row.path]


def _unchanged(connection: sqlite3.Connection, row: LocalityRow) -> _Place | None:
    """The place as stored, if *row* adds nothing to it: most places have been met before, and reading is cheap."""
    stored = connection.execute(_STORED, (row.path,)).fetchone()
    if stored is None:
        return None
    place_id, province_id, *details = stored
    given = (row.code, row.vintage, row.new_path, row.new_province, row.latitude, row.longitude)
    if any(new is not None and new != old for new, old in zip(given, details, strict=True)):
        return None
    return _Place(place_id, row.new_province or details[3], province_id)


def _write(
    connection: sqlite3.Connection,
    row: LocalityRow,
    given: Mapping[str, LocalityRow],
    known: dict[str, _Place],
) -> _Place:
    unit, _, parent_path = row.path.partition(SEPARATOR)
    parent = None
    if parent_path:
        above = given.get(parent_path) or LocalityRow(parent_path)
        parent = _save(
            connection, replace(above, new_province=above.new_province or row.new_province), given, known
        )
    kind, name = split_unit(unit)
    new_province = row.new_province or (parent.new_province if parent else None)
    values = (
        row.path, name, kind, parent.id if parent else None, parent.province_id if parent else None, row.code,
        row.vintage, row.new_path, new_province, row.latitude, row.longitude,
    )  # fmt: skip
    place_id, province_id = connection.execute(_SAVE, values).fetchone()
    if province_id is None and parent is None and is_province(row.path):
        connection.execute("UPDATE localities SET province_id = id WHERE id = ?", (place_id,))
        province_id = place_id
    return _Place(place_id, new_province, province_id)


def is_province(unit: str) -> bool:
    """Whether a unit is a province, or one of the cities that rank as one."""
    kind, name = split_unit(unit)
    return kind == "tỉnh" or (kind == "thành phố" and name in PROVINCE_CITIES)
