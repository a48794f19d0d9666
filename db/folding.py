"""Vietnamese text without its marks: what the full-text index holds and what a query is turned into."""

from __future__ import annotations

import sqlite3
import unicodedata

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


def register_fold(connection: sqlite3.Connection) -> None:
    """Make `fold(text)` known to SQL on this connection. The triggers of the full-text index need it."""
    connection.create_function("fold", 1, _fold_value, deterministic=True)
