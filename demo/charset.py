"""Vietnamese in windows-1258, the encoding of the oldest pages: letters with their tone marks standing behind them."""

from __future__ import annotations

import unicodedata

# The five tones; windows-1258 has them as combining characters only, and a few letters precomposed.
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def to_windows_1258(text: str) -> bytes:
    """Encode ``text``; what the encoding lacks becomes a character reference."""
    return "".join(_split(character) for character in text).encode("cp1258", errors="xmlcharrefreplace")


def _split(character: str) -> str:
    """A letter as windows-1258 writes it: base letter, then tone (ế → ê + ´)."""
    try:
        character.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", character)
        tones = "".join(part for part in parts if part in _TONES)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        return base + tones
    return character
