"""Vietnamese text without its marks: what the full-text index holds and what a query is turned into."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import unicodedata
from functools import lru_cache

# Not composed of a letter and marks in Unicode, so NFD leaves them: đ, and ð, which old texts use in its place.
_UNDECOMPOSED = str.maketrans("đĐðÐ", "dddd")


class _Folding(dict[int, str]):
    """Character → folded character, filled as characters are met; `str.translate` then runs at C speed."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        decomposed = unicodedata.normalize("NFD", character)
        base = (
            "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().translate(_UNDECOMPOSED)
        )
        folded = base if len(base) == 1 else character
        self[code] = folded
        return folded


_FOLDING = _Folding()


@lru_cache(128)  # an article's text is asked for its topic and for the index, one right after the other
def fold(text: str) -> str:
    """*text* in lower case, marks off, đ → d: "Tiếng kẻng bình yên" → "tieng keng binh yen".

    For composed (NFC) text the result has the same length, character by character, so that offsets found in
    the folded text hold in the original. Text that is not composed is composed first.

    The full-text index holds folded text and forgets an old row by its folded text: when this function
    changes, a migration has to rebuild the index (`db.search.rebuild_index`).
    """
    return unicodedata.normalize("NFC", text).translate(_FOLDING)


def _fold_value(value: object) -> str | None:
    return None if value is None else fold(str(value))


def slug(text: str) -> str:
    """*text* as part of an address: "Tiếng kẻng bình yên" → "tieng-keng-binh-yen".

    A place's path is turned round, the largest unit first: "xã Hiệp Hòa | tỉnh Quảng Ninh" →
    "tinh-quang-ninh/xa-hiep-hoa". Never empty; at most 100 characters a part.
    """
    parts = (re.sub(r"[^a-z0-9]+", "-", fold(part)).strip("-")[:100] for part in reversed(text.split(" | ")))
    return "/".join(part or "x" for part in parts)


def slug_hash(text: str) -> str:
    """Six digits that tell *text* from others with the same slug."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def register_fold(connection: sqlite3.Connection) -> None:
    """Make `fold(text)`, `slug(text)` and `slug_hash(text)` known to SQL on this connection; triggers need them."""
    connection.create_function("fold", 1, _fold_value, deterministic=True)
    connection.create_function("slug", 1, slug, deterministic=True)
    connection.create_function("slug_hash", 1, slug_hash, deterministic=True)
