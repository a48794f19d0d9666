"""All that the page of a source shows: what it is, what each night brought, its newest articles and its models."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from db.site.rows import rows


@dataclass(frozen=True, slots=True)
class Source:
    """A site of the registry with what there is from it."""

    id: str
    name: str
    province: str | None
    kind: str
    hosts: str
    layout: str | None
    status: str
    updated_at: str
    articles: int
    facts: int
    first_published: str | None
    last_published: str | None


@dataclass(frozen=True, slots=True)
class Night:
    """What one night brought from the source."""

    night: str
    pages: int
    articles: int
    not_articles: int
    parse_errors: int
    new_facts: int


@dataclass(frozen=True, slots=True)
class Newest:
    """One of its newest articles."""

    id: int
    title: str | None
    published: str | None
    facts: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of its addresses are in a state of the ledger."""

    state: str
    addresses: int


@dataclass(frozen=True, slots=True)
class SourcePage:
    """Everything about one source."""

    source: Source
    hosts: tuple[str, ...]
    nights: tuple[Night, ...]
    newest: tuple[Newest, ...]
    ledger: tuple[Waiting, ...]


_SOURCE = """
    SELECT s.id, s.name, s.province, s.kind, s.hosts, s.layout, s.status, s.updated_at,
           (SELECT count(*) FROM articles WHERE source_id = s.id) AS articles,
           (SELECT count(*) FROM holding WHERE source_id = s.id) AS facts,
           (SELECT substr(min(published), 1, 10) FROM articles WHERE source_id = s.id) AS first_published,
           (SELECT substr(max(published), 1, 10) FROM articles WHERE source_id = s.id) AS last_published
    FROM sources AS s WHERE s.id = :id
"""
_NIGHTS = """
    SELECT night, sum(pages) AS pages, sum(articles) AS articles, sum(not_articles) AS not_articles,
           sum(parse_errors) AS parse_errors, sum(new_facts) AS new_facts
    FROM coverage WHERE source_id = :id GROUP BY night ORDER BY night DESC LIMIT 60
"""
_NEWEST = """
    SELECT a.id, a.title, a.published, (SELECT count(*) FROM holding AS h WHERE h.article_id = a.id) AS facts
    FROM articles AS a WHERE a.source_id = :id ORDER BY a.published DESC LIMIT 15
"""
_LEDGER = "SELECT state, count(*) AS addresses FROM ledger WHERE source_id = :id GROUP BY state ORDER BY addresses DESC"


def read_source(connection: sqlite3.Connection, source_id: str) -> SourcePage | None:
    """The page of a source, or None if there is none with this id."""
    wanted = {"id": source_id}
    found = rows(connection, Source, _SOURCE, wanted)
    if not found:
        return None
    return SourcePage(
        source=found[0],
        hosts=tuple(json.loads(found[0].hosts)),
        nights=tuple(rows(connection, Night, _NIGHTS, wanted)),
        newest=tuple(rows(connection, Newest, _NEWEST, wanted)),
        ledger=tuple(rows(connection, Waiting, _LEDGER, wanted)),
    )
