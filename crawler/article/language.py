"""Which language a text is in: enough to tell translations from originals."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ENOUGH = 40
_VIETNAMESE_SHARE = 0.08  # running Vietnamese has 0.2 to 0.35 marked letters; English none, French about 0.04
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|for|with|was|were|is|are|has|have|by|on|at)\b", re.IGNORECASE)
_ENGLISH_SHARE = 0.15


def language_of(text: str) -> str | None:
    """``vi``, ``en``, ``other``, or None when there is too little text to say."""
    head = text[:4000]
    folded = head.lower()
    letters = {letter: folded.count(letter) for letter in set(folded) if letter.isalpha()}
    if sum(letters.values()) < _ENOUGH:
        return None
    marked = sum(count for letter, count in letters.items() if _has_mark(letter))
    if marked / sum(letters.values()) >= _VIETNAMESE_SHARE:
        return "vi"
    return "en" if len(_ENGLISH.findall(head)) >= _ENGLISH_SHARE * len(head.split()) else "other"


@lru_cache(1024)
def _has_mark(letter: str) -> bool:
    return letter == "đ" or len(unicodedata.normalize("NFD", letter)) > 1
