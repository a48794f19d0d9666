"""One comparison key for the many spellings of a model's name.

Two names are the same model when they differ only in case, quotation marks, where a tone mark stands (hoà, hòa),
spaces, commas, dashes, i or y (kĩ, kỹ), the conjunction "và", or in an abbreviation that the lexicon spells out
(ANTT, an ninh trật tự).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from extract.lexicon import load

QUOTE_CHARACTERS = "\"'“”„‟‘’‚‛«»`´"

# The tone mark on the second vowel (old style) and on the first (new style).
_TONE_PLACEMENT = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONE = re.compile("|".join(_TONE_PLACEMENT))
_TONE_LETTERS = re.compile("[àáảãạèéẻẽẹỳýỷỹỵ]")
# Behind these consonants i and y are two spellings of one sound: kỹ, kĩ; quản lý, quản lí.
_Y = re.compile(r"(?<=[hklmst])[yỳýỷỹỵ](?!\w)")
_Y_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")
_PUNCTUATION = re.compile(rf"[{re.escape(QUOTE_CHARACTERS)},;:.()\[\]–—…/-]+")
# An abbreviation in a bracket repeats what stands before it: "an ninh trật tự (ANTT)".
_BRACKETED = re.compile(r"\s*\([A-ZĐ][A-ZĐ0-9&-]{1,9}\)")
_WORD = re.compile(r"\w+")
_ABBREVIATIONS = load("models_names").strings("abbreviations")


def same_length_lower(text: str) -> str:
    """``text`` in lower case with new-style tone placement, offsets unchanged."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    if not _TONE_LETTERS.search(lowered):
        return lowered
    return _TONE.sub(lambda match: _TONE_PLACEMENT[match.group()], lowered)


@lru_cache(maxsize=8192)
def model_key(name: str) -> str:
    """The normal form of a model's name; equal keys mean one model.

    Takes a name in any spelling, gives lower-case syllables joined by single spaces; empty for a name without letters.
    """
    text = unicodedata.normalize("NFC", name).replace("Ð", "Đ")
    text = same_length_lower(_BRACKETED.sub("", text))
    text = _PUNCTUATION.sub(" ", text)
    text = _WORD.sub(lambda match: _ABBREVIATIONS.get(match.group(), match.group()), text)
    text = _Y.sub(lambda match: match.group().translate(_Y_TO_I), text)
    words = [word for word in text.split() if word != "và"]
    return " ".join(words)
