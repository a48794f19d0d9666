"""Records of the ledger: an address, what it is for, what became of it, and what an answer leaves. Read and written by `crawler.ledger`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from crawler.clock import moment


class UrlKind(StrEnum):
    """What an address is for."""

    LISTING = "listing"
    FEED = "feed"
    SITEMAP = "sitemap"
    ARTICLE = "article"


class State(StrEnum):
    """What became of an address when it was last asked."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger, as far as a fetch needs it. ``visits`` counts successful answers, ``tries`` failures in a row."""

    url: str
    source_id: str
    kind: UrlKind
    state: State
    tries: int
    visits: int
    etag: str | None
    last_modified: str | None
    content_hash: str | None
    last_fetched: str | None
    found_on: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a successful answer leaves in the ledger."""

    status: int
    content_hash: str
    etag: str | None = None
    last_modified: str | None = None


COLUMNS = (
    "url, source_id, kind, state, tries, visits, etag, last_modified, content_hash, last_fetched, found_on"
)
"""The columns of `entry_of`, in its order."""


def last_fetch(entry: Entry) -> datetime | None:
    """When an address was last asked."""
    return moment(entry.last_fetched) if entry.last_fetched else None


def entry_of(
    row: tuple[str, str, str, str, int, int, str | None, str | None, str | None, str | None, str | None],
) -> Entry:
    """An entry from a row of `COLUMNS`."""
    url, source_id, kind, state, tries, visits, etag, modified, content_hash, fetched, found_on = row
    return Entry(
        url,
        source_id,
        UrlKind(kind),
        State(state),
        tries,
        visits,
        etag,
        modified,
        content_hash,
        fetched,
        found_on,
    )
