"""What went wrong with a request, in one readable line, and the exceptions of our own components."""

from __future__ import annotations

import zlib

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from crawler.addresses import forbidden_names, host_name
from crawler.tls import broken_certificates


class RefusedError(IgnoreRequest):
    """We do not ask this address: robots.txt, the registry or our own rules forbid it."""


class HostClosedError(IgnoreRequest):
    """Nothing may be asked of this host for now; says nothing about the single address."""


class RenderError(Exception):
    """A page came, but the browser could not show it."""


TRANSIENT = (DownloadConnectionRefusedError, DownloadFailedError, ResponseDataLossError)
"""Faults worth one more try in the same run. A timeout is not: the host has had its time."""


def describe(error: BaseException, request: Request) -> str:
    """An exception of a download in plain words."""
    text = " ".join(str(error).split())
    limit = f"larger than {request.meta.get('download_maxsize')} bytes"
    host = host_name(request.url)
    if isinstance(error, IgnoreRequest) and "DOWNLOAD_MAXSIZE" in text:
        return f"{limit} when unpacked: cut off"
    if isinstance(error, CannotResolveHostError) and host in forbidden_names:
        return f"{host} resolves to {forbidden_names[host]}, which is not a public address: not asked"
    known: tuple[tuple[type[BaseException], str], ...] = (
        (CannotResolveHostError, "host not found"),
        (zlib.error, "announced as compressed, but cannot be unpacked"),
        (DownloadConnectionRefusedError, "connection refused"),
        (DownloadTimeoutError, "no complete answer in time"),
        (DownloadCancelledError, f"{limit}: cut off"),
        (ResponseDataLossError, "connection closed before the answer was complete"),
        (DownloadFailedError, _connection(text, host)),
    )
    for kind, words in known:
        if isinstance(error, kind):
            return words
    return text or type(error).__name__


def _connection(text: str, host: str) -> str:
    """Twisted's list of failures, told apart by what matters to a reader."""
    if "certificate verify failed" in text and host in broken_certificates:
        return f"TLS: the certificate {broken_certificates[host]}"
    if "service_identity" in text:
        return "TLS: the certificate is for another host"
    if "certificate" in text.lower() or "ssl" in text.lower():
        return f"TLS: the certificate could not be verified or the handshake failed ({_short(text)})"
    if (
        "ConnectionLost" in text
        or "ConnectionDone" in text
        or "ConnectionReset" in text
        or "non-clean" in text
    ):
        return "connection closed before the answer was complete"
    return f"no usable answer ({_short(text)})"


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:157] + "…"
