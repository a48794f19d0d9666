"""One polite question to a live site with `requests`: the rules of a crawl (hosts, addresses, sizes, times, waits)."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urljoin

import requests

from crawler.addresses import host_name, is_forbidden_address
from crawler.settings import CrawlSettings
from crawler.source import Source
from crawler.urls import host_of

MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """A response, or why there is none. ``date`` is the site's own clock as it wrote it."""

    status: int
    body: bytes
    content_type: str | None
    encoding: str | None
    error: str | None
    tls: bool = False
    date: str | None = None


class LiveClient:
    """Asks one source, one question at a time; ``wait`` is called with seconds between two questions."""

    def __init__(self, source: Source, settings: CrawlSettings, wait: Callable[[float], None]) -> None:
        self._source = source
        self._settings = settings
        self._wait = wait
        self._delay = settings.delay if source.delay is None else source.delay
        self._asked = False
        self._session = requests.Session()
        self._session.headers["User-Agent"] = settings.user_agent
        self._session.headers["Accept-Language"] = "vi,en;q=0.3"
        self._session.trust_env = False  # as in a crawl: no proxy of the environment

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._session.close()

    def slow_down(self, seconds: float) -> None:
        """Wait at least this long from now on."""
        self._delay = max(self._delay, seconds)

    def get(self, url: str) -> Reply:
        """One request; redirects are followed within the source's hosts only. Never raises for a bad site."""
        if self._asked:
            self._wait(self._delay)
        self._asked = True
        try:
            return self._follow(url)
        except (requests.exceptions.RequestException, ValueError, OSError) as error:
            return _nothing(self._words(error), tls=isinstance(error, requests.exceptions.SSLError))

    def _follow(self, url: str) -> Reply:
        for _ in range(MOST_REDIRECTS + 1):
            if not self._source.owns(url):
                return _nothing(f"redirects to “{host_of(url)}”, which is none of the source's hosts")
            private = None if self._source.allow_private else forbidden_address(host_name(url))
            if private:
                return _nothing(f"“{host_name(url)}” resolves to {private}, which is not a public address")
            with self._session.get(
                url,
                timeout=self._settings.timeout,
                stream=True,
                allow_redirects=False,
                verify=self._source.verify_tls,
            ) as response:
                target = self._session.get_redirect_target(response)
                if not target:
                    return self._read(response)
                url = urljoin(url, target)
        return _nothing(f"redirects more than {MOST_REDIRECTS} times")

    def _words(self, error: Exception) -> str:
        """An exception of requests in plain words."""
        reason = _reason(error)
        if isinstance(error, requests.exceptions.SSLError):
            return f"TLS: the certificate could not be verified ({reason})"
        if isinstance(error, requests.exceptions.Timeout):
            return f"no answer within {self._settings.timeout:g} s"
        if isinstance(error, requests.exceptions.ConnectionError):
            return f"no connection ({reason})"
        return f"no usable answer ({reason})"

    def _read(self, response: requests.Response) -> Reply:
        body = bytearray()
        until = time.monotonic() + self._settings.timeout
        for chunk in response.iter_content(65536):
            body += chunk
            if len(body) > self._settings.max_page_bytes:
                return _nothing(f"larger than {self._settings.max_page_bytes} bytes: cut off")
            if time.monotonic() > until:
                return _nothing(f"no complete answer within {self._settings.timeout:g} s")
        content_type = response.headers.get("Content-Type")
        encoding = response.encoding if content_type and "charset" in content_type.lower() else None
        return Reply(
            response.status_code, bytes(body), content_type, encoding, None, date=response.headers.get("Date")
        )


def forbidden_address(host: str) -> str | None:
    """An address a host resolves to that no public site has, None when there is none.

    Raises:
        OSError: the name cannot be resolved.
    """
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except UnicodeError as error:
        raise OSError(f"“{host}” is no name") from error
    return next((address for address in sorted(found) if is_forbidden_address(address)), None)


def _nothing(error: str, *, tls: bool = False) -> Reply:
    return Reply(0, b"", None, None, error, tls)


def _reason(error: BaseException) -> str:
    """The innermost words of requests' nested messages."""
    text = " ".join(str(error).split())
    for words in (
        "Connection refused",
        "Name or service not known",
        "reset by peer",
        "certificate verify failed",
    ):
        if words.lower() in text.lower():
            return words
    return text[:160]
