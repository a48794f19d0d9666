"""Scrapy's cookies, from the first one on that a site sets, with the public suffixes that come with tldextract.

Most sites set none, and what Scrapy keeps them with takes a tenth of the start of a crawl to load. By default tldextract asks two
web sites for the newest list when it is first used: requests past robots.txt, the ledger and the guard against addresses that
are not ours to ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.middlewares.shared import Component

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.downloadermiddlewares.cookies import CookiesMiddleware as ScrapysCookies
    from scrapy.http import Response


class CookiesMiddleware(Component):
    """Keeps cookies in memory for the length of a crawl."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._kept: ScrapysCookies | None = None

    def process_request(self, request: Request) -> Request | Response | None:
        """Send back what the site has set."""
        return self._kept.process_request(request) if self._kept is not None else None

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Keep what the site sets."""
        if self._kept is None:
            if "Set-Cookie" not in response.headers:
                return response
            self._kept = _scrapys(self._crawler)
        return self._kept.process_response(request, response)


def _scrapys(crawler: Crawler) -> ScrapysCookies:
    from scrapy.downloadermiddlewares import cookies  # noqa: PLC0415 - see above
    from tldextract import TLDExtract  # noqa: PLC0415 - see above

    cookies._split_domain = TLDExtract(  # noqa: SLF001 - Scrapy has no setting for it
        include_psl_private_domains=True, suffix_list_urls=(), cache_dir=None
    )
    return cookies.CookiesMiddleware.from_crawler(crawler)
