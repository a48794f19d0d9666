"""TLS with verified certificates, and the exception for sources whose chain is known to be broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import (
    _get_creator_context,  # the error of a handshake does not say what is wrong with a certificate, its context does
    _ScrapyClientContextFactory,  # Scrapy has no public name for a policy that does not verify
)
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

broken_certificates: dict[str, str] = {}
"""Hosts whose certificate was refused in this process, and why: the error that comes of it only says that it was."""

_WHY = {
    42: "is not in order, or not valid yet by this machine's clock",
    44: "has been revoked",
    45: "has expired",
    46: "is not in order",
    48: "comes from an authority that is not trusted here, or without the chain to one",
}
"""The alerts by which we tell a host what we have against its certificate (RFC 8446, section 6)."""


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
        name = hostname.decode("ascii", "replace")
        if name in self._unverified_hosts:
            return self._lenient.creatorForNetloc(hostname, port)
        creator = self._verifying.creatorForNetloc(hostname, port)
        _get_creator_context(creator).set_info_callback(_note_refusal(name))
        return creator


def _note_refusal(host: str) -> Callable[[SSL.Connection, int, int], None]:
    """OpenSSL calls it at each step of a handshake; ``value`` of an alert is its level and, in the lower byte, its number."""

    def step(connection: SSL.Connection, where: int, value: int) -> None:
        alert = value & 0xFF
        if where & SSL.SSL_CB_WRITE_ALERT == SSL.SSL_CB_WRITE_ALERT and alert in _WHY:
            broken_certificates[host] = _WHY[alert]

    return step


class SourceTlsHandler(HTTP11DownloadHandler):
    """Scrapy's handler for https with `HostPolicy`; the hosts come from the setting MOHINH_UNVERIFIED_HOSTS."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        hosts = frozenset(crawler.settings.getlist("MOHINH_UNVERIFIED_HOSTS"))
        policy = HostPolicy(cast("Policy", self._contextFactory), hosts)
        self._contextFactory = cast("IPolicyForHTTPS", policy)
