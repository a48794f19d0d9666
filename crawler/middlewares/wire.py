"""Keeps an answer as it came over the wire, before it is unpacked: that is what the archive stores."""

from __future__ import annotations

from dataclasses import dataclass

from scrapy import Request
from scrapy.http import Response

from crawler.middlewares.shared import WIRE


@dataclass(frozen=True, slots=True)
class Wire:
    """Headers and body of an answer, still compressed as the site sent them."""

    headers: tuple[tuple[str, str], ...]
    body: bytes


class WireMiddleware:
    """Stands between Scrapy's decompression and the network."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Note the answer in the request's meta."""
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        request.meta[WIRE] = Wire(headers, response.body)
        return response
