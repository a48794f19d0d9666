"""Taking the effective facts away: CSV that a spreadsheet opens safely, JSON Lines, Parquet.

Columns and their order are those of the view `facts_effective`, described in docs/data-model.md.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from sqlite_utils import Database

from db.connection import database_path
from db.errors import StoreError, readable_errors

FORMATS = ("csv", "jsonl", "parquet")

_BATCH = 5_000
_REALS = frozenset({"count", "count_max", "confidence"})
_INTEGERS = frozenset({"year", "model_id", "locality_id", "article_id", "first_run", "last_run", "number"})


def export_facts(db: Database, out: Path | IO[bytes], format: str) -> int:  # noqa: A002 - the agreed name
    """Write the view `facts_effective` to *out* (a path or an open binary file) as ``csv``, ``jsonl`` or ``parquet``.

    Gives the number of facts written. A path is written beside first and then moved, so a broken export never
    stands where a whole one is expected. Raises `StoreError` for an unknown format, a path that cannot be written,
    and Parquet without pyarrow.
    """
    if format not in FORMATS:
        raise StoreError(f"{format}: unknown export format; there are {', '.join(FORMATS)}.")
    writer = {"csv": _write_csv, "jsonl": _write_jsonl, "parquet": _write_parquet}[format]
    if not isinstance(out, Path):
        with readable_errors(database_path(db)):
            return writer(db, out)
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as file, readable_errors(database_path(db)):
            written = writer(db, file)
        part.replace(out)
    except OSError as error:
        raise StoreError(f"{out}: cannot be written ({error.strerror}).") from error
    finally:
        part.unlink(missing_ok=True)
    return written


def defuse(value: object) -> object:
    """A cell that a spreadsheet will not run as a formula: text beginning with = + - @ gets an apostrophe in front."""
    if isinstance(value, str) and value.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return "'" + value
    return value


def _batches(db: Database) -> Iterator[tuple[Sequence[str], list[Sequence[Any]]]]:
    """Column names and rows, batch by batch; at least one, empty if there is nothing."""
    cursor = db.conn.execute("SELECT * FROM facts_effective ORDER BY number")
    columns = [column[0] for column in cursor.description]
    yield columns, cursor.fetchmany(_BATCH)
    while rows := cursor.fetchmany(_BATCH):
        yield columns, rows


def _write_csv(db: Database, out: IO[bytes]) -> int:
    text = io.TextIOWrapper(
        out, encoding="utf-8-sig", newline=""
    )  # Excel takes a file without BOM for its code page
    writer = csv.writer(text)
    written = 0
    for columns, rows in _batches(db):
        if not written:
            writer.writerow(columns)
        writer.writerows([defuse(value) for value in row] for row in rows)
        written += len(rows)
    text.flush()
    text.detach()
    return written


def _write_jsonl(db: Database, out: IO[bytes]) -> int:
    written = 0
    for columns, rows in _batches(db):
        lines = (json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)
        out.write("".join(lines).encode("utf-8"))
        written += len(rows)
    return written


def _write_parquet(db: Database, out: IO[bytes]) -> int:
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional, and slow to import
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise StoreError(
            "Parquet needs pyarrow, which is not installed: `pip install 'mohinh[parquet]'`, or choose csv or jsonl."
        ) from error
    types = dict.fromkeys(_REALS, pa.float64()) | dict.fromkeys(_INTEGERS, pa.int64())
    written = 0
    writer = None
    for columns, rows in _batches(db):
        if writer is None:
            schema = pa.schema([(name, types.get(name, pa.string())) for name in columns])
            writer = parquet.ParquetWriter(out, schema, compression="zstd")
        by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
        arrays = [pa.array(values, field.type) for values, field in zip(by_column, schema, strict=True)]
        writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
        written += len(rows)
    if writer is not None:
        writer.close()
    return written
