"""Decisions made together: all of a filtered set after a preview, a name everywhere, and taking either back as one."""

from __future__ import annotations

from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Response

from db.site.request import read
from review.batches import LARGEST, apply, batches, preview, undo_batch
from review.decisions import Verdict
from review.desk.answers import address, filter_of, page, render
from review.desk.guard import decider, visit
from review.everywhere import like_named, model_name, reject_everywhere, rename_everywhere, undecided
from review.queue.filters import Filter
from review.queue.index import QueueIndex

_EXAMPLES = 20


@page
async def bulk(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401 - Datasette has no types
    """`/-/review/bulk`: what accepting or rejecting all of a filtered set would touch."""
    visitor = await visit(datasette, request)
    wanted = filter_of(request)
    index = await visitor.desk.ready(patience=None)
    await read(datasette, index.refresh)
    found, chosen = _chosen(index, wanted, visitor.editor.name)
    shown = await read(datasette, lambda c: preview(c, chosen))
    context = {
        "preview": shown,
        "examples": shown.statements[:_EXAMPLES],
        "left": found - len(chosen),
        "wanted": wanted,
        "action": address("/bulk", wanted),
        "purpose": "bulk",
        "everywhere": None,
        "models": (),
    }
    return await render(visitor, "review_bulk.html", context)


def _chosen(index: QueueIndex, wanted: Filter, editor: str) -> tuple[int, list[str]]:
    """How many items a filter leaves, and the ids of the undecided ones among the first `LARGEST`."""
    listing = index.listing(wanted, editor)
    items = listing.part(0, LARGEST)
    return len(listing.places), [item.id for item in items if item.why in {"flagged", "unsure"}]


@page
async def apply_bulk(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`POST /-/review/bulk`: the same verdict for all of the set, if it is still what the preview showed."""
    visitor, form, _ = await decider(datasette, request, "bulk")
    wanted = filter_of(request)
    verdict = Verdict.ACCEPT if form.get("verdict") == "accept" else Verdict.REJECT
    _, chosen = _chosen(await visitor.desk.ready(patience=None), wanted, visitor.editor.name)
    what = {"filter": wanted.query, "verdict": verdict.value}
    note = form.get("note")
    await visitor.desk.write(
        lambda db: apply(
            db, chosen, (verdict, {}, note), visitor.editor.name, what, str(form.get("digest") or "")
        )
    )
    return Response.redirect(datasette.urls.path("/-/review/batches"), status=303)


@page
async def everywhere(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/-/review/everywhere/MODEL`: what rejecting or renaming a model everywhere would touch."""
    visitor = await visit(datasette, request)
    model_id = int(request.url_vars["id"])
    name = await read(datasette, lambda c: model_name(c, model_id))
    models = await read(datasette, lambda c: like_named(c, model_id))
    chosen = await read(datasette, lambda c: undecided(c, model_id)[:LARGEST])
    shown = await read(datasette, lambda c: preview(c, chosen))
    context = {
        "preview": shown,
        "examples": shown.statements[:_EXAMPLES],
        "left": 0,
        "wanted": None,
        "action": f"/-/review/everywhere/{model_id}",
        "purpose": f"everywhere {model_id}",
        "everywhere": name,
        "models": models,
    }
    return await render(visitor, "review_bulk.html", context)


@page
async def apply_everywhere(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`POST /-/review/everywhere/MODEL`: the name is no model, or stands for another."""
    model_id = int(request.url_vars["id"])
    visitor, form, _ = await decider(datasette, request, f"everywhere {model_id}")
    name, note, digest = visitor.editor.name, form.get("note"), str(form.get("digest") or "")
    if form.get("verdict") == "correct":
        means = form.get("means") or ""
        await visitor.desk.write(lambda db: rename_everywhere(db, model_id, means, name, note, digest))
    else:
        await visitor.desk.write(lambda db: reject_everywhere(db, model_id, name, note, digest))
    return Response.redirect(datasette.urls.path("/-/review/batches"), status=303)


@page
async def listed(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/-/review/batches`: what was decided together."""
    visitor = await visit(datasette, request)
    found = await read(datasette, batches)
    return await render(visitor, "review_batches.html", {"batches": found})


@page
async def undone(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`POST /-/review/batches/ID`: take it all back."""
    batch_id = int(request.url_vars["id"])
    visitor, _, _ = await decider(datasette, request, f"batch {batch_id}")
    await visitor.desk.write(lambda db: undo_batch(db, batch_id, visitor.editor.name, others=visitor.admin))
    return Response.redirect(datasette.urls.path("/-/review/batches"), status=303)
