"""What leads to articles: the addresses on a listing, in a feed, in a sitemap go to the ledger.

Links found and the ledger's row of the page they stood on are written in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scrapy.http import Response, TextResponse

from crawler.discovery.feeds import read_feed
from crawler.discovery.links import read_links
from crawler.discovery.pagination import next_page
from crawler.discovery.sitemaps import read_sitemap
from crawler.errors import CrawlerError
from crawler.job import Job, Lane
from crawler.ledger import Answer, Entry, UrlKind, last_fetch
from db.connection import writing


class NotReadableError(CrawlerError):
    """An answer is not what its address is for: no feed, no sitemap."""


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
        source, ledger = lane.source, self.job.ledger
        page = read_links(
            response.body, response.url, response.encoding if isinstance(response, TextResponse) else None
        )
        articles = dict.fromkeys(
            source.canonical(link.url) for link in page.links if source.is_article(link.url)
        )
        articles.pop(entry.url, None)
        following = next_page(source, entry.url, page.links)
        with writing(self.job.db):
            new = ledger.discover(articles, source.id, UrlKind.ARTICLE, entry.url)
            if (
                new
                and following
                and following not in lane.asked
                and self._depth(entry) < self._most_pages(lane)
            ):
                ledger.want(following, source.id, UrlKind.LISTING, entry.url)
            ledger.fetched(entry, answer)
        lane.tally.found += new
        if not page.links:
            lane.tally.error(entry.url, "the listing holds no link at all")

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
                if source.is_article(page.url):
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
        new = self.job.ledger.discover([url], entry.source_id, UrlKind.ARTICLE, entry.url)
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
