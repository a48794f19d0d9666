"""Asking a source live what of its registry entry still fits. Never raises for a site, however bad it is.

With `requests` rather than Scrapy: a handful of questions one after the other, with the waits of a crawl between
them, each with an answer in one sentence.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from protego import Protego

from crawler.addresses import host_name
from crawler.article import PageKind, parse_page
from crawler.discovery.feeds import read_feed
from crawler.discovery.links import read_links
from crawler.discovery.sitemaps import read_sitemap
from crawler.layout import Layout
from crawler.live import LiveClient, Reply, forbidden_address
from crawler.middlewares.robots import USER_AGENT_TOKEN
from crawler.settings import CrawlSettings
from crawler.source import Source
from crawler.urls import host_of

SAMPLES = 3


class Verdict(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer. ``what`` is one of host, tls, robots, start, feed, sitemap, article."""

    what: str
    target: str
    verdict: Verdict
    message: str


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """All checks of one source."""

    source_id: str
    checks: tuple[Check, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of them."""
        for verdict in (Verdict.FAILED, Verdict.WARNING):
            if any(check.verdict is verdict for check in self.checks):
                return verdict
        return Verdict.OK


def check_source(
    source: Source,
    settings: CrawlSettings,
    layout: Layout | None = None,
    wait: Callable[[float], None] = time.sleep,
) -> SourceCheck:
    """Ask a source: is the host there, robots.txt, start pages, feeds, sitemaps, and up to three articles.

    ``layout`` is that of the source, for parsing the articles; ``wait`` is called between requests with seconds.
    """
    with LiveClient(source, settings, wait) as client:
        return SourceCheck(source.id, tuple(_Asker(source, settings, client).run(layout)))


class _Asker:
    """One source being asked."""

    def __init__(self, source: Source, settings: CrawlSettings, client: LiveClient) -> None:
        self._source = source
        self._settings = settings
        self._client = client
        self._rules: dict[str, Protego] = {}
        self._closed: dict[str, str] = {}

    def run(self, layout: Layout | None) -> Iterator[Check]:
        """All checks in order."""
        for host in self._hosts():
            yield from self._host(host)
        articles: dict[str, None] = {}
        for url in self._source.start:
            yield from self._list("start", url, articles)
        for url in self._source.feeds:
            yield from self._list("feed", url, articles)
        for url in self._source.sitemaps:
            yield from self._list("sitemap", url, articles)
        # The address of a section may have the form of an article's; the registry knows which are lists.
        lists = {self._source.canonical(url) for url in (*self._source.start, *self._source.feeds)}
        for url in [url for url in articles if url not in lists][:SAMPLES]:
            yield from self._article(url, layout)

    def _hosts(self) -> list[str]:
        urls = (*self._source.start, *self._source.feeds, *self._source.sitemaps)
        origins = [f"{urlsplit(url).scheme}://{host_of(url)}" for url in urls]
        return list(dict.fromkeys(origins))

    def _host(self, origin: str) -> Iterator[Check]:
        name = host_name(origin)
        try:
            private = forbidden_address(name)
        except OSError as error:
            self._closed[host_of(origin)] = message = (
                f"the name cannot be resolved ({error.strerror or error})"
            )
            yield Check("host", name, Verdict.FAILED, message)
            return
        if private and not self._source.allow_private:
            self._closed[host_of(origin)] = message = (
                f"resolves to {private}, which is not a public address: not asked"
            )
            yield Check("host", name, Verdict.FAILED, message)
            return
        yield from self._robots(origin)

    def _robots(self, origin: str) -> Iterator[Check]:
        url = f"{origin}/robots.txt"
        answer = self._client.get(url)
        host = host_of(origin)
        if answer.error is not None:
            self._closed[host] = answer.error
            yield Check("tls" if answer.tls else "host", host, Verdict.FAILED, answer.error)
            return
        if origin.startswith("https") and not self._source.verify_tls:
            yield Check(
                "tls",
                host,
                Verdict.WARNING,
                "certificates are not verified for this source (verify_tls = false)",
            )
        elif origin.startswith("https"):
            yield Check("tls", host, Verdict.OK, "the certificate is valid")
        else:
            yield Check("host", host, Verdict.OK, "answers")
        if answer.status >= 500 or answer.status == 429:
            self._closed[host] = f"robots.txt answers {answer.status}"
            yield Check(
                "robots", url, Verdict.FAILED, f"answers {answer.status}: nothing may be asked without it"
            )
            return
        if answer.status != 200:
            yield Check(
                "robots", url, Verdict.OK, f"there is none (answers {answer.status}): everything may be asked"
            )
            return
        rules = Protego.parse(answer.body.decode("utf-8", "replace"))
        self._rules[host] = rules
        delay = rules.crawl_delay(USER_AGENT_TOKEN)
        if delay:
            self._client.slow_down(float(delay))
        message = f"read; asks for {delay:g} s between requests" if delay else "read"
        yield Check("robots", url, Verdict.OK, message)

    def _list(self, what: str, url: str, articles: dict[str, None]) -> Iterator[Check]:
        problem, answer = self._fetch(url)
        if answer is None:
            yield Check(what, url, Verdict.FAILED, problem)
            return
        found = self._addresses(what, url, answer)
        if found is None:
            noun = {"feed": "no RSS or Atom", "sitemap": "no sitemap"}[what]
            yield Check(what, url, Verdict.FAILED, f"answers, but is {noun}")
            return
        links, ours = found
        articles.update(dict.fromkeys(ours))
        unit = "links" if what == "start" else "addresses"
        if ours:
            yield Check(what, url, Verdict.OK, f"{len(ours)} of {links} {unit} look like articles")
        elif not self._source.article and what != "feed":
            message = (
                f"{links} {unit}; the entry has no article pattern, so none can be told to be an article"
            )
            yield Check(what, url, Verdict.WARNING, message)
        else:
            message = f"none of {links} {unit} looks like an article: article pattern or start page may be out of date"
            yield Check(what, url, Verdict.WARNING, message)

    def _addresses(self, what: str, url: str, answer: Reply) -> tuple[int, list[str]] | None:
        """How many addresses a list holds, and the canonical ones of articles; None when it is no such list."""
        if what == "start":
            urls = [link.url for link in read_links(answer.body, url, answer.encoding).links]
        elif what == "feed":
            items = read_feed(answer.body, url)
            if items is None:
                return None
            urls = [item.url for item in items]
        else:
            sitemap = read_sitemap(answer.body, self._settings.max_list_bytes)
            if sitemap is None:
                return None
            urls = [entry.url for entry in sitemap.pages]
            if sitemap.sitemaps and not urls:
                return self._first_sitemap(sitemap.sitemaps[0].url) or (len(sitemap.sitemaps), [])
        source = self._source
        any_item = what == "feed" and not source.article
        ours = [one for one in urls if source.is_article(one) or (any_item and source.owns(one))]
        return len(set(urls)), list(dict.fromkeys(source.canonical(one) for one in ours))

    def _first_sitemap(self, url: str) -> tuple[int, list[str]] | None:
        """A look into the first sitemap of an index: one is enough to see what it is good for."""
        _, answer = self._fetch(url)
        sitemap = read_sitemap(answer.body, self._settings.max_list_bytes) if answer else None
        if sitemap is None:
            return None
        ours = [
            self._source.canonical(entry.url) for entry in sitemap.pages if self._source.is_article(entry.url)
        ]
        return len(sitemap.pages), list(dict.fromkeys(ours))

    def _article(self, url: str, layout: Layout | None) -> Iterator[Check]:
        problem, answer = self._fetch(url)
        if answer is None:
            yield Check("article", url, Verdict.FAILED, problem)
            return
        page = parse_page(answer.body, url, content_type=answer.content_type, layout=layout)
        if page.kind is not PageKind.ARTICLE:
            yield Check("article", url, Verdict.WARNING, f"parsed as no article ({page.reason})")
            return
        missing = [name for name in ("title", "text", "published", "author") if not getattr(page, name)]
        by = (
            f"layout {page.layout}"
            if page.layout and page.method.value == "layout"
            else "the generic extractor"
        )
        message = f"read by {by}: {len(page.text)} characters, published {page.published or 'unknown'}"
        if missing:
            message += f"; missing: {', '.join(missing)}"
        needed = {"title", "text"} | ({"published"} if self._source.floors.date else set())
        serious = needed & set(missing)
        yield Check("article", url, Verdict.WARNING if serious else Verdict.OK, message)

    def _fetch(self, url: str) -> tuple[str, Reply | None]:
        """Why there is no usable answer, or the answer."""
        host = host_of(url)
        rules = self._rules.get(host)
        if not self._source.owns(url):
            return f"is on “{host}”, which is none of the source's hosts", None
        if host in self._closed:
            return f"not asked: {self._closed[host]}", None
        if rules is not None and not rules.can_fetch(url, USER_AGENT_TOKEN):
            return "not asked: robots.txt forbids it", None
        answer = self._client.get(url)
        problem = answer.error
        if problem is None and answer.status != 200:
            problem = f"answers {answer.status}"
        if problem is None and not answer.body.strip():
            problem = "answers with an empty page"
        return (problem, None) if problem else ("", answer)
