"""An editor's keys: kept with her account, so that they are hers at every computer."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Response

from review.desk.answers import page
from review.desk.guard import decider
from review.keys import KEYS, read_keys

_BACK = re.compile(r"/-/review(?:/[a-z0-9/]*)?(?:\?[^\s#]*)?")


@page
async def keep(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401 - Datasette has no types
    """`POST /-/review/keys`: from now on these keys, or those at first; back to where she was."""
    visitor, form, _ = await decider(datasette, request, "keys")
    keys = dict(KEYS) if form.get("do") == "reset" else read_keys(form)
    await asyncio.to_thread(visitor.desk.keep_keys, visitor.editor.name, keys)
    back = form.get("back") or ""
    target = back if _BACK.fullmatch(back) else "/-/review/next"
    return Response.redirect(datasette.urls.path(target), status=303)
