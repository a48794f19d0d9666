"""Articles that come from a portal's JSON service instead of a page: rewritten as the page they stand for.

The service of the DNN portals answers with ``Name``, ``Description``, ``PublishTime`` (or ``CreatedTime``) and ``FullContent`` (HTML).
"""

from __future__ import annotations

import json
from html import escape
from typing import Any


def page_from_json(text: str) -> str | None:
    """The page for the one article in a JSON answer; None for anything else (a list of articles too)."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    article = _article(data)
    if article is None:
        return None
    published = article.get("PublishTime") or article.get("CreatedTime") or ""
    return (
        f'<html><head><meta property="og:type" content="article"><meta property="og:title" content="{escape(_text(article, "Name"))}">'
        f'<meta property="article:published_time" content="{escape(str(published))}"></head><body>'
        f"<h1>{escape(_text(article, 'Name'))}</h1><p>{escape(_text(article, 'Description'))}</p>"
        f"<div>{_text(article, 'FullContent')}</div></body></html>"
    )


def _article(data: object, depth: int = 0) -> dict[str, Any] | None:
    """The record itself, or the only one in an envelope."""
    if isinstance(data, list):
        return _article(data[0], depth + 1) if len(data) == 1 and depth < 3 else None
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("Name"), str) and isinstance(data.get("FullContent"), str):
        return data
    if depth >= 3:
        return None
    found = [_article(value, depth + 1) for value in data.values() if isinstance(value, dict | list)]
    articles = [article for article in found if article is not None]
    return articles[0] if len(articles) == 1 else None


def _text(article: dict[str, Any], key: str) -> str:
    value = article.get(key)
    return value if isinstance(value, str) else ""
