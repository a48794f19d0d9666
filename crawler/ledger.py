"""The ledger: every address ever seen and what is to be done with it. The only truth about a crawl.

This module alone reads and writes the table ``ledger``. Every change is written when it happens, inside the caller's
transaction where there is one (`db.connection.writing`), so that a page, its ledger row and the links found on it
appear together or not at all: a run that is killed at any moment repeats at most what was in flight.

An address is due when ``next_due`` has come. Start pages, feeds and sitemaps become due when a run begins, further
pages of a listing when the page before them showed something new.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.clock import Clock, stamp, utc_now
from crawler.entry import COLUMNS, Answer, Entry, State, UrlKind, entry_of
from crawler.schedule import FARTHEST, GONE_AGAIN, OLD, OLD_AGAIN, REFUSED_AGAIN, after_failure, after_visit
from crawler.source import Source
from db.connection import writing

if TYPE_CHECKING:
    from sqlite_utils import Database

# What leads to articles first, then articles never fetched, then the oldest debts.
_ORDER = "kind = 'article', visits > 0, next_due, rowid"


class Ledger:
    """The table ``ledger`` of one database. Times are those of ``clock``."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db = db
        self._clock = clock

    # ------------------------------------------------------------------ reading

    def due(
        self, source_id: str, limit: int, skip: Collection[str] = (), without_hosts: Collection[str] = ()
    ) -> list[Entry]:
        """The next addresses of a source to ask, at most ``limit``: none in ``skip``, none on ``without_hosts``."""
        prefixes = [f"{scheme}://{host}/%" for host in without_hosts for scheme in ("http", "https")]
        others = " AND url NOT LIKE ?" * len(prefixes)
        rows = self._db.execute(
            f"SELECT {COLUMNS} FROM ledger WHERE source_id = ? AND next_due <= ?{others} ORDER BY {_ORDER} LIMIT ?",  # noqa: S608
            (source_id, stamp(self._clock()), *prefixes, limit + len(skip)),
        ).fetchall()
        return [entry for entry in map(entry_of, rows) if entry.url not in skip][:limit]

    def count_due(self, source_id: str) -> int:
        """How many addresses of a source are due now."""
        row = self._db.execute(
            "SELECT count(*) FROM ledger WHERE source_id = ? AND next_due <= ?",
            (source_id, stamp(self._clock())),
        ).fetchone()
        return int(row[0])

    def entry(self, url: str) -> Entry | None:
        """The row of an address, None when it was never seen."""
        row = self._db.execute(f"SELECT {COLUMNS} FROM ledger WHERE url = ?", (url,)).fetchone()  # noqa: S608
        return entry_of(row) if row else None

    # ------------------------------------------------------------------ what there is to ask

    def begin(self, source: Source) -> None:
        """Make start pages, feeds and sitemaps of a source due: they are asked in every run.

        When the registry's patterns for the source have changed since, its listings are read anew even if they
        did not change: links that were no articles then may be some now.
        """
        now = stamp(self._clock())
        registry = f"registry#{_fingerprint(source)}"
        wanted = (
            (UrlKind.LISTING, source.start),
            (UrlKind.FEED, source.feeds),
            (UrlKind.SITEMAP, source.sitemaps),
        )
        rows = [
            (source.canonical(url), source.id, kind, now, now, now, registry)
            for kind, urls in wanted
            for url in urls
        ] + [
            (service.page_url(service.first), source.id, UrlKind.LISTING, now, now, now, registry)
            for service in source.services
        ]
        with writing(self._db):
            self._db.conn.execute(
                "UPDATE ledger SET etag = NULL, last_modified = NULL, content_hash = NULL "
                "WHERE source_id = ? AND kind <> 'article' AND EXISTS (SELECT 1 FROM ledger AS root "
                "WHERE root.source_id = ? AND root.found_on LIKE 'registry#%' AND root.found_on <> ?)",
                (source.id, source.id, registry),
            )
            self._db.conn.executemany(
                "INSERT INTO ledger (url, source_id, kind, state, next_due, first_seen, last_seen, found_on) "
                "VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET source_id = excluded.source_id, "
                "kind = excluded.kind, next_due = excluded.next_due, last_seen = excluded.last_seen, found_on = excluded.found_on",
                rows,
            )
            self._db.conn.execute(  # written while a clock was ahead
                "UPDATE ledger SET next_due = ? WHERE source_id = ? AND next_due > ?",
                (now, source.id, stamp(self._clock() + FARTHEST)),
            )
            self._db.conn.execute(  # what the registry no longer names must not look like a change for ever
                "UPDATE ledger SET found_on = ?, next_due = NULL "
                "WHERE source_id = ? AND found_on LIKE 'registry#%' AND found_on <> ?",
                (registry, source.id, registry),
            )

    def discover(
        self,
        urls: Iterable[str],
        source_id: str,
        kind: UrlKind,
        found_on: str,
        identify: Callable[[str], str | None] = lambda _: None,
    ) -> int:
        """Note addresses found on a page; gives how many were new. They must be canonical.

        New ones are due at once; one with the identity of another address is the same article and not new. An address that was gone and stands in a listing again is asked again after a week.
        """
        now = self._clock()
        new = 0
        with writing(self._db):
            for url in urls:
                cursor = self._db.conn.execute(
                    "INSERT INTO ledger (url, source_id, kind, state, next_due, first_seen, last_seen, found_on, identity) "
                    "VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    (url, source_id, kind, stamp(now), stamp(now), stamp(now), found_on, identify(url)),
                )
                if cursor.rowcount:
                    new += 1
                    continue
                self._db.conn.execute("UPDATE ledger SET last_seen = ? WHERE url = ?", (stamp(now), url))
                self._db.conn.execute(
                    "UPDATE ledger SET next_due = ? WHERE url = ? AND state = 'gone' AND next_due IS NULL AND last_fetched < ?",
                    (stamp(now), url, stamp(now - GONE_AGAIN)),
                )
        return new

    def want(self, url: str, source_id: str, kind: UrlKind, found_on: str) -> None:
        """Make an address due now, known or not: the next page of a listing, a sitemap that changed."""
        now = stamp(self._clock())
        with writing(self._db):
            self._db.conn.execute(
                "INSERT INTO ledger (url, source_id, kind, state, next_due, first_seen, last_seen, found_on) "
                "VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?) "
                "ON CONFLICT (url) DO UPDATE SET next_due = excluded.next_due, last_seen = excluded.last_seen",
                (url, source_id, kind, now, now, now, found_on),
            )

    def changed_since(self, url: str, modified: datetime) -> None:
        """A site says that a page changed at ``modified``: ask it again if that was after our last visit."""
        with writing(self._db):
            self._db.conn.execute(
                "UPDATE ledger SET next_due = ? WHERE url = ? AND state = 'done' AND last_fetched < ?",
                (stamp(self._clock()), url, stamp(modified)),
            )

    # ------------------------------------------------------------------ what came of it

    def fetched(self, entry: Entry, answer: Answer) -> None:
        """A page came with new or changed content."""
        now = self._clock()
        self._set(
            entry.url,
            state=State.DONE,
            tries=0,
            visits=entry.visits + 1,
            last_status=answer.status,
            last_error=None,
            etag=answer.etag,
            last_modified=answer.last_modified,
            content_hash=answer.content_hash,
            next_due=self._next_visit(entry, now),
            last_fetched=stamp(now),
            last_changed=stamp(now),
        )

    def unchanged(
        self, entry: Entry, status: int, etag: str | None = None, last_modified: str | None = None
    ) -> None:
        """A page answered 304, or with the content it had before."""
        now = self._clock()
        self._set(
            entry.url,
            state=State.DONE,
            tries=0,
            visits=entry.visits + 1,
            last_status=status,
            last_error=None,
            etag=etag or entry.etag,
            last_modified=last_modified or entry.last_modified,
            next_due=self._next_visit(entry, now),
            last_fetched=stamp(now),
        )

    def failed(
        self, entry: Entry, error: str, status: int | None = None, not_before: datetime | None = None
    ) -> None:
        """No usable answer: asked again later, ever later; ``not_before`` is what the host asked for (Retry-After).

        The content known so far stays: a page that fails today was still read yesterday.
        """
        now = self._clock()
        tries = entry.tries + 1
        due = after_failure(tries, now)
        if due and not_before:
            due = max(due, not_before)
        self._set(
            entry.url,
            state=State.FAILED,
            tries=tries,
            last_status=status,
            last_error=error,
            next_due=stamp(due) if due else None,
            last_fetched=stamp(now),
        )

    def gone(self, entry: Entry, status: int, reason: str) -> None:
        """The site says the page is not there (any more)."""
        self._set(
            entry.url,
            state=State.GONE,
            tries=0,
            last_status=status,
            last_error=reason,
            next_due=None,
            last_fetched=stamp(self._clock()),
            identity=None,  # another address may have the article now
        )

    def refused(self, entry: Entry, reason: str, status: int | None = None) -> None:
        """We do not ask: robots.txt, a redirect off the site, a forbidden address. Looked at again after a week."""
        now = self._clock()
        self._set(
            entry.url,
            state=State.REFUSED,
            last_status=status,
            last_error=reason,
            next_due=stamp(now + REFUSED_AGAIN),
            last_fetched=stamp(now),
        )

    def let_old_news_rest(self) -> None:
        """Once articles have been parsed: what was old when it was fetched is looked at once a month, not the next night."""
        month = f"+{OLD_AGAIN.days} days"
        with writing(self._db):
            self._db.conn.execute(
                "UPDATE ledger SET next_due = strftime('%Y-%m-%dT%H:%M:%SZ', last_fetched, ?) "
                "WHERE kind = 'article' AND state = 'done' AND next_due > ? "
                "AND next_due < strftime('%Y-%m-%dT%H:%M:%SZ', last_fetched, ?) "
                "AND EXISTS (SELECT 1 FROM articles AS a WHERE a.url = ledger.url AND a.published < date(ledger.last_fetched, ?))",
                (month, stamp(self._clock()), month, f"-{OLD.days} days"),
            )

    def register(self, url: str, source_id: str, answer: Answer, fetched_at: str, found_on: str) -> None:
        """An article that came from elsewhere (an imported archive): done, never asked for by itself.

        An address the ledger knows already keeps its own history.
        """
        with writing(self._db):
            self._db.conn.execute(
                "INSERT INTO ledger (url, source_id, kind, state, visits, last_status, content_hash, first_seen, last_seen, "
                "last_fetched, last_changed, found_on) VALUES (?, ?, 'article', 'done', 1, ?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (url) DO NOTHING",
                (
                    url,
                    source_id,
                    answer.status,
                    answer.content_hash,
                    fetched_at,
                    fetched_at,
                    fetched_at,
                    fetched_at,
                    found_on,
                ),
            )

    @staticmethod
    def _next_visit(entry: Entry, now: datetime) -> str | None:
        """Articles by their schedule; what leads to them when a run begins or the page before shows something new."""
        if entry.kind is not UrlKind.ARTICLE:
            return None
        due = after_visit(entry.visits + 1, now)
        return stamp(due) if due else None

    def _set(self, url: str, **values: str | int | None) -> None:
        columns = ", ".join(f"{column} = ?" for column in values)
        with writing(self._db):
            self._db.conn.execute(f"UPDATE ledger SET {columns} WHERE url = ?", (*values.values(), url))  # noqa: S608


def _fingerprint(source: Source) -> str:
    """What of a source decides which links are articles, in short."""
    rules = [
        *(pattern.pattern for pattern in (*source.article, *source.deny)),
        *(pattern.pattern + replacement for pattern, replacement in source.rewrite),
        *source.hosts,
        repr(source.mirrors),
        repr(source.keep_query),
    ]
    return hashlib.sha256("\n".join(rules).encode()).hexdigest()[:12]
