"""Signing in. Signing out is Datasette's own `/-/logout`."""

from __future__ import annotations

import asyncio
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Response

from review.desk.answers import page
from review.desk.guard import session
from review.desk.runtime import desk_of


@page
async def login(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401 - Datasette has no types
    """`/-/login`: a name and a password. Five wrong ones, and that name waits for five minutes."""
    desk = desk_of(datasette)
    error, status = None, 200
    if request.method == "POST":
        form = await request.post_vars()
        name = str(form.get("username") or "")[:40]
        if desk.passing.must_wait(name):
            error, status = "Too many wrong passwords; wait five minutes.", 429
            await desk.refuse(request.path, "too many wrong passwords", name)
        else:
            editors = desk.editors
            async with desk.door:
                editor = await asyncio.to_thread(editors.signed_in, name, str(form.get("password") or ""))
            if editor is not None:
                return _welcome(datasette, request, datasette.sign({"a": session(editor)}, "actor"))
            desk.passing.failed(name)
            await desk.refuse(request.path, "wrong name or password", name)
            error, status = "The name or the password is wrong.", 403
    context = {"error": error, "nobody": not desk.editors.people}
    content = await datasette.render_template("review_login.html", context, request=request)
    return Response.html(content, status=status)


def _welcome(datasette: Datasette, request: Any, cookie: str) -> Response:  # noqa: ANN401
    response = Response.redirect(datasette.urls.path("/-/review"))
    secure = request.scheme == "https"
    response.set_cookie("ds_actor", cookie, httponly=True, samesite="lax", secure=secure)
    return response
