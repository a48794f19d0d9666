"""Fields left empty in the form over the facts: a browser sends them, and Datasette would look for empty cells."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from db.site.configuration import DATABASE
from db.site.security import App, Receive, Scope, Send


def without_empty_fields(app: App) -> App:
    """The ASGI application; an address with empty fields leads to the one without them."""

    async def tidied(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == f"/{DATABASE}/facts_effective":
            given = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
            kept = [(name, value) for name, value in given if value or name.startswith("_")]
            if len(kept) < len(given):
                location = f"{scope['path']}?{urlencode(kept)}".encode("latin-1")
                await send(
                    {"type": "http.response.start", "status": 302, "headers": [(b"location", location)]}
                )
                await send({"type": "http.response.body", "body": b""})
                return
        await app(scope, receive, send)

    return tidied
