"""One spelling per address: what two spellings of the same page have in common.

Pure functions. Folding that depends on the site (mirrors, print copies) is data of the source: see
`crawler.source.Source.canonical`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

# Parameters that say where a reader came from or on what he reads, never which page is meant.
TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|zarsrc|zalo\w*|mc_[ce]id|_ga|ref_src|igshid|amp)$", re.IGNORECASE
)

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def is_web_address(url: str) -> bool:
    """Whether the address is absolute http(s) with a host and no user name."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


@lru_cache(1024)  # each address is asked for its host ten times, one after another
def host_of(url: str) -> str:
    """The host with its port where it is not the scheme's own, lower case; "" for a broken address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2].lower()
    default = _DEFAULT_PORTS.get(parts.scheme, "")
    return host.removesuffix(default) if default else host


def path_and_query(url: str) -> str:
    """The part of an address that article patterns are matched with."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


# Host and path of letters, digits and signs that need no escaping, nothing behind: what `normalise` leaves as it is.
_NORMAL = re.compile(
    r"https?://[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60})*(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}))?"
    r"/(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)?"
)


@lru_cache(1024)  # a link is looked at several times before it is known what it is
def normalise(url: str, keep_query: tuple[str, ...] | None = None) -> str:
    """The address without fragment and tracking parameters, query sorted, host in lower case, escapes uniform.

    ``keep_query`` names the only parameters that matter; None keeps all but the tracking ones.
    """
    url = url.strip()
    if _NORMAL.fullmatch(url) and url.split("/", 3)[2] == host_of(url):  # most are: fifty times faster
        return url
    parts = urlsplit(url)
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING.match(name) and (keep_query is None or name in keep_query)
    ]
    host = host_of(url)
    return canonicalize_url(urlunsplit((parts.scheme.lower(), host, parts.path or "/", urlencode(query), "")))
