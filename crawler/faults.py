"""What went wrong with a request, in one readable line, and the exceptions of our own components."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)


class RefusedError(IgnoreRequest):
    """We do not ask this address: robots.txt, the registry or our own rules forbid it."""


class HostClosedError(IgnoreRequest):
    """Nothing may be asked of this host for now; says nothing about the single address."""


TRANSIENT = (DownloadConnectionRefusedError, DownloadFailedError, ResponseDataLossError)
"""Faults worth one more try in the same run. A timeout is not: the host has had its time."""


def describe(error: BaseException) -> str:
    """An exception of a download in plain words."""
    text = " ".join(str(error).split())
    if isinstance(error, DownloadCancelledError | IgnoreRequest) and "size" in text.lower():
        return f"too large, cut off: {text}"
    known: tuple[tuple[type[BaseException], str], ...] = (
        (CannotResolveHostError, "host not found" if "not a public address" not in text else text),
        (DownloadConnectionRefusedError, "connection refused"),
        (DownloadTimeoutError, "no complete answer in time"),
        (ResponseDataLossError, "answer broken off before its end"),
        (DownloadFailedError, _connection(text)),
    )
    for kind, words in known:
        if isinstance(error, kind):
            return words
    return text or type(error).__name__


def _connection(text: str) -> str:
    """Twisted's list of failures, told apart by what matters to a reader."""
    if "certificate" in text.lower() or "ssl" in text.lower():
        return f"TLS: the certificate could not be verified or the handshake failed ({_short(text)})"
    if (
        "ConnectionLost" in text
        or "ConnectionDone" in text
        or "ConnectionReset" in text
        or "non-clean" in text
    ):
        return "connection closed in the middle of the answer"
    return f"no usable answer ({_short(text)})"


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:157] + "…"
