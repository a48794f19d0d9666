"""What is learnt at the desk: figures, lessons for the extractor, second opinions, and decisions to look at again."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Response

from db.site.request import read
from review.agreement import agreements
from review.calibration import in_force
from review.desk.answers import by_script, page, render
from review.desk.guard import Visit, decider, visit
from review.desk.statements import judgement
from review.errors import NotFoundError, OutdatedError, SlotError
from review.opinions import give_opinion, next_sampled
from review.overlay import entries, revert
from review.page import StatementPage, read_page
from review.queue.filters import Filter
from review.second_look import adopt_identical, count_second_looks, second_looks
from review.slots import EVENTS, QUALIFIERS, written
from review.statement import read_statement
from review.statistics import judged, precision

_SHOWN = 50


@page
async def figures(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401 - Datasette has no types
    """`/-/review/figures`: precision with intervals, agreement, calibration."""
    visitor = await visit(datasette, request)

    def gather(connection: sqlite3.Connection) -> dict[str, Any]:
        return {
            "precision": precision(judged(connection)),
            "agreements": agreements(connection),
            "calibration": in_force(connection),
        }

    return await render(visitor, "review_figures.html", await read(datasette, gather))


@page
async def lessons(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/-/review/lessons`: what the next extraction is taught, with its origin."""
    visitor = await visit(datasette, request)
    found = await read(datasette, lambda c: entries(c, everything=True))
    return await render(visitor, "review_lessons.html", {"entries": found})


@page
async def unlearn(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`POST /-/review/lessons/ID`: take a lesson back. For admins: it touches every article."""
    number = int(request.url_vars["id"])
    visitor, _, _ = await decider(datasette, request, f"lesson {number}", admin=True)
    await visitor.desk.write(lambda db: revert(db, number, visitor.editor.name))
    return Response.redirect(datasette.urls.path("/-/review/lessons"), status=303)


@page
async def again(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/-/review/again`: decisions whose statement has changed or is no longer found."""
    visitor = await visit(datasette, request)
    found = await read(datasette, lambda c: second_looks(c, _SHOWN))
    counted = await read(datasette, count_second_looks)
    return await render(visitor, "review_again.html", {"looks": found, "counts": counted})


@page
async def carry_over(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`POST /-/review/again`: carry over every decision whose sentence and slots stand in a new statement unchanged."""
    visitor, _, _ = await decider(datasette, request, "carry over")
    await visitor.desk.write(lambda db: adopt_identical(db, visitor.editor.name))
    return Response.redirect(datasette.urls.path("/-/review/again"), status=303)


@page
async def second(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/-/review/second`: a statement that somebody else has decided, without saying how."""
    visitor = await visit(datasette, request)
    return await _blind(visitor, await read(datasette, lambda c: _sampled(c, visitor.editor.name)))


@page
async def give(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`POST /-/review/second/ID`: an opinion, and the next of the sample."""
    fact_id = request.url_vars["id"]
    visitor, form, token = await decider(datasette, request, f"second {fact_id}")

    def look(connection: sqlite3.Connection) -> StatementPage | None:
        return read_page(connection, fact_id)

    try:
        made = await read(
            datasette, lambda c: judgement(form, read_statement(c, fact_id), visitor.editor.name)
        )
        await visitor.desk.write(lambda db: give_opinion(db, made, form.get("version") or "", token))
    except (SlotError, OutdatedError) as error:
        more = {"error": str(error), "wrong_slot": getattr(error, "slot", ""), "typed": form}
        status = 409 if isinstance(error, OutdatedError) else 400
        return await _blind(visitor, await read(datasette, look), more, status=status)
    if not by_script(request):
        return Response.redirect(datasette.urls.path("/-/review/second"), status=303)
    return await _blind(visitor, await read(datasette, lambda c: _sampled(c, visitor.editor.name)))


def _sampled(connection: sqlite3.Connection, editor: str) -> StatementPage | None:
    fact_id = next_sampled(connection, editor)
    return None if fact_id is None else read_page(connection, fact_id)


async def _blind(
    visitor: Visit, found: StatementPage | None, more: dict[str, Any] | None = None, *, status: int = 200
) -> Response:
    if found is None and status != 200:
        raise NotFoundError("There is no such statement any more.")
    key = found.statement.id if found else ""
    context = {
        "page": found,
        "blind": True,
        "last": None,
        "wanted": Filter(),
        "holder": None,
        "waiting": None,
        "events": EVENTS,
        "qualifiers": QUALIFIERS,
        "typed": {},
        "written": written,
        "like": Filter(),
        "action": f"/-/review/second/{key}",
        "purpose": f"second {key}",
        **(more or {}),
    }
    return await render(visitor, "review_statement.html", context, status=status, address="/-/review/second")
