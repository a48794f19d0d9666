"""From the bytes of a page to a parsed article; pure functions, called by nightly and pipeline.

`parse_page` for one page, `parse_stored` for a page of a source of the registry.
"""

from crawler.article.parse import parse_page, parse_stored
from crawler.article.record import Method, PageKind, ParsedPage

__all__ = ["Method", "PageKind", "ParsedPage", "parse_page", "parse_stored"]
