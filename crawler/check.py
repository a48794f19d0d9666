"""Asking a source live what of its registry entry still fits. Never raises for a site, however bad it is.

With `requests` rather than Scrapy: a handful of questions one after the other, with the waits of a crawl between
them, each with an answer in one sentence. What was found on the way beyond the entry (feeds, sitemaps, forms of
addresses) is kept for `crawler.suggest`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from protego import Protego

from crawler.addresses import host_name
from crawler.article import PageKind, ParsedPage, parse_page
from crawler.checked import Check, Found, Sample, SourceCheck, Verdict
from crawler.clock import Clock, utc_now
from crawler.discovery.feeds import parse_moment, read_feed
from crawler.discovery.links import read_links
from crawler.discovery.services import read_service
from crawler.discovery.sitemaps import read_sitemap
from crawler.layout import Layout
from crawler.live import LiveClient, Reply, forbidden_address
from crawler.middlewares.robots import USER_AGENT_TOKEN
from crawler.rendering import why_not_rendered
from crawler.settings import CrawlSettings
from crawler.shapes import article_shapes
from crawler.source import Source
from crawler.urls import host_of

SAMPLES = 3
SKEW = 300.0
"""Seconds by which a site's clock may differ from ours before it is worth a word: Last-Modified and feeds go by it."""

FIELDS = ("title", "published", "author", "lead", "text", "captions", "section", "tags")


def check_source(
    source: Source,
    settings: CrawlSettings,
    layout: Layout | None = None,
    wait: Callable[[float], None] = time.sleep,
    *,
    explore: bool = False,
    clock: Clock = utc_now,
) -> SourceCheck:
    """Ask a source: is the host there, robots.txt, its clock, start pages, services, feeds, sitemaps, and up to three articles.

    ``layout`` is that of the source, for parsing the articles; ``wait`` is called between requests with seconds. With
    ``explore`` pages are looked at whose addresses may be those of articles, where the entry's pattern finds none.
    """
    with LiveClient(source, settings, wait) as client:
        asker = _Asker(source, settings, client, clock)
        checks = tuple(asker.run(layout, explore=explore))
        return SourceCheck(source.id, checks, asker.found())


class _Asker:
    """One source being asked."""

    def __init__(self, source: Source, settings: CrawlSettings, client: LiveClient, clock: Clock) -> None:
        self._source = source
        self._settings = settings
        self._client = client
        self._clock = clock
        self._rules: dict[str, Protego] = {}
        self._closed: dict[str, str] = {}
        self._feeds: dict[str, None] = {}
        self._sitemaps: dict[str, None] = {}
        self._links: dict[str, None] = {}
        self._samples: list[Sample] = []

    def found(self) -> Found:
        """What was met on the way."""
        return Found(tuple(self._feeds), tuple(self._sitemaps), tuple(self._links), tuple(self._samples))

    def run(self, layout: Layout | None, *, explore: bool) -> Iterator[Check]:
        """All checks in order."""
        source = self._source
        if source.render is not None:
            yield self._rendering()
        for origin in self._origins():
            yield from self._host(origin)
        articles: dict[str, None] = {}
        services = (service.page_url(service.first) for service in source.services)
        for what, urls in (("start", source.start), ("service", services), ("feed", source.feeds), ("sitemap", source.sitemaps)):  # fmt: skip
            for url in urls:
                yield from self._list(what, url, articles)
        yield from self._beyond()
        # The address of a section may have the form of an article's; the registry knows which are lists.
        lists = {source.canonical(url) for url in (*source.start, *source.feeds)}
        samples = [url for url in articles if url not in lists]
        if explore and not samples:
            likely = article_shapes(self._links)
            samples = [url for shape in likely[:2] for url in shape.examples[:SAMPLES] if url not in lists]
            samples = samples[: 2 * SAMPLES]
        else:
            samples = samples[:SAMPLES]
        for url in samples:
            yield from self._article(url, layout)

    def _rendering(self) -> Check:
        missing = why_not_rendered(self._settings.browser)
        seen = "read after their scripts have run; what follows is what they are when they are sent"
        message = missing or f"pages are {seen}"
        return Check("render", self._source.id, Verdict.FAILED if missing else Verdict.WARNING, message)

    def _origins(self) -> list[str]:
        services = (service.page_url(service.first) for service in self._source.services)
        urls = (*self._source.start, *services, *self._source.feeds, *self._source.sitemaps)
        return list(dict.fromkeys(f"{urlsplit(url).scheme}://{host_of(url)}" for url in urls))

    def _host(self, origin: str) -> Iterator[Check]:
        name = host_name(origin)
        try:
            private = forbidden_address(name)
        except OSError as error:
            message = f"the name cannot be resolved ({error.strerror or error})"
        else:
            if not private or self._source.allow_private:
                yield from self._robots(origin)
                return
            message = f"resolves to {private}, which is not a public address: not asked"
        self._closed[host_of(origin)] = message
        yield Check("host", name, Verdict.FAILED, message)

    def _robots(self, origin: str) -> Iterator[Check]:
        url = f"{origin}/robots.txt"
        answer = self._client.get(url)
        host = host_of(origin)
        if answer.error is not None:
            self._closed[host] = answer.error
            yield Check("tls" if answer.tls else "host", host, Verdict.FAILED, answer.error)
            return
        if origin.startswith("https") and not self._source.verify_tls:
            message = "certificates are not verified for this source (verify_tls = false)"
            yield Check("tls", host, Verdict.WARNING, message)
        elif origin.startswith("https"):
            yield Check("tls", host, Verdict.OK, "the certificate is valid")
        else:
            yield Check("host", host, Verdict.OK, "answers")
        yield from self._skew(host, answer)
        if answer.status >= 500 or answer.status == 429:
            self._closed[host] = f"robots.txt answers {answer.status}"
            message = f"answers {answer.status}: nothing may be asked without it"
            yield Check("robots", url, Verdict.FAILED, message)
            return
        if answer.status != 200:
            message = f"there is none (answers {answer.status}): everything may be asked"
            yield Check("robots", url, Verdict.OK, message)
            return
        rules = Protego.parse(answer.body.decode("utf-8", "replace"))
        self._rules[host] = rules
        self._sitemaps.update(dict.fromkeys(rules.sitemaps))
        delay = rules.crawl_delay(USER_AGENT_TOKEN)
        if delay:
            self._client.slow_down(float(delay))
        message = f"read; asks for {delay:g} s between requests" if delay else "read"
        yield Check("robots", url, Verdict.OK, message)

    def _skew(self, host: str, answer: Reply) -> Iterator[Check]:
        told = parse_moment(answer.date)
        seconds = (told - self._clock()).total_seconds() if told else 0.0
        if abs(seconds) > SKEW:
            way = "ahead of" if seconds > 0 else "behind"
            yield Check("clock", host, Verdict.WARNING, f"its clock is {abs(seconds):.0f} s {way} ours")

    def _list(self, what: str, url: str, articles: dict[str, None]) -> Iterator[Check]:
        problem, answer = self._fetch(url)
        if answer is None:
            yield Check(what, url, Verdict.FAILED, problem)
            return
        found = self._addresses(what, url, answer)
        if found is None:
            noun = {"feed": "no RSS or Atom", "sitemap": "no sitemap"}.get(what, "not what the entry says")
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
        urls: list[str] | None = None
        if what == "start":
            page = read_links(answer.body, url, answer.encoding)
            self._feeds.update(dict.fromkeys(page.feeds))
            urls = [link.url for link in page.links]
        elif what == "service":
            service = self._source.service_of(url)
            listed = read_service(answer.body, service[0], url) if service else None
            urls = None if listed is None else [one.url for one in listed]
        elif what == "feed":
            items = read_feed(answer.body, url)
            urls = None if items is None else [item.url for item in items]
        else:
            sitemap = read_sitemap(answer.body, self._settings.max_list_bytes)
            urls = None if sitemap is None else [entry.url for entry in sitemap.pages]
            if sitemap and sitemap.sitemaps and not urls:
                return self._first_sitemap(sitemap.sitemaps[0].url) or (len(sitemap.sitemaps), [])
        return None if urls is None else self._ours(what, urls)

    def _ours(self, what: str, urls: list[str]) -> tuple[int, list[str]]:
        source = self._source
        own = [url for url in urls if source.owns(url) and not source.denies(url)]
        self._links.update(dict.fromkeys(source.canonical(url) for url in own))
        any_item = what == "feed" and not source.article
        ours = [url for url in own if source.is_article(url) or any_item]
        return len(set(urls)), list(dict.fromkeys(source.canonical(one) for one in ours))

    def _first_sitemap(self, url: str) -> tuple[int, list[str]] | None:
        """A look into the first sitemap of an index: one is enough to see what it is good for."""
        _, answer = self._fetch(url)
        sitemap = read_sitemap(answer.body, self._settings.max_list_bytes) if answer else None
        return self._ours("sitemap", [entry.url for entry in sitemap.pages]) if sitemap else None

    def _beyond(self) -> Iterator[Check]:
        """Feeds and sitemaps that the site names and the entry does not."""
        source = self._source
        for kind, named, known in (
            ("feed", self._feeds, source.feeds),
            ("sitemap", self._sitemaps, source.sitemaps),
        ):
            have = {source.canonical(url) for url in known}
            for url in named:
                if source.owns(url) and source.canonical(url) not in have:
                    yield Check("found", url, Verdict.OK, f"a {kind} the site names and the entry does not")

    def _article(self, url: str, layout: Layout | None) -> Iterator[Check]:
        problem, answer = self._fetch(self._source.asked_at(url))
        if answer is None:
            yield Check("article", url, Verdict.FAILED, problem)
            return
        page = parse_page(answer.body, url, content_type=answer.content_type, layout=layout)
        is_article = page.kind is PageKind.ARTICLE
        self._samples.append(Sample(url, is_article, page.layout))
        if not is_article:
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
        verdict = Verdict.WARNING if needed & set(missing) else Verdict.OK
        yield Check("article", url, verdict, message, tuple(_read(page)))

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


def _read(page: ParsedPage) -> Iterator[tuple[str, str]]:
    """Field by field what was read, for a person to compare with the page."""
    for name in FIELDS:
        value = getattr(page, name)
        text = " | ".join(value) if isinstance(value, tuple) else str(value or "")
        text = " ".join(text.split())
        if name == "published" and page.published_from:
            text += f" (from {page.published_from})"
        yield name, text if len(text) <= 100 else text[:99] + "…"
