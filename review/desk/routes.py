"""The desk's addresses and the pages behind them."""

from __future__ import annotations

from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Response

from review.desk import door, keyboard, learning, queue_pages, statements, suggest, together
from review.desk.answers import Page

_ID = r"(?P<id>[0-9a-f]{20})"
_NUMBER = r"(?P<id>\d{1,15})"


def _by_method(get: Page | None = None, post: Page | None = None) -> Page:
    """One address, two pages: what is looked at and what is sent."""

    async def view(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401 - Datasette has no types
        chosen = post if request.method == "POST" else get
        if chosen is None:
            return Response.text("Method not allowed", status=405)
        return await chosen(datasette, request)

    return view


ROUTES: tuple[tuple[str, Page], ...] = (
    (r"^/-/login$", door.login),
    (r"^/-/review$", _by_method(queue_pages.queue)),
    (r"^/-/review/next$", _by_method(statements.following)),
    (rf"^/-/review/s/{_ID}$", _by_method(statements.show, statements.save)),
    (r"^/-/review/keys$", _by_method(post=keyboard.keep)),
    (r"^/-/review/undo$", _by_method(post=statements.take_back)),
    (rf"^/-/review/skip/{_ID}$", _by_method(post=statements.skip)),
    (rf"^/-/review/again/{_NUMBER}$", _by_method(post=statements.look_again)),
    (r"^/-/review/again$", _by_method(learning.again, learning.carry_over)),
    (r"^/-/review/second$", _by_method(learning.second)),
    (rf"^/-/review/second/{_ID}$", _by_method(learning.second, learning.give)),
    (r"^/-/review/bulk$", _by_method(together.bulk, together.apply_bulk)),
    (rf"^/-/review/everywhere/{_NUMBER}$", _by_method(together.everywhere, together.apply_everywhere)),
    (r"^/-/review/batches$", _by_method(together.listed)),
    (rf"^/-/review/batches/{_NUMBER}$", _by_method(post=together.undone)),
    (r"^/-/review/lessons$", _by_method(learning.lessons)),
    (rf"^/-/review/lessons/{_NUMBER}$", _by_method(post=learning.unlearn)),
    (r"^/-/review/figures$", _by_method(learning.figures)),
    (r"^/-/review/suggest\.json$", _by_method(suggest.suggest)),
)
