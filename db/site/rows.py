"""Rows of a query as records."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

Record = TypeVar("Record")


def rows(
    connection: sqlite3.Connection,
    record: Callable[..., Record],
    sql: str,
    parameters: Mapping[str, Any] | None = None,
) -> list[Record]:
    """The rows of *sql*, each given to *record* by column names."""
    cursor = connection.execute(sql, parameters or {})
    names = [column[0] for column in cursor.description]
    return [record(**dict(zip(names, row, strict=True))) for row in cursor]
