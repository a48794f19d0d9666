"""Which language a text is in: enough to tell translations from originals."""

from __future__ import annotations

import re
import unicodedata

_ENOUGH = 40
_VIETNAMESE_SHARE = 0.08  # running Vietnamese has 0.2 to 0.35 marked letters; English none, French about 0.04
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|for|with|was|were|is|are|has|have|by|on|at)\b", re.IGNORECASE)
_ENGLISH_SHARE = 0.15


def language_of(text: str) -> str | None:
    """``vi``, ``en``, ``other``, or None when there is too little text to say."""
    head = text[:4000]
    letters = [character for character in head.lower() if character.isalpha()]
    if len(letters) < _ENOUGH:
        return None
    marked = sum(
        1 for character in letters if character == "đ" or len(unicodedata.normalize("NFD", character)) > 1
    )
    if marked / len(letters) >= _VIETNAMESE_SHARE:
        return "vi"
    return "en" if len(_ENGLISH.findall(head)) >= _ENGLISH_SHARE * len(head.split()) else "other"
