"""One statement at a time: looking at it, deciding, and going on to the next in the same request."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Response
from sqlite_utils import Database

from db.connection import writing
from db.site.request import read
from review.decisions import (
    Decision,
    Judgement,
    Origin,
    Verdict,
    corrections,
    decide,
    find_decision,
    last_of,
    undo,
    used,
)
from review.desk.answers import address, by_script, filter_of, page, render
from review.desk.guard import Visit, decider, visit
from review.desk.runtime import PATIENCE
from review.errors import NotFoundError, OutdatedError, ReplayedError, SlotError
from review.overlay import PLACE, Lesson, teach
from review.page import StatementPage, read_page
from review.queue.filters import Filter
from review.second_look import adopt, confirm
from review.slots import EVENTS, QUALIFIERS, Slots, read_slots, written
from review.statement import Statement, read_statement


@dataclass(frozen=True, slots=True)
class _Next:
    """What comes after a save: the next statement (None: the queue is empty) and what undo would take back."""

    page: StatementPage | None
    last: Decision | None


@page
async def show(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401 - Datasette has no types
    """`/-/review/s/ID`: one statement."""
    visitor = await visit(datasette, request)
    found, last = await read(datasette, lambda c: _look(c, request.url_vars["id"], visitor.editor.name))
    if found is None:
        raise NotFoundError("There is no such statement.")
    return await _statement(visitor, filter_of(request), _Next(found, last))


@page
async def following(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/-/review/next`: on to the most urgent statement nobody else has before her."""
    visitor = await visit(datasette, request)
    wanted = filter_of(request)
    index = await visitor.desk.ready(PATIENCE)
    item = await read(datasette, lambda c: index.take_next(wanted, visitor.editor.name, c))
    if item is None:
        return await _statement(visitor, wanted, _Next(None, None))
    return Response.redirect(datasette.urls.path(address(f"/s/{item.id}", wanted)))


@page
async def save(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`POST /-/review/s/ID`: one decision, and the next statement."""
    fact_id = request.url_vars["id"]
    visitor, form, token = await decider(datasette, request, fact_id)
    wanted = filter_of(request)
    await visitor.desk.ready()
    try:
        ahead = await visitor.desk.write(lambda db: _save(db, visitor, wanted, fact_id, form, token))
    except (SlotError, OutdatedError) as error:
        return await _again(visitor, wanted, fact_id, form, error)
    # Only now that the decision stands in the log: another server that finds the statement free reads the log first.
    visitor.desk.passing.release(fact_id)
    return await _go_on(visitor, wanted, ahead)


@page
async def take_back(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`POST /-/review/undo`: take a decision back and look at its statement again."""
    visitor, form, token = await decider(datasette, request, "undo")
    name = visitor.editor.name

    def work(db: Database) -> _Next:
        number = int(form.get("decision") or 0)
        undo(db, number, name, others=visitor.admin, origin=Origin(token=token))
        undone = find_decision(db.conn, number)
        assert undone is not None
        visitor.desk.passing.hold(undone.fact_id, name)
        return _Next(*_look(db.conn, undone.fact_id, name))

    return await _go_on(visitor, filter_of(request), await visitor.desk.write(work))


@page
async def look_again(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`POST /-/review/again/ID`: stand by a decision (``keep``), or carry it over to the statement ``heir``."""
    number = int(request.url_vars["id"])
    visitor, form, _ = await decider(datasette, request, f"again {number}")
    wanted = filter_of(request)

    def work(db: Database) -> _Next:
        if form.get("heir"):
            adopt(db, number, str(form["heir"]), visitor.editor.name)
        else:
            confirm(db, number, visitor.editor.name)
        return _next(db.conn, visitor, wanted)

    return await _go_on(visitor, wanted, await visitor.desk.write(work))


@page
async def skip(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`POST /-/review/skip/ID`: on to the next without deciding; this one is shown again an hour later, or to others."""
    fact_id = request.url_vars["id"]
    visitor, _, _ = await decider(datasette, request, f"skip {fact_id}")
    wanted = filter_of(request)
    visitor.desk.passing.skip(fact_id, visitor.editor.name)
    return await _go_on(visitor, wanted, await visitor.desk.write(lambda db: _next(db.conn, visitor, wanted)))


def judgement(form: Mapping[str, str], statement: Statement, editor: str) -> Judgement:
    """What a form says of a statement. Raises `SlotError` for a slot that cannot be, or a change that would be lost."""
    try:
        verdict = Verdict(form.get("verdict") or "")
    except ValueError as error:
        raise SlotError("", "Choose accept, correct, reject or unsure.") from error
    corrected: dict[str, Any] = {}
    if verdict is Verdict.CORRECT:
        corrected = corrections(statement, read_slots(form, statement.slots))
    elif verdict is Verdict.ACCEPT and read_slots(form, statement.slots) != statement.slots:
        raise SlotError("", "You have changed a field: save it as a correction, or put it back as it was.")
    return Judgement(statement.id, verdict, editor, corrected, form.get("note"))


def _save(
    db: Database, visitor: Visit, wanted: Filter, fact_id: str, form: Mapping[str, str], token: str
) -> _Next:
    statement = read_statement(db.conn, fact_id)
    if used(db.conn, token):
        raise ReplayedError("This form has been sent before; it was counted once.")
    if form.get("version") != statement.version:  # before the slots are read: they are not about this version
        raise OutdatedError("The statement has changed since you saw it; nothing was saved.")
    made = judgement(form, statement, visitor.editor.name)
    with writing(db):
        number = decide(db, made, form.get("version"), Origin(token=token))
        place = made.corrected.get("locality")
        if form.get("remember") and place and statement.slots.locality:
            lesson = Lesson(PLACE, statement.slots.locality, place, statement.source_id)
            teach(db.conn, lesson, visitor.editor.name, review=number)
    return _next(db.conn, visitor, wanted)


def _next(connection: sqlite3.Connection, visitor: Visit, wanted: Filter) -> _Next:
    desk, name = visitor.desk, visitor.editor.name
    last = last_of(connection, name)
    while (item := desk.index.take_next(wanted, name, connection)) is not None:
        found = read_page(connection, item.id)
        if found is not None:
            return _Next(found, last)
        desk.passing.skip(item.id, name)
    return _Next(None, last)


def _look(
    connection: sqlite3.Connection, fact_id: str, editor: str
) -> tuple[StatementPage | None, Decision | None]:
    return read_page(connection, fact_id), last_of(connection, editor)


async def _go_on(visitor: Visit, wanted: Filter, ahead: _Next) -> Response:
    if by_script(visitor.request):
        return await _statement(visitor, wanted, ahead)
    target = f"/s/{ahead.page.statement.id}" if ahead.page else "/next"
    return Response.redirect(visitor.datasette.urls.path(address(target, wanted)), status=303)


async def _again(
    visitor: Visit, wanted: Filter, fact_id: str, form: Mapping[str, str], error: SlotError | OutdatedError
) -> Response:
    """The statement as it is now, with what was typed and what was wrong; both versions where it has changed."""
    found, last = await read(visitor.datasette, lambda c: _look(c, fact_id, visitor.editor.name))
    outdated = isinstance(error, OutdatedError)
    more = {
        "error": str(error),
        "wrong_slot": getattr(error, "slot", ""),
        "typed": form,
        "seen": _seen(form) if outdated else None,
    }
    return await _statement(visitor, wanted, _Next(found, last), more, status=409 if outdated else 400)


def _seen(form: Mapping[str, str]) -> Slots | None:
    """What the form showed, sent along so that it can be shown beside what has changed."""
    try:
        stored = json.loads(form.get("seen") or "")
        return Slots.of({name: stored.get(name) for name in Slots().as_dict()})
    except (ValueError, TypeError, AttributeError):
        return None


async def _statement(
    visitor: Visit, wanted: Filter, ahead: _Next, more: dict[str, Any] | None = None, *, status: int = 200
) -> Response:
    found = ahead.page
    holder = None
    if found and visitor.editor.role.decides:
        holder = visitor.desk.passing.hold(found.statement.id, visitor.editor.name)
    context = {
        "page": found,
        "last": ahead.last,
        "wanted": wanted,
        "holder": holder,
        "waiting": visitor.desk.index.waiting() if visitor.desk.index.whole else None,
        "events": EVENTS,
        "qualifiers": QUALIFIERS,
        "typed": {},
        "written": written,
        "like": like(found.statement) if found else None,
        **(more or {}),
    }
    where = f"/s/{found.statement.id}" if found else "/next"
    return await render(
        visitor, "review_statement.html", context, status=status, address=address(where, wanted)
    )


def like(statement: Statement) -> Filter:
    """The filter for “one more like this”: the same first flag, rule and source."""
    return Filter(flag=next(iter(statement.flags), ""), rule=statement.rule, source=statement.source)
