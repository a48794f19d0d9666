"""Our own pages: start, search, an article, a statement. Each reads in one go and hands a record to its template."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Response

from db import search as full_text
from db.site import article as articles
from db.site import fact as facts
from db.site._compat import ensure_may_read
from db.site.configuration import DATABASE, load_configuration
from db.site.overview import OverviewCache
from db.site.queries import load_queries

Result = TypeVar("Result")

_OVERVIEWS: dict[str, OverviewCache] = {}


async def read(datasette: Datasette, reader: Callable[[sqlite3.Connection], Result]) -> Result:
    """Run *reader* on a read-only connection, off the event loop."""
    result: Result = await datasette.get_database(DATABASE).execute_fn(reader)
    return result


async def start(datasette: Datasette) -> dict[str, Any]:
    """What the start page's template needs."""
    path = str(datasette.get_database(DATABASE).path)
    cache = _OVERVIEWS.setdefault(path, OverviewCache())
    configuration = load_configuration()
    return {
        "overview": await read(datasette, cache.get),
        "queries": load_queries(),
        "start_tables": [(name, configuration.tables[name]) for name in configuration.start],
        "database_name": DATABASE,
    }


async def search(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401 - Datasette has no types
    """`/search?q=…`: models, places, sentences and articles."""
    await ensure_may_read(datasette, request)
    query = (request.args.get("q") or "")[:200]
    results = await read(datasette, lambda connection: full_text.search(connection, query))
    return await _page(datasette, request, "mohinh_search.html", query=query, results=results)


async def article(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/article/ID`."""
    await ensure_may_read(datasette, request)
    number = int(request.url_vars["id"])
    page = await read(datasette, lambda connection: articles.read_article(connection, number))
    if page is None:
        raise NotFound(f"There is no article {number}.")
    return await _page(datasette, request, "mohinh_article.html", page=page)


async def fact(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/fact/ID`."""
    await ensure_may_read(datasette, request)
    key = request.url_vars["id"]
    page = await read(datasette, lambda connection: facts.read_fact(connection, key))
    if page is None:
        raise NotFound(f"There is no statement {key}.")
    return await _page(datasette, request, "mohinh_fact.html", page=page)


async def _page(datasette: Datasette, request: Any, template: str, **variables: Any) -> Response:  # noqa: ANN401
    variables["database_name"] = DATABASE
    return Response.html(await datasette.render_template(template, variables, request=request))
