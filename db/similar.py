"""Names that are nearly what somebody typed: a letter missing, wrong, doubled or swapped.

Candidates share groups of three letters with the query (an FTS5 trigram index over folded names); of those the ones
that a few changes turn into it are kept.
"""

from __future__ import annotations

import sqlite3

from db.folding import fold

CANDIDATES = 60
"""Names whose distance is measured, one by one in Python."""

RANKED = 4_000
"""About how many names FTS5 ranks. It weighs each of them against each group of letters, so that groups half of all names
have (“ an”, “inh”) cost most and tell least: of 27,000 names 22,000 have one of a query's, which took 90 ms."""

_MODELS = """
    SELECT a.model_id, a.alias FROM aliases_trigrams_fts AS x JOIN model_aliases AS a ON a.id = x.rowid
    WHERE aliases_trigrams_fts MATCH :match ORDER BY rank LIMIT :limit
"""
_PLACES = """
    SELECT l.id, l.type || ' ' || l.name FROM localities_trigrams_fts AS x JOIN localities AS l ON l.id = x.rowid
    WHERE localities_trigrams_fts MATCH :match ORDER BY rank LIMIT :limit
"""
_FREQUENT = "SELECT doc FROM {}_trigrams_fts_terms WHERE term = ?"


def similar_models(connection: sqlite3.Connection, query: str) -> list[int]:
    """Ids of the models whose name is nearly *query*, nearest first."""
    return _nearest(connection, "aliases", _MODELS, query)


def similar_places(connection: sqlite3.Connection, query: str) -> list[int]:
    """Ids of the places whose name is nearly *query*, with or without its type; nearest first."""
    return _nearest(connection, "localities", _PLACES, query)


def _nearest(connection: sqlite3.Connection, index: str, sql: str, query: str) -> list[int]:
    wanted = " ".join(fold(query).split())[:60]
    trigrams = _telling(connection, index, wanted)
    if not trigrams:
        return []
    match = " OR ".join('"' + trigram.replace('"', '""') + '"' for trigram in trigrams)
    found = connection.execute(sql, {"match": match, "limit": CANDIDATES}).fetchall()
    allowed = 1 if len(wanted) < 6 else 2 if len(wanted) < 14 else 3
    measured = sorted(
        (_distance(wanted, fold(name), allowed), place, key) for place, (key, name) in enumerate(found)
    )
    return list(dict.fromkeys(key for distance, _, key in measured if distance <= allowed))


def _telling(connection: sqlite3.Connection, index: str, wanted: str) -> list[str]:
    """The groups of three letters of *wanted* that an index has, the rarest first, as many as are ranked in time."""
    # Words are joined by what stands between them, so that “tieng keng” looks for “g k” too.
    trigrams = {wanted[at : at + 3] for at in range(len(wanted) - 2)}
    sql = _FREQUENT.format(index)
    known = [(row[0], trigram) for trigram in trigrams for row in connection.execute(sql, (trigram,))]
    telling: list[str] = []
    names = 0
    for frequent, trigram in sorted(known):
        if telling and names + frequent > RANKED:
            break
        telling.append(trigram)
        names += frequent
    return telling


def _distance(wanted: str, name: str, allowed: int) -> int:
    """Changes (a letter added, left out, replaced, or two swapped) that turn *wanted* into a stretch of *name*.

    Where there are more than *allowed*, any number above it.
    """
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
        if min(row) > allowed and min(before) > allowed:  # a swap reaches back two letters, nothing further
            return allowed + 1
    return min(row)
