"""How a page is answered: as a whole page, or, to our script, as its inner part with the address it belongs to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Response

from db.site.configuration import DATABASE
from review.desk.guard import RefusedError, Visit, refuse
from review.errors import BusyError, NotAllowedError, NotFoundError, OutdatedError, ReplayedError, ReviewError
from review.queue.filters import Filter

Page = Callable[[Datasette, Any], Awaitable[Response]]

_STATUS = {BusyError: 503, NotAllowedError: 403, NotFoundError: 404, OutdatedError: 409, ReplayedError: 409}
_REFUSED = (NotAllowedError, ReplayedError)


def page(view: Page) -> Page:
    """A route whose errors become a page that says what was wrong; refusals are written down."""

    @wraps(view)
    async def answer(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401 - Datasette has no types
        try:
            return await _told(datasette, request, view)
        except RefusedError as refused:
            return refused.response

    return answer


async def _told(datasette: Datasette, request: Any, view: Page) -> Response:  # noqa: ANN401
    try:
        return await view(datasette, request)
    except ReviewError as error:
        if isinstance(error, _REFUSED):
            await refuse(datasette, request, str(error), (request.actor or {}).get("id"))
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
        context = {"reason": str(error), "signed_in": (request.actor or {}).get("id"), "wrong": True}
        content = await datasette.render_template("review_refused.html", context, request=request)
        return Response.html(content, status=status)


def by_script(request: Any) -> bool:  # noqa: ANN401
    """Whether our script asks, and wants the inner part only."""
    return bool(request.headers.get("x-mohinh-desk"))


async def render(
    visitor: Visit, template: str, context: dict[str, Any], *, status: int = 200, address: str | None = None
) -> Response:
    """The page *template* shows, or its part ``_template`` to our script."""
    datasette, request = visitor.datasette, visitor.request
    part = by_script(request)
    shared = {
        "visitor": visitor,
        "editor": visitor.editor,
        "keys": visitor.editor.keys,
        "archive": getattr(datasette, "mohinh_stored", None) is not None,
        "database_name": DATABASE,
        **context,
    }
    name = f"_{template}" if part else template
    content = await datasette.render_template(name, shared, request=request)
    headers = {"cache-control": "private, no-store"}
    if part and address:
        headers["x-mohinh-address"] = address
    return Response.html(content, status=status, headers=headers)


def filter_of(request: Any) -> Filter:  # noqa: ANN401
    """The filter in the address of a request."""
    return Filter.of({name: request.args.get(name) or "" for name in request.args})


def address(path: str, wanted: Filter | None = None) -> str:
    """An address of the desk with the filter in it."""
    query = wanted.query if wanted else ""
    return f"/-/review{path}" + (f"?{query}" if query else "")
