"""Back-filling: following a source's listings into the past, page after page, until a given day.

This module alone reads and writes the table ``backfills``. A listing's row says which page is to be asked next, so a
back-fill can be stopped at any moment and goes on in the next run, within each night's budget. Its next page is
asked only when nothing else of the source is due: the articles of one page come before the links of the next.

A back-fill ends where every dated article of a page is older than the day, where the listing offers no further page, no
article or the same articles again, or where the site says there is no such page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crawler.clock import Clock, stamp, utc_now
from crawler.source import Source
from db.connection import writing

if TYPE_CHECKING:
    from sqlite_utils import Database

MOST_PAGES = 20_000
"""Of one listing. Ten articles a page for twenty years of a busy site are fewer; a calendar without end is more."""


@dataclass(frozen=True, slots=True)
class Backfill:
    """How far one listing has been followed. ``reached`` is the oldest day seen, ``shown`` tells the last page's articles."""

    listing: str
    since: date
    next_url: str
    pages: int
    reached: str | None
    shown: str | None


class Backfills:
    """The table ``backfills`` of one database."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db = db
        self._clock = clock
        self._made_at = stamp(clock())

    def want(self, source: Source, since: date) -> None:
        """Have the listings of a source followed back to ``since``; one that has been followed further stays as it is."""
        first_pages = (
            *(source.canonical(url) for url in source.start),
            *(service.page_url(service.first) for service in source.services),
        )
        with writing(self._db):
            for listing in first_pages:
                self._db.conn.execute(
                    "INSERT INTO backfills (listing, source_id, since, state, next_url, updated_at) VALUES (?, ?, ?, 'open', ?, ?) "
                    "ON CONFLICT (listing) DO UPDATE SET since = excluded.since, updated_at = excluded.updated_at, state = 'open', "
                    "ended = NULL, shown = NULL WHERE excluded.since < since",
                    (listing, source.id, since.isoformat(), listing, stamp(self._clock())),
                )

    def next_page(self, source_id: str, without: Collection[str]) -> str | None:
        """The page to ask next for a source: the listing least far back goes first."""
        rows = self._db.execute(
            "SELECT next_url FROM backfills WHERE source_id = ? AND state = 'open' ORDER BY pages, listing",
            (source_id,),
        ).fetchall()
        return next((url for (url,) in rows if url not in without), None)

    def at(self, url: str) -> Backfill | None:
        """The open back-fill that waits for this page."""
        row = self._db.execute(
            "SELECT listing, since, next_url, pages, reached, shown FROM backfills WHERE next_url = ? AND state = 'open'",
            (url,),
        ).fetchone()
        return Backfill(row[0], date.fromisoformat(row[1]), *row[2:]) if row else None

    def advance(
        self, fill: Backfill, articles: Iterable[str], days: Mapping[str, date], following: str | None
    ) -> None:
        """The page has been read: it showed ``articles`` with these ``days`` and offers ``following``."""
        articles = sorted(articles)
        shown = hashlib.sha256("\n".join(articles).encode()).hexdigest()[:16]
        dated = [days[url] for url in articles if url in days]
        ended = None
        if not articles:
            ended = "shows no article"
        elif dated and max(dated) < fill.since:
            ended = f"reached {min(dated).isoformat()}"
        elif shown == fill.shown:
            ended = "shows the same articles again"
        elif following is None:
            ended = "is the last page"
        elif fill.pages + 1 >= MOST_PAGES:
            ended = f"is page {MOST_PAGES}"
        oldest = min(
            (*(day.isoformat() for day in dated), *([fill.reached] if fill.reached else [])), default=None
        )
        self._db.conn.execute(
            "UPDATE backfills SET next_url = ?, pages = pages + 1, reached = ?, shown = ?, state = ?, ended = ?, updated_at = ? "
            "WHERE listing = ?",
            (
                following if ended is None else fill.next_url,
                oldest,
                shown,
                "done" if ended else "open",
                ended and f"{fill.next_url} {ended}",
                stamp(self._clock()),
                fill.listing,
            ),
        )

    def end(self, url: str, why: str) -> None:
        """The page a back-fill waits for is not there: the listing ends before it."""
        self._db.conn.execute(
            "UPDATE backfills SET state = 'done', ended = ?, updated_at = ? WHERE next_url = ? AND state = 'open'",
            (f"{url} {why}", stamp(self._clock()), url),
        )

    def moved(self, url: str, target: str) -> None:
        """The page a back-fill waits for is at another address."""
        self._db.conn.execute(
            "UPDATE backfills SET next_url = ? WHERE next_url = ? AND state = 'open'", (target, url)
        )

    def lines(self, source_id: str) -> tuple[str, ...]:
        """Where the back-fills of a source stand, each in words: open ones, and those that ended since this was made."""
        rows = self._db.execute(
            "SELECT listing, since, pages, reached, ended FROM backfills WHERE source_id = ? "
            "AND (state = 'open' OR updated_at >= ?) ORDER BY listing",
            (source_id, self._made_at),
        ).fetchall()
        return tuple(
            f"{listing} back to {since}: {pages} pages, "
            + (f"oldest article {reached}; " if reached else "no dates shown; ")
            + (f"done ({ended})" if ended else "goes on in the next run")
            for listing, since, pages, reached, ended in rows
        )
