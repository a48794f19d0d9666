"""Names that are nearly what somebody typed: a letter missing, wrong, doubled or swapped.

Candidates share groups of three letters with the query (an FTS5 trigram index over folded names); of those the ones
that a few changes turn into it are kept.
"""

from __future__ import annotations

import sqlite3

from db.folding import fold

CANDIDATES = 60
_MODELS = """
    SELECT a.model_id, a.alias FROM aliases_trigrams_fts AS x JOIN model_aliases AS a ON a.id = x.rowid
    WHERE aliases_trigrams_fts MATCH :match ORDER BY rank LIMIT :limit
"""
_PLACES = """
    SELECT l.id, l.type || ' ' || l.name FROM localities_trigrams_fts AS x JOIN localities AS l ON l.id = x.rowid
    WHERE localities_trigrams_fts MATCH :match ORDER BY rank LIMIT :limit
"""


def similar_models(connection: sqlite3.Connection, query: str) -> list[int]:
    """Ids of the models whose name is nearly *query*, nearest first."""
    return _nearest(connection, _MODELS, query)


def similar_places(connection: sqlite3.Connection, query: str) -> list[int]:
    """Ids of the places whose name is nearly *query*, with or without its type; nearest first."""
    return _nearest(connection, _PLACES, query)


def _nearest(connection: sqlite3.Connection, sql: str, query: str) -> list[int]:
    wanted = " ".join(fold(query).split())[:60]
    # Words are joined by what stands between them, so that “tieng keng” looks for “g k” too.
    trigrams = {wanted[at : at + 3] for at in range(len(wanted) - 2)}
    if not trigrams:
        return []
    match = " OR ".join('"' + trigram.replace('"', '""') + '"' for trigram in sorted(trigrams))
    found = connection.execute(sql, {"match": match, "limit": CANDIDATES}).fetchall()
    measured = sorted((_distance(wanted, fold(name)), place, key) for place, (key, name) in enumerate(found))
    allowed = 1 if len(wanted) < 6 else 2 if len(wanted) < 14 else 3
    return list(dict.fromkeys(key for distance, _, key in measured if distance <= allowed))


def _distance(wanted: str, name: str) -> int:
    """Changes (a letter added, left out, replaced, or two swapped) that turn *wanted* into a stretch of *name*."""
    before: list[int] = []
    row = [0] * (len(name) + 1)  # beginning anywhere in the name costs nothing
    for i, letter in enumerate(wanted, 1):
        following = [i]
        for j, other in enumerate(name, 1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == name[j - 2] and wanted[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
    return min(row)
