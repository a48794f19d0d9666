"""Where a crawler must never be led: private, link-local, loopback and metadata addresses.

`is_forbidden_address` decides; `GuardedResolver` applies it to the very address a connection is then opened to, so
that a name that resolves to something else the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.urls import host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.address import IPv4Address, IPv6Address
    from twisted.internet.base import ReactorBase

# Public by their numbers, but inside a provider's network: metadata and resolver services of clouds.
_METADATA = frozenset(
    ipaddress.ip_address(one) for one in ("100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254")
)

_NAT64 = ipaddress.ip_network("64:ff9b::/96")

forbidden_names: dict[str, str] = {}
"""Names that resolved to a forbidden address in this process, and the address: Twisted drops the reason on its way."""


def is_forbidden_address(address: str) -> bool:
    """Whether an IP address (as text) is none of a public site; True for what is no address at all.

    An IPv4 address inside an IPv6 one (mapped, NAT64, 6to4) is looked at as well; Teredo is forbidden altogether.
    """
    try:
        ip = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return True
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_forbidden_address(str(ip.ipv4_mapped))
        if ip in _NAT64:
            return is_forbidden_address(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.sixtofour is not None and is_forbidden_address(str(ip.sixtofour)):
            return True
    return ip in _METADATA or not ip.is_global or ip.is_multicast or ip.is_reserved


def host_name(url: str) -> str:
    """The host of an address without its port and brackets."""
    host = host_of(url)
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def is_address(host: str) -> bool:
    """Whether a host is written as an IP address rather than as a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's resolver for IPv4 and IPv6; addresses that no public site has are left out, so that a name with no others is not found."""

    def __init__(self, reactor: ReactorBase, cache_size: int) -> None:
        super().__init__(reactor, cache_size)
        self.private_hosts: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        """As Scrapy's, plus the hosts that may be private (sources with ``allow_private``)."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.private_hosts = frozenset(crawler.settings.getlist("MOHINH_PRIVATE_HOSTS"))
        return resolver

    def resolveHostName(  # noqa: N802 (Twisted's name)
        self,
        resolutionReceiver: Any,  # noqa: N803, ANN401 (Twisted's name; its interfaces are no types)
        hostName: str,  # noqa: N803 (Twisted's name)
        *args: Any,  # noqa: ANN401 (handed through)
        **kwargs: Any,  # noqa: ANN401 (handed through)
    ) -> Any:  # noqa: ANN401 (the same)
        """The addresses of a name that may be asked."""
        private = hostName in self.private_hosts
        receiver: Any = resolutionReceiver if private else _Guard(resolutionReceiver, hostName)
        return super().resolveHostName(receiver, hostName, *args, **kwargs)


@implementer(IResolutionReceiver)
class _Guard:
    """Stands before who waits for the addresses of a name and keeps back those that are forbidden."""

    def __init__(self, receiver: Any, name: str) -> None:  # noqa: ANN401 (the same)
        self._receiver = receiver
        self._name = name

    def resolutionBegan(self, resolution: object) -> None:  # noqa: N802 (Twisted's name)
        """Handed on."""
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:  # noqa: N802 (Twisted's name)
        """Handed on, or noted as forbidden."""
        if is_forbidden_address(address.host):
            forbidden_names[self._name] = address.host
        else:
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802 (Twisted's name)
        """Handed on."""
        self._receiver.resolutionComplete()
