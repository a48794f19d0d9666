"""The hooks by which Datasette finds our pages, functions, texts and headers."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette
from markupsafe import Markup

from db.folding import register_fold, slug
from db.site import ask, cells, drawing, language, pages, security, takeaway, tidy, wording
from db.site._compat import hookimpl
from db.site.citation import cite
from db.site.configuration import DATABASE, load_configuration
from db.site.kept import kept_filters
from db.site.picks import fields, first_values
from db.site.queries import find_query
from db.site.request import address, data_as_of, read, title_of, today

MAPPED_BYTES = 2 * 1024**3
"""How much of the file is read through the system's memory, without a copy of each page: as much as SQLite allows."""


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Make `fold()` known to every query, and have the file read in the way that takes least time."""
    register_fold(conn)
    conn.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:  # noqa: ANN401 - a Jinja environment
    """Filters and functions of our templates."""
    env.filters["day"] = language.day
    env.filters["number"] = language.number
    env.filters["date"] = language.date
    env.filters["local_time"] = language.local_time
    env.filters["moment"] = language.moment
    env.filters["confidence_bar"] = cells.confidence_bar
    env.filters["slug"] = slug
    env.filters["told"] = wording.told
    env.filters["told_parts"] = wording.told_parts
    env.tests["web_address"] = cells.is_web_address
    env.globals["t"] = language.translate
    env.globals["known"] = language.known
    env.globals["words"] = language.words
    env.globals["language"] = language.current.get
    env.globals["link_to_facts"] = cells.link_to_facts
    env.globals["facts_of_row"] = cells.facts_of_row
    env.globals["question"] = find_query
    env.globals["described"] = load_configuration().described
    env.globals["heading"] = ask.heading
    env.globals["meaning"] = ask.meaning
    env.globals["shown_columns"] = ask.shown_columns
    env.globals["files_of"] = ask.files
    env.globals["draw"] = ask.draw
    env.globals["draw_columns"] = drawing.columns
    env.globals["draw_dots"] = drawing.dots
    env.globals["draw_map"] = drawing.tile_map
    env.globals["province_address"] = cells.province_address
    env.globals["facts_address"] = cells.facts_address
    env.globals["Bar"] = drawing.Bar
    env.globals["Dot"] = drawing.Dot


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Addresses of our own pages."""
    kinds = r"(?P<format>csv|jsonl|parquet|bib|datapackage\.json)$"
    return [
        (r"^/$", pages.start),
        (r"^/tables$", pages.tables),
        (r"^/model/(?P<slug>[a-z0-9-]+)$", pages.model),
        (r"^/place/(?P<slug>[a-z0-9/-]+)$", pages.place),
        (r"^/source/(?P<id>[A-Za-z0-9_-]+)$", pages.source),
        (r"^/article$", pages.article_by_address),
        (r"^/article/(?P<id>\d+)$", pages.article),
        (r"^/archived/(?P<id>\d+)(?P<raw>\.txt)?$", pages.archived),
        (r"^/fact/(?P<id>[0-9a-f]{20})$", pages.fact),
        (r"^/search$", pages.search),
        (r"^/language/(?P<language>\w+)$", pages.language),
        (r"^/places\.geojson$", takeaway.places),
        (rf"^/{DATABASE}\.{kinds}", takeaway.take),
        (rf"^/{DATABASE}/(?P<name>[A-Za-z0-9_]+)\.{kinds}", takeaway.take),
    ]


@hookimpl
def extra_template_vars(
    datasette: Datasette,
    view_name: str,
    request: Any,  # noqa: ANN401 - Datasette has no types
    table: str | None,
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """What questions and the table of facts show, beside what Datasette gives them."""

    async def variables() -> dict[str, Any]:
        if request is None:
            return {}
        name = str(request.path).rpartition("/")[2]
        asked = find_query(name) if view_name == "database" or table is None else None
        given = {key: request.args.get(key) or "" for key in request.args}
        wanted = ask.filters_of_facts(given) if table == "facts_effective" else []
        if asked is not None:
            wanted = [(field, kind, given.get(field, "")) for field, kind in asked.parameters.items()]
        if asked is None and table is None:
            return {}
        as_of = await read(datasette, data_as_of)
        names = [field[0] for field in wanted]
        every = [(key, value) for key in request.args for value in request.args.getlist(key)]
        here = address(request, request.path + (f"?{request.query_string}" if request.query_string else ""))
        return {
            "fields": await read(datasette, lambda connection: fields(connection, wanted)),
            "kept": await read(
                datasette, lambda connection: kept_filters(connection, request.path, every, names)
            )
            if table == "facts_effective"
            else (),
            "citation": cite(title_of(name), here, as_of, today()),
        }

    return variables


@hookimpl
def render_cell(row: sqlite3.Row, value: object, column: str, table: str | None) -> Markup | None:
    """Links and numbers in tables."""
    return cells.render(column, value, row, table)


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[security.App], security.App]:
    """Security headers on every response, and the language of every request; word to caches for a published copy."""

    def cached() -> bool:
        return bool(getattr(datasette, "mohinh_cached", False))

    async def first_answer(path: str) -> str | None:
        folder, _, name = path.rpartition("/")
        asked = find_query(name) if folder == f"/{DATABASE}" else None
        if asked is None or not asked.needed:
            return None
        values = await read(datasette, lambda connection: first_values(connection, asked.needed))
        return f"{path}?{urlencode(values)}" if len(values) == len(asked.needed) else None

    return lambda app: security.wrapped(tidy.tidied(app, first_answer), cached)
