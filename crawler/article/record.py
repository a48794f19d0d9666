"""The parsed page: what one stored page says, and where each thing was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class PageKind(StrEnum):
    """Whether a page is an article."""

    ARTICLE = "article"
    NOT_ARTICLE = "not_article"


class Method(StrEnum):
    """Who found the body: the selectors of the layout, or the generic extractor."""

    LAYOUT = "layout"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """One page, parsed.

    ``text`` holds the paragraphs, the lead first, joined by newlines; captions stand apart, each once. ``published`` is
    ``YYYY-MM-DDTHH:MM`` in Viet Nam time or ``YYYY-MM-DD``, None where the page does not say; ``published_from`` says where it
    stood: ``layout``, ``jsonld``, ``meta``, ``dateline``, ``url``, ``lead`` or ``image``. ``published_month`` (``YYYY-MM``) is
    the month of the address or the image path, a weaker hint kept apart. For a page that is no article, ``reason`` says why,
    and text and captions are empty. ``witnesses`` says of each field that has a value where it was found (`crawler.article.witness`). ``issues`` names what looked odd (``no_date``, ``short_body``, ``slug_mismatch`` …).
    """

    url: str
    canonical_url: str
    kind: PageKind
    title: str
    lead: str
    text: str
    captions: tuple[str, ...]
    author: str | None
    published: str | None
    published_from: str | None
    layout: str | None
    method: Method
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    published_month: str | None = None
    reason: str | None = None
    issues: tuple[str, ...] = ()
    witnesses: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The JSON object that ``mohinh parse`` prints."""
        return {
            "url": self.url,
            "canonical_url": self.canonical_url,
            "kind": self.kind.value,
            "title": self.title,
            "lead": self.lead,
            "text": self.text,
            "captions": list(self.captions),
            "author": self.author,
            "published": self.published,
            "published_from": self.published_from,
            "layout": self.layout,
            "method": self.method.value,
            "section": self.section,
            "tags": list(self.tags),
            "language": self.language,
            "published_month": self.published_month,
            "reason": self.reason,
            "issues": list(self.issues),
            "witnesses": dict(self.witnesses),
        }
