"""Scrapy's cookies with the public suffixes that come with tldextract.

By default tldextract asks two web sites for the newest list when it is first used: requests past robots.txt, the
ledger and the guard against addresses that are not ours to ask.
"""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

cookies._split_domain = TLDExtract(  # noqa: SLF001 - Scrapy has no setting for it
    include_psl_private_domains=True, suffix_list_urls=(), cache_dir=None
)


class CookiesMiddleware(cookies.CookiesMiddleware):
    """Keeps cookies in memory for the length of a crawl."""
