"""What the address of a page tells: its canonical form, its words, and sometimes its date."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from crawler.article.dates import Stamp, find_stamp, from_epoch
from crawler.urls import host_of, is_web_address, normalise

_MIRROR_HOST = re.compile(r"^(?:amp|m|mobile|alpha|beta|lite|www)\.(?=[^.]+\.[^.]+)")
_COPY_PATH = re.compile(r"/(?:print|savefile|index\.php|amp)(?=/)")
_EPOCH = re.compile(r"-(1\d{9})(?:\.\w+)?/?$")
_LONG_STAMP = re.compile(r"(?:d|-)((?:19|20)\d{12})\d{3}(?:\.\w+)?/?$")
_SHORT_STAMP = re.compile(r"-180(\d{12})\d{0,6}(?:\.\w+)?/?$")
_MONTH = re.compile(r"/((?:19|20)\d{2})(0[1-9]|1[0-2])/")
_ID = re.compile(
    r"(?:[-_](?:post|d|a|c|i|n|p)?-?[0-9a-f]*\d[0-9a-f]*(?:n\d+)?|_\d+|-[0-9a-f]{7,9})$", re.IGNORECASE
)
_SIGNS = "“”‘’«»–—…•·\u00a0"
_NO_WORD = {code: " " for code in range(128) if not chr(code).isalnum()}
_IMAGE_EPOCH = re.compile(r"[?&]t=(1\d{12})(?!\d)")
_IMAGE_MONTH = re.compile(r"/((?:19|20)\d{2})[_/-](0[1-9]|1[0-2])(?:/|_)")


def fold(text: str) -> str:
    """Lower case without marks, đ as d: the alphabet of addresses."""
    text = text.lower()
    if text.isascii():
        return text
    for sign in _SIGNS:  # to look for each takes a tenth of what a pattern for all of them takes
        if sign in text:
            text = text.replace(sign, " ")
    text = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return text.encode("ascii", "ignore").decode("ascii")


def words(text: str) -> list[str]:
    """The folded words of a text."""
    return fold(text).translate(_NO_WORD).split()


@lru_cache(1024)
def said(text: str) -> str:
    """The folded words of a text, one space between: the same for two lines that say the same. Kept, for a line is compared with several."""
    return " ".join(words(text))


@lru_cache(4096)
def word_set(text: str) -> frozenset[str]:
    """The same, each once and kept: for short lines, of which the pages of a site have most in common."""
    return frozenset(said(text).split())


@lru_cache(64)
def slug_words(url: str) -> tuple[str, ...]:
    """The words of the longest path segment, the id left out; empty for an address without a slug."""
    segments = [re.sub(r"\.\w{2,5}$", "", segment) for segment in unquote(urlsplit(url).path).split("/")]
    longest = max(segments, key=lambda segment: segment.count("-"), default="")
    found = words(_ID.sub("", longest))
    return tuple(found) if len(found) >= 3 else ()


def canonical_url(url: str, declared: str | None) -> str:
    """The address under which the page is kept.

    What the page declares, if it is on the same site and no home page; else the page's own address. Either way without tracking
    parameters, mirror host names (amp., m., beta. …) and print or download paths.
    """
    if not is_web_address(url):
        return url
    own = _home(url)
    if declared:
        target = urljoin(url, declared)
        if is_web_address(target) and urlsplit(target).path.strip("/"):
            folded = _home(target)
            if _site(folded) == _site(own):
                return folded
    return own


def published_in(url: str, *, epoch: bool) -> Stamp | None:
    """The time of publication that an address carries to the day or better; ``epoch``: it ends in seconds since 1970."""
    path = urlsplit(url).path
    if epoch and (match := _EPOCH.search(path)):
        return from_epoch(int(match[1]))
    for pattern, century in ((_LONG_STAMP, ""), (_SHORT_STAMP, "20")):
        if match := pattern.search(path):
            digits = century + match[1]
            stamp = find_stamp(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]} {digits[8:10]}:{digits[10:12]}")
            if stamp and stamp.clock:
                return stamp
    return None


def month_in(url: str) -> str | None:
    """The month (``YYYY-MM``) in the path of an address, as newsroom systems put it there."""
    match = _MONTH.search(urlsplit(url).path)
    return f"{match[1]}-{match[2]}" if match else None


def image_day(source: str) -> Stamp | None:
    """The day on which a picture was stored, from Liferay's ``t=`` milliseconds."""
    match = _IMAGE_EPOCH.search(source)
    stamp = from_epoch(int(match[1]) / 1000) if match else None
    return Stamp(stamp.day, None, 0, 0) if stamp else None


def image_month(source: str) -> str | None:
    """The month in a picture's path (``/uploads/news/2022_04/``)."""
    match = _IMAGE_MONTH.search(source)
    return f"{match[1]}-{match[2]}" if match else None


def _home(url: str) -> str:
    parts = urlsplit(normalise(url))
    host = _MIRROR_HOST.sub("", parts.netloc) if not parts.netloc.startswith("www.") else parts.netloc
    return urlunsplit((parts.scheme, host, _COPY_PATH.sub("", parts.path) or "/", parts.query, ""))


def _site(url: str) -> str:
    return _MIRROR_HOST.sub("", host_of(url))
