"""Our own pages: start, search, a model, a place, an article, a source, a statement, an archived copy.

Each reads in one go and hands a record to its template.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlsplit

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Response

from db import search as full_text
from db.site import archived as archives
from db.site import article as articles
from db.site import fact as facts
from db.site import model as models
from db.site import place as places
from db.site import source as sources
from db.site._compat import ensure_may_read
from db.site.citation import cite
from db.site.configuration import DATABASE, load_configuration
from db.site.language import COOKIE, LANGUAGES, translate
from db.site.overview import read_overview
from db.site.queries import find_query, load_queries
from db.site.request import address, data_as_of, read, today


async def start(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401 - Datasette has no types
    """`/`, in place of Datasette's list of databases, which asks for the rights on every table first."""
    await ensure_may_read(datasette, request)
    configuration = load_configuration()
    structure = "old" if request.args.get("map") == "old" else "new"
    return await _page(
        datasette,
        request,
        "mohinh_start.html",
        overview=await read(datasette, lambda connection: read_overview(connection, structure)),
        structure=structure,
        queries=load_queries(),
        start_tables=[(name, configuration.described(name)) for name in configuration.start],
    )


async def tables(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/tables`: all questions, views and tables, without counting their rows as Datasette's page does."""
    await ensure_may_read(datasette, request)
    configuration = load_configuration()
    there = await read(
        datasette, lambda connection: [row[0] for row in connection.execute("SELECT name FROM sqlite_master")]
    )
    # Datasette shows the question where a table has the same name.
    listed = [name for name in configuration.tables if name in there and find_query(name) is None]
    inner = [name for name in listed if configuration.tables[name].get("inner")]
    return await _page(
        datasette,
        request,
        "mohinh_tables.html",
        listed=[(name, configuration.described(name)) for name in listed if name not in inner],
        inner=[(name, configuration.described(name)) for name in inner],
        queries=load_queries(),
    )


async def search(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/search?q=…`: models, places, sentences and articles."""
    await ensure_may_read(datasette, request)
    query = (request.args.get("q") or "")[:200]
    results = await read(datasette, lambda connection: full_text.search(connection, query))
    return await _page(datasette, request, "mohinh_search.html", query=query, results=results)


async def model(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/model/tieng-keng-binh-yen`; a number leads there."""
    await ensure_may_read(datasette, request)
    slug = request.url_vars["slug"]
    page = await read(datasette, lambda connection: models.read_model(connection, slug))
    if page is None:
        return await _by_number(datasette, "models", "/model/", slug)
    return await _page(
        datasette,
        request,
        "mohinh_model.html",
        page=page,
        **await _cited(datasette, request, page.model.name),
    )


async def place(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/place/tinh-quang-ninh/xa-hiep-hoa`; a number leads there."""
    await ensure_may_read(datasette, request)
    slug = request.url_vars["slug"]
    page = await read(datasette, lambda connection: places.read_place(connection, slug))
    if page is None:
        return await _by_number(datasette, "localities", "/place/", slug)
    return await _page(
        datasette,
        request,
        "mohinh_place.html",
        page=page,
        **await _cited(datasette, request, page.place.path),
    )


async def source(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/source/ID`."""
    await ensure_may_read(datasette, request)
    key = request.url_vars["id"]
    page = await read(datasette, lambda connection: sources.read_source(connection, key))
    if page is None:
        raise NotFound(translate("nothing_under", address=request.path))
    return await _page(datasette, request, "mohinh_source.html", page=page)


async def article(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/article/NUMBER`."""
    await ensure_may_read(datasette, request)
    number = int(request.url_vars["id"])
    page = await read(datasette, lambda connection: articles.read_article(connection, number))
    if page is None:
        raise NotFound(translate("nothing_under", address=request.path))
    return await _page(
        datasette, request, "mohinh_article.html", page=page, archive=_reader(datasette) is not None,
        **await _cited(datasette, request, page.article.title or page.article.url),
    )  # fmt: skip


async def article_by_address(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/article?url=…`: stays when the database is built anew and articles get other numbers."""
    await ensure_may_read(datasette, request)
    url = request.args.get("url") or ""
    sql = "SELECT id FROM articles WHERE url = ?"
    row = await read(datasette, lambda connection: connection.execute(sql, (url,)).fetchone())
    if row is None:
        raise NotFound(translate("nothing_under", address=url[:200]))
    return Response.redirect(f"/article/{row[0]}")


async def fact(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/fact/ID`."""
    await ensure_may_read(datasette, request)
    key = request.url_vars["id"]
    page = await read(datasette, lambda connection: facts.read_fact(connection, key))
    if page is None:
        raise NotFound(translate("nothing_under", address=request.path))
    title = f"{page.fact.model or 'mô hình'}: {page.fact.evidence}"
    return await _page(
        datasette, request, "mohinh_fact.html", page=page, **await _cited(datasette, request, title)
    )


async def archived(datasette: Datasette, request: Any) -> Response:  # noqa: ANN401
    """`/archived/NUMBER`: the stored page as text; with `.txt` its source."""
    await ensure_may_read(datasette, request)
    number, reader = int(request.url_vars["id"]), _reader(datasette)
    stored = await read(datasette, lambda connection: archives.find_stored(connection, number))
    if stored is None or reader is None:
        raise NotFound(translate("not_archived", number=number))
    try:
        body = await read(datasette, lambda _: reader(stored.warc_file, stored.warc_offset))
    except Exception as error:  # the archive may be elsewhere, or damaged in any way
        raise NotFound(translate("archive_unreadable", number=number, reason=error)) from error
    text = archives.source_text(body, stored.content_type)
    if request.url_vars.get("raw"):
        return Response.text(text)
    lines = archives.readable_lines(text)
    return await _page(datasette, request, "mohinh_archived.html", stored=stored, lines=lines)


async def language(request: Any) -> Response:  # noqa: ANN401
    """`/language/vi?next=/…`: remember the choice and go back where the reader was."""
    chosen = request.url_vars["language"]
    wanted = request.args.get("next") or "/"
    parts = urlsplit(wanted)
    local = (
        wanted.startswith("/")
        and not wanted.startswith(("//", "/\\"))
        and not parts.scheme
        and not parts.netloc
    )
    response = Response.redirect(wanted if local else "/")
    response.set_cookie(COOKIE, chosen if chosen in LANGUAGES else "en", max_age=365 * 86400, samesite="lax")
    return response


async def _by_number(datasette: Datasette, table: str, path: str, slug: str) -> Response:
    """Where links of tables lead, which know a row's number only; everything else is not there."""
    if slug.isdigit():
        sql = f"SELECT slug FROM {table} WHERE id = ?"  # noqa: S608 - our own table names
        row = await read(datasette, lambda connection: connection.execute(sql, (int(slug),)).fetchone())
        if row is not None:
            return Response.redirect(path + quote(row[0]))
    raise NotFound(translate("nothing_under", address=f"{path}{slug}"))


async def _cited(datasette: Datasette, request: Any, title: str) -> dict[str, Any]:  # noqa: ANN401
    as_of = await read(datasette, data_as_of)
    return {"citation": cite(title, address(request, request.path), as_of, today())}


def _reader(datasette: Datasette) -> archives.ReadStored | None:
    reader: archives.ReadStored | None = getattr(datasette, "mohinh_stored", None)
    return reader


async def _page(datasette: Datasette, request: Any, template: str, **variables: Any) -> Response:  # noqa: ANN401
    variables["database_name"] = DATABASE
    return Response.html(await datasette.render_template(template, variables, request=request))
