"""Whether a text is Vietnamese: enough to tell translations from originals."""

from __future__ import annotations

import unicodedata

_ENOUGH = 40
_VIETNAMESE_SHARE = 0.08  # running Vietnamese has 0.2 to 0.35 marked letters; English none, French about 0.04


def language_of(text: str) -> str | None:
    """``vi``, ``other``, or None when there is too little text to say."""
    letters = [character for character in text[:4000].lower() if character.isalpha()]
    if len(letters) < _ENOUGH:
        return None
    marked = sum(
        1 for character in letters if character == "đ" or len(unicodedata.normalize("NFD", character)) > 1
    )
    return "vi" if marked / len(letters) >= _VIETNAMESE_SHARE else "other"
