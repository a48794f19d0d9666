"""Keys under which names of administrative units are compared.

`name_key` makes one spelling of those that differ only by convention and keeps everything that tells two
names apart: case and Unicode form, where the tone mark stands (hoà = hòa), final i/y (Mỹ = Mĩ, Quy = Qui),
Đắk = Đăk = Đak = Dak, hyphens, apostrophes and spaces (Ia H'Drai = Ia H’ Drai), leading zeros (Phường 01).
The tone becomes a digit behind its syllable, so that Tân Thanh and Tân Thành stay apart.

`loose_key` drops tones and diacritics as well: for names in languages with no fixed Vietnamese spelling
(Chư Păh, Chư Pah) and for former names that a source gives without accents. It joins names that are
different (Tân Thanh, Tân Thành): use it within a known parent only, and after `name_key` found nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": "2", "\u0301": "1", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_DAK = frozenset({"đăk", "đăk1", "đak", "đak1", "dak", "dăk", "dăk1", "đăc1", "đăc"})
_SYLLABLE = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['’‘`´ʼ]\s?")
_HARD_C = re.compile("c(?!h)")  # Đắc Lắc = Đắk Lắk; looked at after joining, since sources give joined names
_FINAL_Y = re.compile(r"(?:(?<=^)|(?<=[bcdđghklmnprstvx])|(?<=qu))y(?=$)")


@lru_cache(maxsize=1 << 16)
def syllable_key(syllable: str) -> str:
    """Key of one syllable: ``Hoà`` → ``hoa2``, ``Mỹ`` → ``mi4``, ``Đắk`` → ``đăk``, ``01`` → ``1``."""
    letters: list[str] = []
    tone = ""
    for character in unicodedata.normalize("NFD", syllable.replace("\u00d0", "Đ").casefold()):
        if character in _TONES:
            tone = _TONES[character]
        else:
            letters.append(character)
    base = unicodedata.normalize("NFC", "".join(letters))
    if base.isdigit():
        return base.lstrip("0") or "0"
    key = _FINAL_Y.sub("i", base) + tone
    return "đăk" if key in _DAK else key


@lru_cache(maxsize=1 << 16)
def loose_syllable(syllable: str) -> str:
    """One syllable without tones and diacritics: ``Đắk`` → ``dak``, ``Lý`` → ``li``."""
    folded = unicodedata.normalize("NFD", syllable.casefold())
    base = "".join(c for c in folded if not unicodedata.combining(c)).replace("đ", "d").replace("ð", "d")
    if base.isdigit():
        return base.lstrip("0") or "0"
    return base.replace("y", "i")


def syllables(name: str) -> list[str]:
    """The syllables of a name, apostrophes joined: ``M'Đrắk`` is one, ``Phan Rang-Tháp Chàm`` four."""
    return _SYLLABLE.findall(_APOSTROPHE.sub("", unicodedata.normalize("NFC", name)))


@lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str:
    """One key for the spellings of a name that mean the same name; see the module's description."""
    return " ".join(map(syllable_key, syllables(name)))


@lru_cache(maxsize=1 << 14)
def loose_key(name: str) -> str:
    """A key without tones, diacritics and spaces; see the module's description for when to use it."""
    return _HARD_C.sub("k", "".join(map(loose_syllable, syllables(name))))
