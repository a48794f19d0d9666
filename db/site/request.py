"""What several of our pages need to know of a request, and reading the database off the event loop."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from datasette.app import Datasette

from db.site.configuration import DATABASE, load_configuration
from db.site.queries import find_query

Result = TypeVar("Result")


async def read(datasette: Datasette, reader: Callable[[sqlite3.Connection], Result]) -> Result:
    """Run *reader* on a read-only connection, off the event loop, in the language of the request."""
    context = copy_context()  # a thread of Datasette's pool has none of it
    result: Result = await datasette.get_database(DATABASE).execute_fn(
        lambda connection: context.run(reader, connection)
    )
    return result


def address(request: Any, path: str) -> str:  # noqa: ANN401 - Datasette has no types
    """The whole address of a *path* on this server, as the reader reached it."""
    parts = urlsplit(str(request.url))
    return f"{parts.scheme}://{parts.netloc}{path}"


def title_of(name: str) -> str:
    """What a table or question is called, in the language of the request."""
    asked = find_query(name)
    if asked is not None:
        return asked.title
    return load_configuration().described(name).title


def data_as_of(connection: sqlite3.Connection) -> str:
    """The day (UTC) on which the sums were made, which is that of the last run."""
    row = connection.execute("SELECT substr(made_at, 1, 10) FROM totals").fetchone()
    return str(row[0]) if row else today()


def today() -> str:
    """The day in Viet Nam."""
    return (datetime.now(UTC) + timedelta(hours=7)).date().isoformat()
