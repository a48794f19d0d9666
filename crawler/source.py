"""A source: one site of the registry, and what its addresses mean.

A plain record with pure methods; it is read from ``sources.toml`` by `crawler.registry`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

from crawler.rendering import Rendering
from crawler.service import Service
from crawler.urls import host_of, is_web_address, normalise, path_and_query

IDENTITY = "{identity}"


class Kind(StrEnum):
    """What sort of publisher a source is."""

    POLICE = "police"
    NEWSPAPER = "newspaper"
    PORTAL = "portal"


class Status(StrEnum):
    """How sure an entry is: an article of the host was seen, or the entry rests on less (its note says what)."""

    VERIFIED = "verified"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Floors:
    """What a healthy source reaches over a night's articles; below it, its layout has probably changed.

    ``title`` and ``date`` are shares of articles with that field, ``body`` the median length of the text in
    characters, ``fallback`` the largest share of articles read by the generic extractor (all of them where the
    entry names no layout).
    """

    title: float = 0.95
    date: float = 0.90
    body: int = 300
    fallback: float = 0.30


@dataclass(frozen=True, slots=True)
class Source:
    """One site. Patterns are searched in path plus query of the canonical address.

    ``hosts`` are crawled, ``mirrors`` maps hosts with copies to the host that has the original, ``legacy_hosts`` are
    former addresses: known when met in an archive, never asked. ``article`` empty: no article address of
    this site is known yet; items of its feeds and links with long slugs are looked at (`may_be_article`). ``rewrite`` turns the address of a
    copy (print view, saved file) into that of the article. ``delay`` is in seconds between two requests,
    ``services`` are listings that answer in JSON. ``identity`` finds, in path plus query, what all addresses of one article
    have in common (its number): such addresses are kept once; ``detail`` is the address of a service that has an article's text as JSON, with ``{identity}`` in it: it is asked in place of the page. ``budget`` the most requests of one night, ``max_pages`` the most pages of one listing in one night; None leaves
    each to the settings. ``render`` None: pages are read as they are sent. ``examples`` are article addresses that were seen; loading checks the patterns with them.
    """

    id: str
    name: str
    province: str | None
    kind: Kind
    status: Status
    hosts: tuple[str, ...]
    start: tuple[str, ...]
    article: tuple[re.Pattern[str], ...] = ()
    deny: tuple[re.Pattern[str], ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()
    identity: re.Pattern[str] | None = None
    detail: str | None = None
    layout: str | None = None
    former_provinces: tuple[str, ...] = ()
    mirrors: tuple[tuple[str, str], ...] = ()
    legacy_hosts: tuple[str, ...] = ()
    rewrite: tuple[tuple[re.Pattern[str], str], ...] = ()
    keep_query: tuple[str, ...] | None = None
    delay: float | None = None
    budget: int | None = None
    max_pages: int | None = None
    verify_tls: bool = True
    allow_private: bool = False
    render: Rendering | None = None
    note: str = ""
    examples: tuple[str, ...] = ()
    floors: Floors = field(default_factory=Floors)

    def owns(self, url: str) -> bool:
        """Whether the address is on a host that may be asked for this source (mirrors count: they are folded)."""
        host = host_of(url)
        return self._home(host) is not None

    def may_load(self, url: str) -> bool:
        """Whether it may be asked at all: an address of this source, or of a host from which its pages load their scripts."""
        return self.owns(url) or (self.render is not None and host_of(url) in self.render.hosts)

    def knows(self, url: str) -> bool:
        """Whether the address belongs to this source, former hosts included."""
        return self.owns(url) or _bare(host_of(url)) in {_bare(legacy) for legacy in self.legacy_hosts}

    def canonical(self, url: str) -> str:
        """The one address under which a page of this source is kept; fit for any address, changed only where known."""
        if not is_web_address(url):
            return url
        url = normalise(url, self.keep_query)
        parts = urlsplit(url)
        home = self._home(host_of(url))
        scheme, netloc = (self._scheme(home, parts.scheme), home) if home else (parts.scheme, parts.netloc)
        target = path_and_query(url)
        for pattern, replacement in self.rewrite:
            target = pattern.sub(replacement, target)
        path, _, query = target.partition("?")
        return urlunsplit((scheme, netloc, path, query, ""))

    def is_article(self, url: str) -> bool:
        """Whether the address has the form of an article of this source (it need not be canonical)."""
        if not is_web_address(url) or not self.knows(url):
            return False
        target = path_and_query(self.canonical(url))
        return any(pattern.search(target) for pattern in self.article) and not self.denies(url)

    def may_be_article(self, url: str) -> bool:
        """Whether to ask an address that a list shows: as `is_article`, or where the entry knows no form, by a long slug.

        The parser tells what such a page is; a page that is none is read as such and costs one visit.
        """
        if self.article:
            return self.is_article(url)
        return (
            is_web_address(url)
            and self.owns(url)
            and bool(_LONG_SLUG.search(urlsplit(url).path))
            and not self.denies(url)
        )

    def denies(self, url: str) -> bool:
        """Whether the address is one never to ask for (tag pages, translations, downloads …)."""
        target = path_and_query(self.canonical(url))
        return any(pattern.search(target) for pattern in self.deny)

    def identity_of(self, url: str) -> str | None:
        """What all addresses of this article have in common; None where the source does not say."""
        found = self.identity.search(path_and_query(url)) if self.identity else None
        return found[found.lastindex or 0] if found else None

    def renders(self, url: str) -> bool:
        """Whether a page (article or listing) at that address is read after its scripts have run; services never are."""
        return self.render is not None and self.service_of(url) is None

    def asked_at(self, url: str) -> str:
        """Where the article at an address is asked for: there, unless a service has its text."""
        identity = self.identity_of(url) if self.detail else None
        return self.detail.replace(IDENTITY, identity) if self.detail and identity else url

    def service_of(self, url: str) -> tuple[Service, int] | None:
        """The service an address is a page of, and which page; None for any other address."""
        for service in self.services:
            number = service.number_of(url)
            if number is not None:
                return service, number
        return None

    def _home(self, host: str) -> str | None:
        """The host under which a page of ``host`` is kept."""
        for mirror, home in self.mirrors:
            if host == mirror:
                return home
        for own in self.hosts:
            if _bare(host) == _bare(own):
                return own
        # The telephone's or AMP's copy of a site has the same paths, whether the registry names it or not.
        for own in self.hosts:
            if host.partition(".")[0] in _COPIES and host.partition(".")[2] == _bare(own):
                return own
        return None

    def _scheme(self, home: str, given: str) -> str:
        """The scheme of the host's start pages: the same page over http and https is kept once."""
        for url in (*self.start, *self.feeds, *self.sitemaps):
            if host_of(url) == home:
                return urlsplit(url).scheme
        return given


_LONG_SLUG = re.compile(r"/(?:\d+-)?[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+){5,}[^/]*/?$")
"""Six words and more: a headline, not the name of a section."""

_COPIES = frozenset({"m", "amp", "mobile", "wap"})


def _bare(host: str) -> str:
    return host.removeprefix("www.")
