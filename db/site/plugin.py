"""The hooks by which Datasette finds our pages, functions, texts and headers."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.app import Datasette
from markupsafe import Markup

from db.folding import register_fold
from db.site import cells, pages, security
from db.site._compat import hookimpl
from db.site.configuration import STATIC, load_configuration
from db.site.queries import find_query


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Make `fold()` known to every query."""
    register_fold(conn)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:  # noqa: ANN401 - a Jinja environment
    """Filters of our templates."""
    env.filters["number"] = cells.number
    env.filters["confidence_bar"] = cells.confidence_bar
    env.filters["local_time"] = cells.local_time
    env.filters["moment"] = cells.moment
    env.tests["web_address"] = cells.is_web_address
    env.globals["link_to_facts"] = cells.link_to_facts
    env.globals["question"] = find_query
    env.globals["table_entry"] = load_configuration().table


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Addresses of our own pages."""
    return [
        (r"^/article/(?P<id>\d+)$", pages.article),
        (r"^/fact/(?P<id>[0-9a-f]{20})$", pages.fact),
        (r"^/search$", pages.search),
    ]


@hookimpl
def extra_template_vars(datasette: Datasette, view_name: str) -> Callable[[], Awaitable[dict[str, Any]]]:
    """What the start page shows, beside what every page needs."""

    async def variables() -> dict[str, Any]:
        return await pages.start(datasette) if view_name == "index" else {}

    return variables


@hookimpl
def extra_css_urls(datasette: Datasette) -> list[str]:
    """Our style sheet, on every page."""
    return [datasette.urls.path(f"/{STATIC}/site.css")]


@hookimpl
def render_cell(row: sqlite3.Row, value: object, column: str, table: str | None) -> Markup | None:
    """Links and numbers in tables."""
    return cells.render(column, value, row, table)


@hookimpl
def asgi_wrapper() -> Callable[[security.App], security.App]:
    """Security headers on every response."""
    return security.with_security_headers
