"""Which addresses of a name are handed on, IPv4 and IPv6 alike: the rule at the place where it is applied, without a packet."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from scrapy.resolver import dnscache
from twisted.internet.address import IPv4Address, IPv6Address

from crawler.addresses import GuardedResolver, forbidden_names


class Names:
    """A resolver that knows some names."""

    def __init__(self, **names):
        self.names = names

    def resolveHostName(self, receiver, name, port, *rest):  # noqa: N802 (Twisted's name)
        receiver.resolutionBegan(self)
        for address in self.names.get(name.partition(".")[0], ()):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()
        return self


class Waiting:
    """Who asked for a name."""

    def __init__(self):
        self.addresses, self.complete = [], False

    def resolutionBegan(self, resolution):  # noqa: N802 (Twisted's name)
        pass

    def addressResolved(self, address):  # noqa: N802 (Twisted's name)
        self.addresses.append(address.host)

    def resolutionComplete(self):  # noqa: N802 (Twisted's name)
        self.complete = True


@pytest.fixture
def resolve():
    dnscache.clear()
    forbidden_names.clear()
    names = Names(
        both=["113.160.1.1", "2001:ee0:1::1"], six=["2001:ee0:1::1"], mixed=["10.0.0.1", "113.160.1.1", "::1"],
        home=["127.0.0.1", "::1"], away=["fe80::1", "169.254.169.254"],
    )  # fmt: skip
    resolver = GuardedResolver(SimpleNamespace(nameResolver=names), 100)
    resolver.private_hosts = frozenset({"home.test"})

    def ask(name):
        waiting = Waiting()
        resolver.resolveHostName(waiting, name, 443)
        assert waiting.complete
        return waiting.addresses

    yield ask
    dnscache.clear()
    forbidden_names.clear()


def test_a_site_is_reached_by_ipv4_and_by_ipv6(resolve):
    assert resolve("both.vn") == ["113.160.1.1", "2001:ee0:1::1"]
    assert resolve("six.vn") == ["2001:ee0:1::1"]


def test_forbidden_addresses_of_a_name_are_kept_back(resolve):
    assert resolve("mixed.vn") == ["113.160.1.1"]
    assert resolve("away.vn") == []
    assert forbidden_names["away.vn"] == "169.254.169.254"


def test_a_host_that_may_be_private_is_reached_on_both_loopback_addresses(resolve):
    assert resolve("home.test") == ["127.0.0.1", "::1"]
    assert resolve("home.vn") == []


def test_an_answer_kept_in_memory_is_looked_at_as_the_first_was(resolve):
    for _ in range(2):
        assert resolve("mixed.vn") == ["113.160.1.1"]
        assert resolve("home.vn") == []
    assert resolve("home.test") == ["127.0.0.1", "::1"]
