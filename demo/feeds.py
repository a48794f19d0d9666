"""What a site offers to machines: RSS, sitemaps, robots.txt."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from demo.content import Article, Site
from demo.dates import VIETNAM

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP_NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def rss(site: Site, base_url: str, articles: Sequence[Article], title: str) -> bytes:
    """An RSS 2.0 feed of ``articles``, newest first as given."""
    items = "\n".join(_item(base_url, article) for article in articles)
    return (
        f'{_XML}<rss version="2.0"><channel>\n<title>{escape(title)}</title>\n<link>{base_url}/</link>\n'
        f"<description>{escape(site.name)}</description>\n{items}\n</channel></rss>\n"
    ).encode()


def _item(base_url: str, article: Article) -> str:
    url = escape(base_url + article.path)
    when = format_datetime(datetime.fromisoformat(article.published).replace(tzinfo=VIETNAM))
    return (
        f"<item><title>{escape(article.title)}</title><link>{url}</link>"
        f'<guid isPermaLink="true">{url}</guid><description>{escape(article.lead)}</description>'
        f"<pubDate>{when}</pubDate></item>"
    )


def sitemap_index(urls: Sequence[str]) -> bytes:
    """A sitemap index that names other sitemaps."""
    entries = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>\n" for url in urls)
    return f"{_XML}<sitemapindex {_SITEMAP_NS}>\n{entries}</sitemapindex>\n".encode()


def sitemap(base_url: str, articles: Sequence[Article]) -> bytes:
    """A gzipped sitemap of articles; reproducible (no time stamp in the gzip header)."""
    entries = "".join(
        f"<url><loc>{escape(base_url + article.path)}</loc>"
        f"<lastmod>{article.published}:00+07:00</lastmod></url>\n"
        for article in articles
    )
    return gzip.compress(f"{_XML}<urlset {_SITEMAP_NS}>\n{entries}</urlset>\n".encode(), mtime=0)


def robots(site: Site, base_url: str) -> bytes:
    """The site's robots.txt; ``{base}`` in it becomes the site's address."""
    return site.robots.replace("{base}", base_url).encode()
