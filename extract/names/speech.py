"""Parts of speech from underthesea for short candidate windows.

The tagger costs about a millisecond a phrase, so it is asked only about a phrase whose last word is none of the words that names are made
of, where a verb that no stop word knows may have slipped in ("Tổ tự quản đón | 30 hộ"); and for at most `LIMIT` phrases a text, which
keeps the worst case linear with a small factor.
"""

from __future__ import annotations

from functools import lru_cache

LIMIT = 40


@lru_cache(maxsize=4096)
def tag(phrase: str) -> tuple[tuple[str, str], ...]:
    """Words and their parts of speech (V, N, A, M, …) as underthesea sees them; words keep their inner spaces."""
    from underthesea import pos_tag  # noqa: PLC0415 - loading takes half a second, and many texts never need it

    return tuple((word, part) for word, part in pos_tag(phrase))


class Tagger:
    """Finds a predicate at the end of a name, for one text."""

    def __init__(self) -> None:
        self._asked = 0

    def trailing_predicate(self, phrase: str, following: str) -> int:
        """How many syllables at the end of ``phrase`` are a verb; 0 for none.

        The verb is shown to the tagger together with what follows, as it needs the context; a verb behind less than
        three syllables ("Zalo kết nối") is kept, as little would be left of the name.
        """
        if self._asked >= LIMIT:
            return 0
        self._asked += 1
        count = len(phrase.split())
        words = tag(f"{phrase} {following}")
        seen = 0
        for word, part in words:
            size = len(word.split())
            if seen + size == count:
                return size if part == "V" and seen >= 3 else 0
            seen += size
            if seen > count:
                return 0
        return 0
