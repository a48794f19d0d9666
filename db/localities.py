"""Storing places: each with its chain of parents, made from its path where they are not there yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

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

_SAVE = """
    INSERT INTO localities (path, name, type, parent_id, province_id, code, vintage, new_path, new_province,
                            latitude, longitude)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET
        code = coalesce(excluded.code, code), vintage = coalesce(excluded.vintage, vintage),
        new_path = coalesce(excluded.new_path, new_path), new_province = coalesce(excluded.new_province, new_province),
        latitude = coalesce(excluded.latitude, latitude), longitude = coalesce(excluded.longitude, longitude)
    RETURNING id
"""


def split_unit(unit: str) -> tuple[str, str]:
    """Type and name of one part of a path: "thị xã Quảng Yên" → ("thị xã", "Quảng Yên"); the type is "" if unknown."""
    for kind in TYPES:
        if unit.casefold().startswith(kind + " "):
            return kind, unit[len(kind) + 1 :].strip()
    return "", unit


def save_localities(db: Database, localities: Iterable[LocalityRow]) -> dict[str, int]:
    """Store places and all their parents; gives the id of each path given.

    What is known of a place is only ever added to. The new province of a place that names none is that of its
    parent, and that of a parent that names none is its child's: provinces were merged as a whole.
    """
    given = {locality.path: locality for locality in localities}
    known: dict[str, tuple[int, str | None]] = {}
    with writing(db):
        for path in sorted(given):
            _save(db.conn, path, given, known, None)
    return {path: known[path][0] for path in given}


def _save(
    connection: sqlite3.Connection,
    path: str,
    given: Mapping[str, LocalityRow],
    known: dict[str, tuple[int, str | None]],
    child_province: str | None,
) -> tuple[int, str | None]:
    """Store one place after its parents; gives its id and its new province."""
    if path in known:
        return known[path]
    row = given.get(path) or LocalityRow(path)
    new_province = row.new_province or child_province
    unit, _, parent_path = path.partition(SEPARATOR)
    parent: tuple[int | None, str | None] = (None, None)
    if parent_path:
        parent = _save(connection, parent_path, given, known, new_province)
    kind, name = split_unit(unit)
    stored = connection.execute(
        _SAVE,
        (
            path, name, kind, parent[0], _province(path, known), row.code, row.vintage, row.new_path,
            new_province or parent[1], row.latitude, row.longitude,
        ),
    ).fetchone()  # fmt: skip
    if not parent_path and is_province(path):
        connection.execute(
            "UPDATE localities SET province_id = id WHERE id = ? AND province_id IS NULL", stored
        )
    known[path] = (stored[0], new_province or parent[1])
    return known[path]


def _province(path: str, known: Mapping[str, tuple[int, str | None]]) -> int | None:
    top = path.rpartition(SEPARATOR)[2]
    return known[top][0] if is_province(top) and top in known else None


def is_province(unit: str) -> bool:
    """Whether a unit is a province, or one of the cities that rank as one."""
    kind, name = split_unit(unit)
    return kind == "tỉnh" or (kind == "thành phố" and name in PROVINCE_CITIES)
