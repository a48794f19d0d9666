"""What an answer means: page stored, links noted, ledger written, in one transaction per answer.

The order makes a crawl safe against being killed at any moment: first the page goes to the archive (on disk before
`Archive.write` returns), then page row, ledger row and new links are written together. Killed between the two, the page
is asked again and stored under the same content; killed anywhere else, there is nothing half done.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from scrapy import Request
from scrapy.http import Response

from crawler.archive import Location
from crawler.clock import moment, stamp, utc_now
from crawler.entry import Answer, Entry, UrlKind
from crawler.findings import Finder, NotReadableError
from crawler.job import Job, Lane
from crawler.middlewares.redirects import target_of
from crawler.middlewares.shared import RENDERED, WIRE
from crawler.middlewares.throttle import asked_to_wait
from crawler.unchanged import kept_version, reads_the_same
from crawler.urls import host_of
from crawler.warc_records import NOT_MODIFIED, SAME_ARTICLE, SAME_BYTES, Fetch, Revisit, payload_digest
from db.connection import writing
from db.records import PageRow
from db.store import save_page

# What cannot be a page of text, whatever its address looks like.
_NO_PAGE = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/msword")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Takes answers of one crawl in."""

    job: Job

    def answer(self, lane: Lane, entry: Entry, request: Request, response: Response) -> None:
        """Take in one answer.

        Raises:
            StorageFullError, StoreError: archive or database cannot be written; the crawl has to end.
        """
        status = response.status
        wait = asked_to_wait(response)
        if wait is not None:
            self._told_to_wait(lane, entry, status, wait)
            return
        if status >= 400 and status not in {404, 410}:
            self._failed(lane, entry, f"the site answers {status}", status, host=True)
            return
        lane.answered(entry.url)
        if status == 304 and entry.content_hash is None:
            self._failed(lane, entry, "the site answers 304 to a first visit", status, host=False)
        elif status == 304:
            lane.tally.unchanged_304 += 1
            self._unchanged(lane, entry, request, response)
        elif status in {404, 410}:
            self.job.ledger.gone(entry, status, f"the site answers {status}")
            lane.tally.gone += 1
            if entry.kind is UrlKind.LISTING and self._past_the_end(entry, status):
                return
            if entry.kind is not UrlKind.ARTICLE:
                lane.tally.error(entry.url, f"the site answers {status}")
        elif 300 <= status < 400:
            self._redirected(lane, entry, response)
        else:
            self._content(lane, entry, request, response)

    def fault(self, lane: Lane, entry: Entry, reason: str) -> None:
        """No answer at all."""
        self._failed(lane, entry, reason, None, host=True)

    def broken(self, lane: Lane, entry: Entry, reason: str) -> None:
        """An answer that could not be taken in; the host is not to blame."""
        self._failed(lane, entry, reason, None, host=False)

    def refused(self, lane: Lane, entry: Entry, reason: str, status: int | None = None) -> None:
        """Not asked, or not followed."""
        self.job.ledger.refused(entry, reason, status)
        lane.tally.refused += 1
        lane.tally.error(entry.url, reason)

    def closed(self, lane: Lane, entry: Entry, reason: str) -> None:
        """The host may not be asked for now: noted on what leads to articles, the articles themselves stay due."""
        lane.close(host_of(entry.url), reason)
        if entry.kind is not UrlKind.ARTICLE:
            self._failed(lane, entry, reason, None, host=False)

    # ------------------------------------------------------------------ no content

    def _failed(self, lane: Lane, entry: Entry, reason: str, status: int | None, *, host: bool) -> None:
        self.job.ledger.failed(entry, reason, status)
        lane.tally.failed += 1
        lane.tally.error(entry.url, reason)
        if host:
            lane.host_failed(entry.url)

    def _told_to_wait(self, lane: Lane, entry: Entry, status: int, wait: float) -> None:
        reason = f"the site answers {status} and asks to wait {wait:.0f} s"
        self.job.ledger.failed(entry, reason, status, utc_now() + timedelta(seconds=wait))
        lane.tally.failed += 1
        lane.tally.error(entry.url, reason)
        lane.close(host_of(entry.url), reason)

    def _redirected(self, lane: Lane, entry: Entry, response: Response) -> None:
        source, target = lane.source, target_of(response)
        if target is None:
            self._failed(
                lane,
                entry,
                f"the site answers {response.status} without a usable target",
                response.status,
                host=False,
            )
            return
        if not source.owns(target) or source.denies(target):
            where = f"“{host_of(target)}”" if not source.owns(target) else "an address that is denied"
            self.refused(lane, entry, f"redirects to {where}: not followed", response.status)
            return
        target = source.canonical(target)
        if entry.kind is UrlKind.ARTICLE:
            with writing(self.job.db):
                if source.is_article(target) or not source.article:
                    self.job.ledger.gone(entry, response.status, f"moved to {target}")
                    lane.tally.found += self.job.ledger.discover(
                        [target], source.id, UrlKind.ARTICLE, entry.url, source.identity_of
                    )
                else:
                    self.job.ledger.gone(
                        entry, response.status, f"redirects to {target}, which is no article"
                    )
                    lane.tally.gone += 1
            return
        with writing(self.job.db):
            self.job.ledger.unchanged(entry, response.status)
            self.job.backfills.moved(entry.url, target)
            if target not in lane.asked:
                self.job.ledger.want(target, source.id, entry.kind, entry.url)

    def _past_the_end(self, entry: Entry, status: int) -> bool:
        """Whether a back-fill asked for this page: then a listing has merely come to its end."""
        if self.job.backfills.at(entry.url) is None:
            return False
        with writing(self.job.db):
            self.job.backfills.end(entry.url, f"is not there ({status})")
        return True

    def _unchanged(self, lane: Lane, entry: Entry, request: Request, response: Response) -> None:
        if entry.kind is UrlKind.ARTICLE:
            self._revisited(entry, request, response)
        self.job.ledger.unchanged(
            entry, response.status, _header(response, "ETag"), _header(response, "Last-Modified")
        )
        lane.tally.unchanged += 1

    # ------------------------------------------------------------------ content

    def _content(self, lane: Lane, entry: Entry, request: Request, response: Response) -> None:
        if not response.body.strip():
            self._failed(lane, entry, "the page is empty", response.status, host=False)
            return
        answer = Answer(
            status=response.status,
            content_hash=hashlib.sha256(response.body).hexdigest(),
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
        )
        if answer.content_hash == entry.content_hash:
            self._unchanged(lane, entry, request, response)
        elif entry.kind is UrlKind.ARTICLE:
            self._article(lane, entry, answer, request, response)
        else:
            self._finding(lane, entry, answer, response)

    def _finding(self, lane: Lane, entry: Entry, answer: Answer, response: Response) -> None:
        try:
            Finder(self.job).take_in(lane, entry, answer, response)
        except NotReadableError as error:
            self._failed(lane, entry, str(error), response.status, host=False)

    def _article(
        self, lane: Lane, entry: Entry, answer: Answer, request: Request, response: Response
    ) -> None:
        content_type = _header(response, "Content-Type")
        if content_type and content_type.lower().startswith(_NO_PAGE):
            self.refused(lane, entry, f"is {content_type}, not a page", response.status)
            return
        kept = kept_version(self.job.db, entry.url) if entry.visits else None
        if kept and reads_the_same(self.job.db, kept, lane.source, entry.url, response.body, content_type):
            self._unchanged(lane, entry, request, response)
            return
        # A clock that was put back must not make the newest version look like an older one.
        now = max(utc_now(), moment(kept.fetched_at) + timedelta(seconds=1)) if kept else utc_now()
        place = self._archive(entry, request, response, now)
        page = PageRow(
            url=entry.url,
            source_id=entry.source_id,
            run_id=self.job.run_id,
            fetched_at=stamp(now),
            status=response.status,
            content_type=content_type,
            content_hash=answer.content_hash,
            size=len(response.body),
            warc_file=place.warc_file,
            warc_offset=place.warc_offset,
            warc_record_id=place.record_id,
        )
        with writing(self.job.db):
            save_page(self.job.db, page)
            self.job.ledger.fetched(entry, answer)
        if entry.visits:
            lane.tally.changed += 1
        else:
            lane.tally.new_pages += 1

    def _revisited(self, entry: Entry, request: Request, response: Response) -> None:
        """Leave a revisit record that points to the stored version; none when nothing is stored."""
        kept = kept_version(self.job.db, entry.url)
        if kept is None:
            return
        wire = request.meta[WIRE]
        digest = self.job.archive.digest_of(kept.warc_file, kept.warc_offset)
        if response.status == 304:
            profile = NOT_MODIFIED
        elif RENDERED in request.meta:
            profile = SAME_ARTICLE  # what was sent is not what is compared
        else:
            profile = SAME_BYTES if digest == payload_digest(wire.body) else SAME_ARTICLE
        self.job.archive.write_revisit(
            Revisit(
                url=entry.url,
                profile=profile,
                status=response.status,
                headers=wire.headers,
                fetched_at=utc_now(),
                first_id=kept.warc_record_id,
                first_date=kept.fetched_at,
                digest=digest,
                ip_address=str(response.ip_address) if response.ip_address else None,
            )
        )

    def _archive(self, entry: Entry, request: Request, response: Response, now: datetime) -> Location:
        wire = request.meta[WIRE]
        sent = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in request.headers.items()
            for value in values
        )
        note = (
            ("source", entry.source_id),
            *((("via", entry.found_on),) if entry.found_on else ()),
            *((("requested-as", request.url),) if request.url != entry.url else ()),
        )
        return self.job.archive.write(
            Fetch(
                url=entry.url,
                status=response.status,
                reason="OK" if response.status == 200 else "",
                headers=wire.headers,
                body=wire.body,
                request_headers=(("Host", host_of(request.url)), *sent),
                fetched_at=now,
                ip_address=str(response.ip_address) if response.ip_address else None,
                note=note,
                rendered=request.meta.get(RENDERED),
                requested=request.url,
            )
        )


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
