"""What leads to articles: the addresses on a listing, in a feed, in a sitemap go to the ledger.

Links found and the ledger's row of the page they stood on are written in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from scrapy.http import Response, TextResponse

from crawler.discovery.dates import day_in_address, listed_days
from crawler.discovery.feeds import read_feed
from crawler.discovery.links import read_links
from crawler.discovery.pagination import next_page
from crawler.discovery.services import read_service
from crawler.discovery.sitemaps import read_sitemap
from crawler.entry import Answer, Entry, UrlKind, last_fetch
from crawler.errors import CrawlerError
from crawler.job import Job, Lane
from crawler.service import Service
from crawler.source import Source
from db.connection import writing


class NotReadableError(CrawlerError):
    """An answer is not what its address is for: no feed, no sitemap."""


@dataclass(frozen=True, slots=True)
class _Listing:
    """A listing as read: canonical addresses of its articles with the day of each where it is told, and the next page."""

    articles: dict[str, date | None]
    following: str | None
    empty: bool


@dataclass(frozen=True, slots=True)
class Finder:
    """Takes in what leads to articles, for one crawl."""

    job: Job

    def take_in(self, lane: Lane, entry: Entry, answer: Answer, response: Response) -> None:
        """Note what a changed listing, feed or sitemap names.

        Raises:
            NotReadableError: it is none.
        """
        if entry.kind is UrlKind.FEED:
            self._feed(lane, entry, answer, response)
        elif entry.kind is UrlKind.SITEMAP:
            self._sitemap(lane, entry, answer, response)
        else:
            self._listing(lane, entry, answer, response)

    def _listing(self, lane: Lane, entry: Entry, answer: Answer, response: Response) -> None:
        """A listing: a page of links, or of a “load more” service. While a back-fill is at it, it decides what comes next."""
        source, ledger = lane.source, self.job.ledger
        fill = self.job.backfills.at(entry.url)
        page = self._read(source, entry, response, with_days=fill is not None)
        page.articles.pop(entry.url, None)
        told = self._known_days(page.articles) if fill else {}
        told |= {url: day for url, day in page.articles.items() if day is not None}
        wanted = [url for url in page.articles if not fill or told.get(url, fill.since) >= fill.since]
        with writing(self.job.db):
            new = ledger.discover(wanted, source.id, UrlKind.ARTICLE, entry.url, source.identity_of)
            if fill:
                self.job.backfills.advance(fill, page.articles, told, page.following)
            elif (
                new
                and page.following
                and page.following not in lane.asked
                and self._depth(entry) < self._most_pages(lane)
            ):
                ledger.want(page.following, source.id, UrlKind.LISTING, entry.url)
            ledger.fetched(entry, answer)
        lane.tally.found += new
        if page.empty:
            lane.tally.error(entry.url, "the listing holds no link at all")

    def _read(self, source: Source, entry: Entry, response: Response, *, with_days: bool) -> _Listing:
        service = source.service_of(entry.url)
        if service is not None:
            return self._read_service(source, *service, response)
        encoding = response.encoding if isinstance(response, TextResponse) else None
        page = read_links(response.body, response.url, encoding)

        def article(url: str) -> str | None:
            return source.canonical(url) if source.may_be_article(url) else None

        days = listed_days(response.body, response.url, encoding, article) if with_days else {}
        found = dict.fromkeys(url for link in page.links if (url := article(link.url)))
        return _Listing(
            articles={url: days.get(url) or day_in_address(url) for url in found},
            following=next_page(source, entry.url, page.links),
            empty=not page.links,
        )

    def _read_service(self, source: Source, service: Service, number: int, response: Response) -> _Listing:
        listed = read_service(response.body, service, response.url)
        if listed is None:
            raise NotReadableError("is not what the registry says of the service (its items or html)")
        articles = {source.canonical(one.url): one.day for one in listed if source.may_be_article(one.url)}
        # A service does not say that its list has an end: an empty page is the end.
        return _Listing(articles, service.page_url(number + 1) if listed else None, empty=False)

    def _known_days(self, articles: Iterable[str]) -> dict[str, date]:
        """The days of articles that are stored already."""
        rows = self.job.db.execute(
            "SELECT url, published FROM articles WHERE published IS NOT NULL AND url IN (SELECT value FROM json_each(?))",
            (json.dumps(list(articles)),),
        ).fetchall()
        return {url: date.fromisoformat(published[:10]) for url, published in rows}

    def _feed(self, lane: Lane, entry: Entry, answer: Answer, response: Response) -> None:
        source, ledger = lane.source, self.job.ledger
        items = read_feed(response.body, response.url)
        if items is None:
            self._feed_index(lane, entry, answer, response)
            return
        new = 0
        with writing(self.job.db):
            for item in items:
                if not source.owns(item.url) or source.denies(item.url):
                    continue
                if source.is_article(item.url) or not source.article:
                    new += self._note(source.canonical(item.url), entry, item.modified)
            ledger.fetched(entry, answer)
        lane.tally.found += new

    def _feed_index(self, lane: Lane, entry: Entry, answer: Answer, response: Response) -> None:
        """A page that lists feeds (NukeViet's /rss/): they are asked tonight; more than one step is not gone."""
        source, ledger = lane.source, self.job.ledger
        page = read_links(response.body, response.url)
        named = [*page.feeds, *(link.url for link in page.links if _looks_like_feed(link.url))]
        feeds = dict.fromkeys(source.canonical(url) for url in named if source.owns(url))
        feeds.pop(entry.url, None)
        if not feeds or self._depth(entry) > 1:
            raise NotReadableError("is neither RSS nor Atom, and names no feed")
        with writing(self.job.db):
            for url in feeds:
                if url not in lane.asked:
                    ledger.want(url, source.id, UrlKind.FEED, entry.url)
            # Its hash is not kept: the feeds it names are to be asked in the next run too.
            ledger.unchanged(entry, response.status)

    def _sitemap(self, lane: Lane, entry: Entry, answer: Answer, response: Response) -> None:
        source, ledger = lane.source, self.job.ledger
        sitemap = read_sitemap(response.body, self.job.settings.max_list_bytes)
        if sitemap is None:
            raise NotReadableError("is no sitemap")
        new = 0
        with writing(self.job.db):
            for page in sitemap.pages:
                if source.may_be_article(page.url):
                    new += self._note(source.canonical(page.url), entry, page.modified)
            for further in sitemap.sitemaps:
                url = source.canonical(further.url)
                known = ledger.entry(url)
                seen = last_fetch(known) if known and known.content_hash else None
                fresh = seen is None or further.modified is None or further.modified > seen
                if source.owns(url) and fresh and url not in lane.asked and self._depth(entry) < 3:
                    ledger.want(url, source.id, UrlKind.SITEMAP, entry.url)
            ledger.fetched(entry, answer)
        lane.tally.found += new

    def _note(self, url: str, entry: Entry, modified: datetime | None) -> int:
        """Note an article a feed or sitemap names; ask it again when it changed after our last visit."""
        identify = self.job.lanes[entry.source_id].source.identity_of
        new = self.job.ledger.discover([url], entry.source_id, UrlKind.ARTICLE, entry.url, identify)
        if not new and modified is not None:
            self.job.ledger.changed_since(url, modified)
        return new

    def _most_pages(self, lane: Lane) -> int:
        return lane.source.max_pages or self.job.settings.max_pages

    def _depth(self, entry: Entry) -> int:
        """How many pages from the registry's own this one is: 1 for a start page."""
        depth, current, seen = 1, entry, {entry.url}
        while current.found_on and current.found_on not in seen and depth < 1000:
            seen.add(current.found_on)
            before = self.job.ledger.entry(current.found_on)
            if before is None or before.kind is not entry.kind:
                break
            depth, current = depth + 1, before
        return depth


def _looks_like_feed(url: str) -> bool:
    path = url.partition("?")[0].lower()
    return path.endswith((".rss", ".atom")) or "/rss/" in path or "/feed/" in path
