"""The queue: what waits, most urgent first, with filters and their counts; and the decisions that need a second look."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Response

from db.site.language import translate
from db.site.request import read
from review.desk.answers import address, filter_of, page, render
from review.desk.guard import visit
from review.desk.runtime import PATIENCE
from review.queue.filters import FACETS, MINE, OTHERS, Filter
from review.queue.items import Item

SIZE = 20
_AGAIN_IN = 2
"""Seconds after which a page made of a few statements asks for the whole queue."""


@dataclass(frozen=True, slots=True)
class Line:
    """A statement in the list: what it says and where."""

    item: Item
    sentence: str
    model: str | None
    place: str | None
    count: float | None
    unit: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Facet:
    """A field with its values: (value, count, address with it set); ``off`` is the address without it."""

    name: str
    values: tuple[tuple[str, int, str], ...]
    chosen: str
    off: str


_LINE = """
    SELECT f.sentence, m.name, l.path, f.value, f.unit, f.confidence FROM facts AS f
    LEFT JOIN models AS m ON m.id = f.model_id LEFT JOIN localities AS l ON l.id = f.locality_id WHERE f.id = ?
"""


def lines(connection: sqlite3.Connection, items: Sequence[Item]) -> list[Line]:
    """What the items say; those that are no more are left out."""
    found = ((item, connection.execute(_LINE, (item.id,)).fetchone()) for item in items)
    return [Line(item, *row) for item, row in found if row is not None]


@page
async def queue(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401 - Datasette has no types
    """`/-/review`: the queue."""
    visitor = await visit(datasette, request)
    wanted = filter_of(request)
    index = await visitor.desk.ready(PATIENCE)
    await read(datasette, index.refresh)
    listing = index.listing(wanted, visitor.editor.name)
    number = max(_number(request.args.get("page")), 1)
    start = (number - 1) * SIZE
    shown = await read(datasette, lambda c: lines(c, listing.part(start, SIZE)))
    context = {
        "wanted": wanted,
        "lines": shown,
        "total": len(listing.places),
        "number": number,
        "pages": -(-len(listing.places) // SIZE),
        "facets": [_facet(name, wanted, listing.facets[name]) for name in FACETS],
        "by": [
            (by, translate(f"desk.by_{by or 'waiting'}"), address("", wanted.having(by=by)))
            for by in ("", MINE, OTHERS)
        ],
        "whole": index.whole,
        "again_in": None if index.whole else _AGAIN_IN,
        "begin": address("/next", wanted),
        "bulk": address("/bulk", wanted),
        "here": address("", wanted),
    }
    return await render(visitor, "review_queue.html", context)


def _facet(name: str, wanted: Filter, counted: tuple[tuple[str, int], ...]) -> Facet:
    values = tuple((value, count, address("", wanted.having(**{name: value}))) for value, count in counted)
    return Facet(name, values, getattr(wanted, name), address("", wanted.having(**{name: ""})))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 1
