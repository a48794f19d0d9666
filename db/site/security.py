"""Headers that keep a hostile text harmless even if it should slip through the escaping.

Scripts run only from this server's own files: no page of ours, and none of Datasette's that a reader can reach, has one in it.
Around it all stands the choice of the language, which the rest of a request reads from a context variable.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from db.site.language import COOKIE, choose, current

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""For every page. Styles may stand inline: the widths of bars and confidences are written that way."""


def wrapped(app: App, cached: Callable[[], bool]) -> App:
    """The ASGI application with the headers on every response, each request in its language.

    Where *cached* says so, pages may be kept for an hour by whoever stands between: for a copy that nobody writes to.
    """
    return with_language(with_security_headers(app, cached))


def with_language(app: App) -> App:
    """The ASGI application with the language of each request set."""

    async def chosen(scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope.get("headers") or [])
        cookies = SimpleCookie()
        with contextlib.suppress(CookieError):
            cookies.load(headers.get(b"cookie", b"").decode("latin-1"))
        cookie = cookies[COOKIE].value if COOKIE in cookies else None
        before = current.set(choose(cookie, headers.get(b"accept-language", b"").decode("latin-1")))
        try:
            await app(scope, receive, send)
        finally:  # a page that asks Datasette for another within its own request goes on in its language
            current.reset(before)

    return chosen


def with_security_headers(app: App, cached: Callable[[], bool]) -> App:
    """The ASGI application with the headers on every response."""
    headers = [
        (b"content-security-policy", CONTENT_SECURITY_POLICY.encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"vary", b"Cookie, Accept-Language"),
    ]

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                if cached() and message["status"] == 200:
                    given = [pair for pair in given if pair[0].lower() != b"cache-control"]
                    given.append((b"cache-control", b"public, max-age=3600"))
                message = {**message, "headers": [*given, *headers]}
            await send(message)

        await app(scope, receive, send_with_headers)

    return guarded
