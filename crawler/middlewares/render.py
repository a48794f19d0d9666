"""Runs the scripts of a page that has come, and puts what it then shows in the place of what was sent.

The browser never asks a site itself. The page was fetched by the crawl like any other; each script and each piece of
data its scripts ask for becomes a request of the crawl: robots.txt, delay, budget, TLS, the guard against private
addresses and the size limit hold for it. Pictures, style sheets, fonts, frames, forms and other pages are not loaded.
A script that several pages use is fetched once a run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeoutError
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.http.request import NO_CALLBACK
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.entry import Entry, UrlKind
from crawler.faults import HostClosedError, RenderError, describe
from crawler.middlewares.shared import ENTRY, PART, RENDERED, SOURCE, Component, job_of, lane_of
from crawler.middlewares.throttle import asked_to_wait
from crawler.rendering import Rendering
from crawler.urls import host_of

if TYPE_CHECKING:
    from playwright.async_api import Page, Route

    from crawler.source import Source

_PARTS = frozenset({"script", "xhr", "fetch"})
_PASSED_ON = ("accept", "x-requested-with")
_NOT_FOR_THE_BROWSER = frozenset({"content-encoding", "content-length", "transfer-encoding", "set-cookie"})
_MOST_SCRIPTS = 200
"""Scripts kept in memory in a run."""


class RenderMiddleware(Component):
    """Stands where answers are unpacked and redirects followed already. Raises `RenderError`, `HostClosedError`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Not under DOWNLOAD_HANDLERS: the site's addresses keep the handlers that fetch them.
        self._browser = ScrapyPlaywrightDownloadHandler(crawler)
        crawler.signals.connect(self._close, signal=signals.engine_stopped)
        self._scripts: dict[str, Response] = {}

    async def process_response(self, request: Request, response: Response) -> Response:
        """The answer, rendered if it is a page of a source that says so."""
        source = lane_of(self._crawler, request).source
        entry = request.meta.get(ENTRY)
        if source.render is None or not _is_page(entry, source, response):
            return response
        shown = await self._render(_View(self, source, response), source.render)
        request.meta[RENDERED] = shown
        headers = {**response.headers, "Content-Type": "text/html; charset=utf-8"}
        return HtmlResponse(
            response.url,
            status=response.status,
            headers=headers,
            body=shown,
            request=request,
            encoding="utf-8",
            ip_address=response.ip_address,
        )

    async def part(self, url: str, source: Source, headers: Mapping[str, str], *, keep: bool) -> Response:
        """A script or piece of data, fetched by the crawl or kept from earlier in this run."""
        if url in self._scripts:
            return self._scripts[url]
        engine = self._crawler.engine
        assert engine is not None
        response = await engine.download_async(
            Request(
                url,
                headers={name: headers[name] for name in _PASSED_ON if name in headers},
                meta={
                    SOURCE: source.id,
                    PART: True,
                    "download_slot": host_of(url),
                    "handle_httpstatus_all": True,
                },
                callback=NO_CALLBACK,
                dont_filter=True,
            )
        )
        if keep and response.status == 200 and len(self._scripts) < _MOST_SCRIPTS:
            self._scripts[url] = response
        return response

    async def _render(self, view: _View, render: Rendering) -> bytes:
        settings = job_of(self._crawler).settings
        seconds = settings.render_timeout
        if render.wait_for is not None:
            ready = PageMethod("wait_for_selector", render.wait_for, state="attached", timeout=seconds * 1000)
        else:
            ready = PageMethod("wait_for_load_state", "networkidle", timeout=seconds * 1000)
        request = Request(
            view.response.url,
            meta={
                "playwright": True,
                "playwright_context": view.source.id,
                "playwright_context_kwargs": {
                    "user_agent": settings.user_agent,
                    "locale": "vi-VN",
                    "timezone_id": "Asia/Ho_Chi_Minh",
                    "accept_downloads": False,
                    "service_workers": "block",
                },
                "playwright_page_init_callback": view.opened,
                "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
                "playwright_page_methods": [ready],
            },
        )
        try:
            # The steps have their own limits, but a page whose script never pauses answers to none of them.
            shown = await asyncio.wait_for(self._browser.download_request(request), 2 * seconds + 5)
        except (PlaywrightTimeoutError, TimeoutError) as error:
            await view.close()
            view.raise_if_told_to_wait()
            what = (
                f"nothing on it matched “{render.wait_for}”" if render.wait_for else "it never came to rest"
            )
            raise RenderError(f"rendered for {seconds:g} s, but {what}{view.missing()}") from error
        except PlaywrightError as error:
            view.raise_if_told_to_wait()
            raise RenderError(f"the browser could not render it ({error.message.splitlines()[0]})") from error
        view.raise_if_told_to_wait()
        body = shown.text.encode() if isinstance(shown, TextResponse) else shown.body
        if len(body) > settings.max_page_bytes:
            raise RenderError(f"larger than {settings.max_page_bytes} bytes when rendered: not kept")
        return body

    async def _close(self) -> None:
        await self._browser.close()


@dataclass  # without slots: Playwright keeps its own attributes on the object whose methods it calls
class _View:
    """One page in the browser: answers everything it asks for."""

    middleware: RenderMiddleware
    source: Source
    response: Response
    _page: Page | None = None
    _begun: bool = False
    _told: str | None = None
    _missing: list[str] = field(default_factory=list)

    async def opened(self, page: Page, request: Request) -> None:
        """The page was opened and has asked for nothing yet: from now on every request comes to us."""
        self._page = page
        await page.route("**/*", self._answer)

    async def close(self) -> None:
        """Close the page, whatever it is doing."""
        if self._page is not None:
            await self._page.close()

    def missing(self) -> str:
        """What the page asked for and did not get, for an error message."""
        return f" (not loaded: {'; '.join(self._missing[:3])})" if self._missing else ""

    def raise_if_told_to_wait(self) -> None:
        """A host that asks to wait is left alone, whichever of its addresses said so."""
        if self._told is not None:
            raise HostClosedError(self._told)

    async def _answer(self, route: Route) -> None:
        asked = route.request
        if asked.is_navigation_request():
            await self._navigation(route)
        elif asked.resource_type in _PARTS and asked.method == "GET" and self.source.may_load(asked.url):
            await self._part(route)
        else:
            await route.abort()

    async def _navigation(self, route: Route) -> None:
        """The page itself, as it came; a frame, or another page that a script goes on to, is not loaded."""
        if self._begun:
            await route.abort()
            return
        self._begun = True
        await _fulfil(route, self.response)

    async def _part(self, route: Route) -> None:
        asked = route.request
        try:
            response = await self.middleware.part(
                asked.url, self.source, asked.headers, keep=asked.resource_type == "script"
            )
        except Exception as error:  # noqa: BLE001 (whatever it was: the page goes without this part)
            self._missing.append(f"{asked.url}: {describe(error, Request(asked.url))}")
            await route.abort()
            return
        wait = asked_to_wait(response)
        if wait is not None:
            self._told = f"the site answers {response.status} and asks to wait {wait:.0f} s"
        if response.status >= 400:
            self._missing.append(f"{asked.url}: the site answers {response.status}")
        await _fulfil(route, response)


def _is_page(entry: Entry | None, source: Source, response: Response) -> bool:
    return (
        entry is not None
        and entry.kind in {UrlKind.LISTING, UrlKind.ARTICLE}
        and source.renders(entry.url)
        and response.status == 200
        and isinstance(response, TextResponse)
    )


async def _fulfil(route: Route, response: Response) -> None:
    headers = {
        name.decode("latin-1"): values[0].decode("latin-1")
        for name, values in response.headers.items()
        if values and name.decode("latin-1").lower() not in _NOT_FOR_THE_BROWSER
    }
    with suppress(PlaywrightError):  # the page may have been closed meanwhile: nobody waits for it
        await route.fulfill(status=response.status, headers=headers, body=response.body)
