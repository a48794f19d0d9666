"""Any table, question or query of one's own as a file: `/mohinh/NAME.csv`, .jsonl, .parquet, .bib, .datapackage.json.

Datasette says which SQL a page stands for; the rows are then read whole, not page by page. Comes before Datasette's own
CSV, which has no byte order mark and would hand formulas to a spreadsheet.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.app import Datasette
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Response

from db.describe import data_package
from db.errors import StoreError
from db.export import places_geojson
from db.formats import write_csv, write_jsonl, write_parquet
from db.site._compat import ensure_may_read
from db.site.citation import cite
from db.site.configuration import DATABASE
from db.site.language import translate
from db.site.request import address, data_as_of, read, title_of, today

LONGEST = 200_000
"""Rows in one file; `mohinh export` has no limit."""

SECONDS = 20
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "bib": "application/x-bibtex; charset=utf-8",
    "datapackage.json": "application/json; charset=utf-8",
}
_OURS = frozenset(
    {"_stream", "_size", "_next", "_dl", "_header", "_labels", "_shape", "_nofacet", "_nocount"}
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be taken: the SQL without a limit of pages, and its parameters."""

    sql: str
    parameters: dict[str, Any]


async def take(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401 - Datasette has no types
    """`/mohinh/NAME.FORMAT` and `/mohinh.FORMAT?sql=…`."""
    name, kind = request.url_vars.get("name") or "", request.url_vars["format"]
    page = f"/{DATABASE}/{name}" if name else f"/{DATABASE}"
    answer = await _selection(datasette, request, page)
    if isinstance(answer, Response):
        return answer
    base = name or "query"
    if kind == "bib":
        title = title_of(base)
        place = address(request, page + (f"?{request.query_string}" if request.query_string else ""))
        body = cite(title, place, await read(datasette, data_as_of), today()).bibtex.encode("utf-8")
    elif kind == "datapackage.json":
        columns = await read(datasette, lambda connection: _columns(connection, answer))
        package = data_package(base, columns, title_of(base), address(request, page))
        body = json.dumps(package, ensure_ascii=False, indent=2).encode("utf-8")
    else:
        try:
            body = await read(datasette, lambda connection: _file(connection, answer, kind))
        except (StoreError, sqlite3.Error) as error:
            return Response.text(f"{error}\n", status=400)
    file_name = f"{re.sub(r'[^A-Za-z0-9_-]', '_', base)}.{kind}"
    return _answer(body, _TYPES[kind], file_name)


async def places(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/places.geojson`."""
    await ensure_may_read(datasette, request)
    found = await read(datasette, places_geojson)
    return _answer(
        json.dumps(found, ensure_ascii=False).encode("utf-8"),
        "application/geo+json; charset=utf-8",
        "places.geojson",
    )


def _answer(body: bytes, content_type: str, file_name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{file_name}"'}
    return Response(body, content_type=content_type, headers=headers)


async def _selection(datasette: Datasette, request: Any, page: str) -> Selection | Response:  # noqa: ANN401
    """What Datasette would run for the page, or its answer when it would not."""
    given = [(key, value) for key in request.args for value in request.args.getlist(key) if key not in _OURS]
    told = await datasette.client.get(
        f"{page}.json",
        params=[*given, ("_size", "1"), ("_nofacet", "1"), ("_nocount", "1")],
        cookies=dict(request.cookies),
    )
    if told.status_code != 200:
        return Response(told.content, status=told.status_code, content_type=told.headers["content-type"])
    query = told.json()["query"]
    # Datasette's limit of a table's page, and the marked one of our questions.
    sql = (
        re.sub(r"\s+limit \d+(\s+offset \d+)?\s*$", "", query["sql"])
        if "table" in told.json()
        else query["sql"]
    )
    sql = re.sub(r"LIMIT \d+ /\* page \*/", "", sql)
    return Selection(sql.strip().rstrip(";"), query["params"])


def _columns(connection: sqlite3.Connection, chosen: Selection) -> list[str]:
    cursor = connection.execute(f"SELECT * FROM ({chosen.sql}) LIMIT 0", chosen.parameters)  # noqa: S608 - read-only
    return [column[0] for column in cursor.description]


def _file(connection: sqlite3.Connection, chosen: Selection, kind: str) -> bytes:
    with tempfile.TemporaryFile() as file, sqlite_timelimit(connection, SECONDS * 1000):
        cursor = connection.cursor()
        cursor.row_factory = None
        cursor.execute(chosen.sql, chosen.parameters)
        columns = _distinct([column[0] for column in cursor.description])
        _WRITERS[kind](file, columns, _batches(cursor))
        file.seek(0)
        return file.read()


def _distinct(names: Sequence[str]) -> list[str]:
    """Column names, told apart where a query gives two columns one name."""
    return [name if names.index(name) == place else f"{name}_{place + 1}" for place, name in enumerate(names)]


def _batches(cursor: sqlite3.Cursor) -> Iterator[list[tuple[Any, ...]]]:
    read_so_far = 0
    while rows := cursor.fetchmany(2_000):
        read_so_far += len(rows)
        if read_so_far > LONGEST:
            raise StoreError(translate("too_many_rows", limit=f"{LONGEST:,}"))
        yield rows


_WRITERS = {"csv": write_csv, "jsonl": write_jsonl, "parquet": write_parquet}
