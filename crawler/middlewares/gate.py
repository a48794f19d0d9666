"""The last look at every request: only the source's own hosts, never an address that no public site has."""

from __future__ import annotations

from scrapy import Request

from crawler.addresses import host_name, is_address, is_forbidden_address
from crawler.faults import RefusedError
from crawler.middlewares.shared import Component, lane_of


class GateMiddleware(Component):
    """Raises `RefusedError`. Names are looked at again when they are resolved (`crawler.addresses.GuardedResolver`)."""

    def process_request(self, request: Request) -> None:
        """Let the request pass or refuse it."""
        source = lane_of(self._crawler, request).source
        if not source.may_load(request.url):
            raise RefusedError(f"“{host_name(request.url)}” is not a host of source “{source.id}”")
        host = host_name(request.url)
        if not source.allow_private and is_address(host) and is_forbidden_address(host):
            raise RefusedError(f"“{host}” is not a public address")
