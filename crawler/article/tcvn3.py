"""TCVN3 (ABC fonts, “.VnTime”): the encoding of Vietnamese pages before Unicode, one byte a letter.

Capitals with tone marks have no bytes of their own: such pages set them in capital fonts (“.VnTimeH”), so a converted text
has them in lower case.
"""

from __future__ import annotations

import re

_LETTERS = {
    "a": "µ¸¶·¹", "ă": "»¾¼½Æ", "â": "ÇÊÈÉË", "e": "ÌÐÎÏÑ", "ê": "ÒÕÓÔÖ", "i": "×ÝØÜÞ",
    "o": "ßãáâä", "ô": "åèæçé", "ơ": "êíëìî", "u": "ïóñòô", "ư": "õøö÷ù", "y": "úýûüþ",
}  # fmt: skip
_TONES = "\u0300\u0301\u0309\u0303\u0323"  # in the order of the columns: huyền, sắc, hỏi, ngã, nặng
_PLAIN = dict(zip("¨©ª«¬\xad®¡¢£¤¥¦§", "ăâêôơưđĂÂÊÔƠƯĐ", strict=True))
_TABLE = str.maketrans(
    _PLAIN
    | {
        sign: base + tone
        for base, signs in _LETTERS.items()
        for sign, tone in zip(signs, _TONES, strict=True)
    }
)
_FONT = re.compile(rb"font-family\s*:\s*[\"']?\.Vn[A-Z]|face\s*=\s*[\"']?\.Vn[A-Z]", re.IGNORECASE)


def looks_like_tcvn3(body: bytes, declared: str | None) -> bool:
    """Whether the page declares TCVN or sets its text in a TCVN3 font (names begin with “.Vn”)."""
    return declared == "tcvn" or bool(_FONT.search(body))


def from_tcvn3(body: bytes) -> str:
    """Text from TCVN3 bytes, with combining tone marks (the caller composes them)."""
    return body.decode("latin-1").translate(_TABLE)
