"""Rows as files: CSV that a spreadsheet opens safely, JSON Lines, Parquet. Shared by `mohinh export` and the pages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from db.errors import StoreError

Rows = Iterable[Sequence[Any]]


def defuse(value: object) -> object:
    """A cell that a spreadsheet will not run as a formula: text beginning with = + - @ gets an apostrophe in front."""
    if isinstance(value, str) and value.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return "'" + value
    return value


def write_csv(out: IO[bytes], columns: Sequence[str], batches: Iterable[Rows]) -> int:
    """Write CSV with a byte order mark (Excel takes a file without one for its code page); gives the number of rows."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    written = 0
    for rows in batches:
        for row in rows:
            writer.writerow([defuse(value) for value in row])
            written += 1
    text.flush()
    text.detach()
    return written


def write_jsonl(out: IO[bytes], columns: Sequence[str], batches: Iterable[Rows]) -> int:
    """Write a JSON object a line; gives the number of rows."""
    written = 0
    for rows in batches:
        for row in rows:
            line = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
            out.write(line.encode("utf-8") + b"\n")
            written += 1
    return written


def write_parquet(
    out: IO[bytes], columns: Sequence[str], batches: Iterable[Rows], types: Mapping[str, str] | None = None
) -> int:
    """Write Parquet; gives the number of rows. Raises `StoreError` where pyarrow is not installed.

    *types* maps columns to ``real`` or ``integer``, the others are text. Without it the values decide, for which all
    rows are read first.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional, and slow to import
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise StoreError(
            "Parquet needs pyarrow, which is not installed: `pip install 'mohinh[parquet]'`, or choose csv or jsonl."
        ) from error
    if types is None:
        batches = [[tuple(row) for rows in batches for row in rows]]
        types = {name: _type_of(row[place] for row in batches[0]) for place, name in enumerate(columns)}
    arrow = {"real": pa.float64(), "integer": pa.int64(), "text": pa.string()}
    schema = pa.schema([(name, arrow[types.get(name, "text")]) for name in columns])
    written = 0
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in batches:
            by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
            arrays = [
                pa.array([_cast(value, field.type == pa.string()) for value in values], field.type)
                for values, field in zip(by_column, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            written += len(by_column[0])
    return written


def _type_of(values: Iterable[object]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if not kinds or not kinds <= {int, float}:
        return "text"
    return "real" if float in kinds else "integer"


def _cast(value: object, text: bool) -> object:
    return str(value) if text and value is not None and not isinstance(value, str) else value
