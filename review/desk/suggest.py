"""Suggestions while an editor types: known models, places and units, found with or without accents."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Response

from db.folding import fold
from db.site.request import read
from review.desk.answers import page
from review.desk.guard import visit

_LIMIT = 12
_QUERIES = {
    "model": """SELECT DISTINCT m.name, '' FROM model_aliases AS a JOIN models AS m ON m.id = a.model_id
                WHERE a.key LIKE '%' || ? || '%' ESCAPE '\\' ORDER BY length(m.name) LIMIT ?""",
    "locality": """SELECT path, coalesce(vintage || ' ' || code, '') || coalesce(' → ' || new_path, '') FROM localities
                   WHERE id IN (SELECT rowid FROM localities_fts WHERE localities_fts MATCH ?)
                   ORDER BY length(path) LIMIT ?""",
    "unit": """SELECT unit, '' FROM facts WHERE unit LIKE '%' || ? || '%' ESCAPE '\\'
               GROUP BY unit ORDER BY count(*) DESC LIMIT ?""",
}


def suggestions(connection: sqlite3.Connection, slot: str, typed: str) -> list[dict[str, str]]:
    """At most twelve values for a slot, with a word about each; none for a slot without a list or nothing typed."""
    words = fold(typed).split() if slot != "unit" else typed.lower().split()
    if slot not in _QUERIES or not words:
        return []
    if slot == "locality":
        query = " ".join('"' + word.replace('"', '""') + '"*' for word in words if word != "|")
    else:
        query = " ".join(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if not query:
        return []
    rows = connection.execute(_QUERIES[slot], (query, _LIMIT))
    return [{"value": str(value), "about": str(about)} for value, about in rows]


@page
async def suggest(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401 - Datasette has no types
    """`/-/review/suggest.json?slot=locality&typed=hiep hoa`."""
    await visit(datasette, request)
    slot, typed = request.args.get("slot") or "", (request.args.get("typed") or "")[:100]
    return Response.json(await read(datasette, lambda c: suggestions(c, slot, typed)))
