"""Who asks, and whether she may: sign-in, roles, and forms that count once.

A form of the desk carries a token signed for one editor and one purpose. It is checked besides Datasette's own protection
against cross-site posts, is stored with the decision, and so counts once.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Response
from itsdangerous import BadSignature

from db.site.security import App, Message, Receive, Scope, Send
from review.desk.runtime import Desk, close_desk, desk_of, is_ours
from review.editors import Editor, Role

_FORM, _OURS = "mohinh-form", ("/-/review", "/-/login")
NOTED = "mohinh.refused"
"""A key of the scope: this refusal has been written down by the page that made it."""


class RefusedError(Exception):
    """The request is refused with this answer; it has been written down."""

    def __init__(self, response: Response) -> None:
        super().__init__("refused")
        self.response = response


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody signed in."""

    datasette: Datasette
    request: Any
    desk: Desk
    editor: Editor

    @property
    def admin(self) -> bool:
        """Whether she may do what only admins may."""
        return self.editor.role is Role.ADMIN

    def token(self, purpose: str) -> str:
        """A token for one form: signed for this editor and purpose, different each time."""
        made: str = self.datasette.sign([self.editor.name, purpose, secrets.token_urlsafe(9)], _FORM)
        return made


def session(editor: Editor) -> dict[str, str]:
    """The actor that a sign-in makes; another password ends it."""
    return {"id": editor.name, "mohinh": _stamp(editor)}


def _stamp(editor: Editor) -> str:
    return hashlib.sha256(editor.password.encode()).hexdigest()[:16]


def who(datasette: Datasette, request: Any) -> Editor | None:  # noqa: ANN401 - Datasette has no types
    """The editor who is signed in, with the role she has now."""
    actor = request.actor or {}
    editor = desk_of(datasette).editors.find(actor.get("id"))
    return editor if editor and secrets.compare_digest(str(actor.get("mohinh")), _stamp(editor)) else None


async def visit(datasette: Datasette, request: Any) -> Visit:  # noqa: ANN401
    """Who comes to look. Raises `RefusedError`: who is not signed in is sent to the door."""
    editor = who(datasette, request)
    desk = desk_of(datasette)
    if editor is None:
        if request.method == "GET":
            raise RefusedError(Response.redirect(datasette.urls.path("/-/login")))
        await refuse(datasette, request, "not signed in")
    assert editor is not None
    return Visit(datasette, request, desk, editor)


async def decider(
    datasette: Datasette,
    request: Any,  # noqa: ANN401
    purpose: str,
    *,
    admin: bool = False,
) -> tuple[Visit, dict[str, str], str]:
    """Who comes to decide, what the form says, and the form's token without its signature.

    Raises `RefusedError` for readers, for others than admins where ``admin``, and for forms not made for her.
    """
    visitor = await visit(datasette, request)
    if not visitor.editor.role.decides or (admin and not visitor.admin):
        await refuse(
            datasette, request, f"a {visitor.editor.role.value} may not do this", visitor.editor.name
        )
    form = dict(await request.post_vars())
    token = _opened(datasette, form, visitor.editor.name, purpose)
    if token is None or not _same_site(request.headers):
        await refuse(
            datasette, request, "the form was not made here, or for somebody else", visitor.editor.name
        )
    assert token is not None
    return visitor, form, token


def _opened(datasette: Datasette, form: Mapping[str, str], editor: str, purpose: str) -> str | None:
    try:
        name, made_for, token = datasette.unsign(form.get("token") or "", _FORM)
    except (BadSignature, ValueError):
        return None
    return str(token) if (name, made_for) == (editor, purpose) else None


def _same_site(headers: Mapping[str, str]) -> bool:
    """Browsers say where a post comes from; anything else than our own pages is forged."""
    return headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}


async def refuse(datasette: Datasette, request: Any, reason: str, editor: str | None = None) -> None:  # noqa: ANN401
    """Write the refusal down and raise `RefusedError` with a page that says why."""
    await desk_of(datasette).refuse(request.path, reason, editor)
    request.scope.setdefault("state", {})[NOTED] = True
    page = await datasette.render_template(
        "review_refused.html", {"reason": reason, "signed_in": editor}, request=request
    )
    raise RefusedError(Response.html(page, status=403))


def logging_refusals(datasette: Datasette, app: App) -> App:
    """*app*, with every refused post to the desk that nobody has written down yet written down."""

    async def logged(scope: Scope, receive: Receive, send: Send) -> None:
        status: list[int] = []

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                status.append(message["status"])
            await send(message)

        watched = scope["type"] == "http" and scope["method"] == "POST" and scope["path"].startswith(_OURS)
        if not watched:
            await app(scope, receive, send)
            return
        noted: dict[str, Any] = {**scope, "state": {**scope.get("state", {})}}
        await app(noted, receive, watch)
        if status == [403] and is_ours(datasette) and not noted["state"].get(NOTED):
            await desk_of(datasette).refuse(
                scope["path"], "forged: the post did not come from one of our pages"
            )

    return logged


def closing_desk(datasette: Datasette, app: App) -> App:
    """*app*, with the desk ended when the server is."""

    async def closed(scope: Scope, receive: Receive, send: Send) -> None:
        async def hear() -> Message:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                close_desk(datasette)
            return message

        await app(scope, hear if scope["type"] == "lifespan" else receive, send)

    return closed
