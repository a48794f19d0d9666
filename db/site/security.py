"""Headers that keep a hostile text harmless even if it should slip through the escaping.

Scripts run only from this server's own files. Datasette's pages hold a few inline scripts of their own; those are
allowed by their hash, taken from its templates when the server starts, so a script in an article's text is not.
Around it all stands the choice of the language, which the rest of a request reads from a context variable.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from functools import cache
from http.cookies import CookieError, SimpleCookie
from importlib.resources import files
from typing import Any

from db.site.language import COOKIE, choose, current

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_ALLOW_FACET = "{{ datasette_allow_facet }}"

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def _inline_scripts() -> Iterator[str]:
    """Texts of the inline scripts in Datasette's templates that are the same on every page."""
    for template in files("datasette").joinpath("templates").iterdir():
        if template.name.endswith(".html"):
            for script in _SCRIPT.findall(template.read_text(encoding="utf-8")):
                if _ALLOW_FACET in script:
                    yield from (script.replace(_ALLOW_FACET, value) for value in ("true", "false"))
                elif "{{" not in script and "{%" not in script:
                    yield script


@cache
def content_security_policy() -> str:
    """The policy for every page. Styles may stand inline: Datasette writes colours and narrow layouts that way."""
    digests = (hashlib.sha256(script.encode("utf-8")).digest() for script in _inline_scripts())
    hashes = " ".join(sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests))
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


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
        current.set(choose(cookie, headers.get(b"accept-language", b"").decode("latin-1")))
        await app(scope, receive, send)

    return chosen


def with_security_headers(app: App, cached: Callable[[], bool]) -> App:
    """The ASGI application with the headers on every response."""
    headers = [
        (b"content-security-policy", content_security_policy().encode("ascii")),
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
