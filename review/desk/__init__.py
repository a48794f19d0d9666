"""The review desk as a Datasette plug-in: the hooks. Routes are in `review.desk.routes`, what they share in `review.desk.guard`.

`mohinh serve` gives it to `db.serve.serve`; it works on Datasette 0.65 and on the 1.0 alphas.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette.app import Datasette

from db.site import wording
from db.site._compat import hookimpl
from db.site.language import translate
from db.site.security import App
from review.desk.guard import closing_desk, logging_refusals
from review.desk.routes import ROUTES
from review.desk.runtime import desk_of, is_ours
from review.queue.filters import Filter


@hookimpl
def startup(datasette: Datasette) -> None:
    """Begin to build the queue, so that it is there when the first editor comes."""
    if is_ours(datasette):
        desk_of(datasette)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:  # noqa: ANN401 - a Jinja environment
    """Filters of the desk's templates."""
    env.filters["percent"] = wording.percent
    env.globals["filter_in"] = Filter.in_query


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """The desk's addresses."""
    return list(ROUTES)


@hookimpl
def menu_links(datasette: Datasette, actor: dict[str, Any] | None) -> list[dict[str, str]]:
    """The desk and the way in, in Datasette's menu."""
    links = [{"href": datasette.urls.path("/-/review"), "label": translate("desk.title")}]
    if not actor:
        links.append({"href": datasette.urls.path("/-/login"), "label": translate("desk.sign_in")})
    return links


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Write down the cross-site posts that Datasette itself refuses before any of our pages sees them; end with the server."""
    return lambda app: closing_desk(datasette, logging_refusals(datasette, app))
