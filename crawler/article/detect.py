"""Which layout a page has, when the registry does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from crawler.article.dom import Tree
from crawler.layout import Layout
from crawler.urls import path_and_query

_MIRROR = re.compile(r"^(?:www|amp|m|mobile|alpha|beta|lite|e)\.(?=[^.]+\.[^.]+)")


def layout_for_host(url: str, layouts: Mapping[str, Layout]) -> Layout | None:
    """The layout that names the host of an address among its sites (``www.`` and mirrors like ``amp.`` count)."""
    host = _MIRROR.sub("", (urlsplit(url).hostname or "").lower())
    return next((layout for layout in layouts.values() if host in layout.sites), None)


def detect_layout(tree: Tree, url: str, generator: str | None, layouts: Iterable[Layout]) -> Layout | None:
    """The layout whose marks the page bears: its generator, all of its selectors, or the form of its address."""
    target = path_and_query(url)
    by_address = None
    for layout in layouts:
        marks = layout.detect
        if marks.generator is not None and generator and marks.generator.search(generator):
            return layout
        if marks.selectors and all(tree.select(css) for css in marks.selectors):
            return layout
        if by_address is None and marks.url is not None and marks.url.search(target):
            by_address = layout
    return by_address
