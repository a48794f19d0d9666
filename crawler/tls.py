"""TLS with verified certificates, and the exception for sources whose chain is known to be broken."""

from __future__ import annotations

from typing import Protocol, cast

from scrapy.core.downloader.contextfactory import (
    _ScrapyClientContextFactory,  # Scrapy has no public name for a policy that does not verify
)
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]


class Policy(Protocol):
    """Twisted's IPolicyForHTTPS as the type checker can read it."""

    def creatorForNetloc(self, hostname: bytes, port: int) -> object:  # noqa: N802 (Twisted's name)
        """What makes a TLS connection to that host."""


@implementer(IPolicyForHTTPS)
class HostPolicy:
    """Verifies certificates of all hosts but the named ones."""

    def __init__(self, verifying: Policy, unverified_hosts: frozenset[str]) -> None:
        self._verifying = verifying
        self._lenient: Policy = _ScrapyClientContextFactory(verify_certificates=False)
        self._unverified_hosts = unverified_hosts

    def creatorForNetloc(self, hostname: bytes, port: int) -> object:  # noqa: N802 (Twisted's name)
        """What makes a TLS connection to that host."""
        lenient = hostname.decode("ascii", "replace") in self._unverified_hosts
        policy = self._lenient if lenient else self._verifying
        return policy.creatorForNetloc(hostname, port)


class SourceTlsHandler(HTTP11DownloadHandler):
    """Scrapy's handler for https with `HostPolicy`; the hosts come from the setting MOHINH_UNVERIFIED_HOSTS."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        hosts = frozenset(crawler.settings.getlist("MOHINH_UNVERIFIED_HOSTS"))
        policy = HostPolicy(cast("Policy", self._contextFactory), hosts)
        self._contextFactory = cast("IPolicyForHTTPS", policy)
