"""From the bytes of a response to text, never failing.

What a server declares is wrong often enough that bytes which are valid UTF-8 beyond ASCII are taken for UTF-8 whatever it says:
no other encoding of Vietnamese produces such bytes by chance.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from crawler.article.tcvn3 import from_tcvn3, looks_like_tcvn3

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Labels under which servers send windows-1258 pages: the Western ones differ from it in the tone marks alone.
_WESTERN = {"iso8859-1", "cp1252", "ascii", "cp1258", "iso8859-15"}
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
    b"RIFF",
    b"Rar!",
)


def is_binary(body: bytes) -> bool:
    """Whether the bytes are a picture, an office file or the like, by their first bytes."""
    if body.startswith(_BINARY):
        return True
    head = body[:2048]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return head.count(b"\0") > len(head) // 20


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a page in NFC, without NUL characters.

    Order: byte order mark, UTF-8 where the bytes are that, the declared encoding (HTTP header, then meta), windows-1258. Legacy fonts
    (TCVN3 under Western labels) are converted where the page names them.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _clean(body[len(mark) :].decode(name, errors="replace"))
    try:
        return _clean(body.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    declared = _declared(body, content_type)
    if looks_like_tcvn3(body, declared):
        return _clean(from_tcvn3(body))
    if declared in {None, "utf-8"} and _damaged_utf8(body):
        return _clean(body.decode("utf-8", errors="replace"))
    encoding = "cp1258" if declared is None or declared in _WESTERN or declared == "utf-8" else declared
    return _clean(body.decode(encoding, errors="replace"))


def _declared(body: bytes, content_type: str | None) -> str | None:
    """The normal name of the encoding that header or meta declare; None where none or an unknown one is."""
    labels = [match.group(1) for match in [_HEADER_CHARSET.search(content_type or "")] if match]
    labels += [match.group(1).decode("ascii") for match in [_META_CHARSET.search(body[:4096])] if match]
    for label in labels:
        if "tcvn" in label.lower():
            return "tcvn"
        try:
            return codecs.lookup(label).name
        except LookupError:
            continue
    return None


def _damaged_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8 with a few broken places (a cut in mid-character, one bad insert)."""
    text = body.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    good = sum(1 for character in text if ord(character) > 0x7F) - broken
    return good > 4 * broken


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\x00", ""))
