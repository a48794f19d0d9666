"""Address parts from Vietnamese words: no accents, lower case, hyphens."""

from __future__ import annotations

import re
import unicodedata


def slug(text: str) -> str:
    """“Tiếng kẻng bình yên” → “tieng-keng-binh-yen”."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(character for character in bare if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")
