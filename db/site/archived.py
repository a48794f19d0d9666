"""The archived copy of a page, as text: no markup of a site ever reaches a reader's browser as markup.

What reads the archive is given from outside (`db.serve`), since this package knows nothing of WARC files.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree, html

from db.site.rows import rows

ReadStored = Callable[[str, int], bytes]
"""Gives the body of the record in a WARC file at an offset; raises any error with a readable message."""

_HIDDEN = ("script", "style", "noscript", "template", "svg", "iframe", "object")
_BLOCKS = ("p", "div", "li", "br", "h1", "h2", "h3", "h4", "tr", "td", "section", "figcaption", "title")
_LONGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored version of a page and where it lies."""

    id: int
    url: str
    source: str
    source_id: str
    fetched_at: str
    status: int
    content_type: str | None
    size: int
    warc_file: str
    warc_offset: int
    article_id: int | None


_STORED = """
    SELECT p.id, p.url, s.name AS source, p.source_id, p.fetched_at, p.status, p.content_type, p.size, p.warc_file,
           p.warc_offset, (SELECT a.id FROM articles AS a WHERE a.url = p.url) AS article_id
    FROM pages AS p JOIN sources AS s ON s.id = p.source_id WHERE p.id = :id
"""


def find_stored(connection: sqlite3.Connection, page_id: int) -> Stored | None:
    """The stored version with this number, or None."""
    found = rows(connection, Stored, _STORED, {"id": page_id})
    return found[0] if found else None


def source_text(body: bytes, content_type: str | None) -> str:
    """The page's source as it came, decoded; what cannot be decoded is marked."""
    named = re.search(r"charset=[\"']?([\w-]+)", content_type or "") or re.search(
        r"charset=[\"']?([\w-]+)", body[:4096].decode("ascii", "replace")
    )
    try:
        return body[:_LONGEST].decode(named[1] if named else "utf-8", "replace")
    except LookupError:
        return body[:_LONGEST].decode("utf-8", "replace")


def readable_lines(source: str) -> tuple[str, ...]:
    """What a reader would see of an HTML page, line by line; scripts, styles and what they hide are left out."""
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", source))
    except (etree.ParserError, ValueError):
        return tuple(line for line in source.split("\n") if line.strip())
    # Kept tails: what follows a removed element belongs to the page.
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *_HIDDEN, with_tail=False)
    for element in root.iter(*_BLOCKS):
        element.tail = "\n" + (element.tail or "")
        element.text = "\n" + (element.text or "")
    lines = (
        re.sub(r"\s+", " ", line).strip()
        for line in "".join(str(text) for text in root.itertext()).split("\n")
    )
    return tuple(line for line in lines if line)
