"""Bylines: who wrote an article, in the forms in which Vietnamese papers print it."""

from __future__ import annotations

import re

from crawler.article.rules import rules

_BETWEEN = re.compile(r"\s*(?:\s[-–—]\s|[,;&+|]|\svà\s|\s/\s)\s*")
_EDGE = re.compile(r"^[\s|.,;:()\[\]–—-]+|[\s|,;:\[\]–—-]+$")
_OFFICE_IN_BRACKETS = re.compile(r"\s*\((?P<office>[^()]{2,60})\)\s*$")
_PHOTO = re.compile(r"[\s;,.–-]+(?:ảnh|clip|video|đồ họa)\s*:.*$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.?){1,4}$")
_ABBREVIATED = re.compile(r"^(?:[^\W\d_]\.\s?){1,3}[^\W\d_]*\.?$")
_LABELLED_END = re.compile(r"[.!?…]$")
_PLACES = ("tổ ", "ban ", "xã ", "phường ", "huyện ", "tỉnh ")
_MOST_NAMES = 6
_MOST_WORDS = 5


def read_labelled(line: str) -> str | None:
    """The names of a line that begins with a byline label (“Tin, ảnh: Lê Minh”, “Thực hiện: A - B”), without the label.

    Here and below a line has no blanks but single spaces between its words (`crawler.article.blocks.squeeze`).
    """
    match = rules().byline.match(line) if ":" in line else None
    if not match or len(match["names"]) > 90:
        return None
    names = _PHOTO.sub("", match["names"])
    return read_names(names) or (_tidy(names) if _looks_like_office(names) else None)


def read_names(line: str, *, single: bool = True) -> str | None:
    """The names of a line that consists of nothing but names, as printed; None for any other line.

    An office behind the name is left out: “Minh Triều (Đài TT Tịnh Biên)” and “Minh Triều - Đài TT Tịnh Biên” give
    “Minh Triều”. ``single`` also takes one lone
    word (“Hiền”); without it a lone word must be initials (“BT”, “N.N”, “M.Hiền”).
    """
    if _DIGIT.search(line):
        return None
    text = _tidy(line)
    if not text or len(text) > 120 or any(character.isdigit() for character in text):
        return None
    bracket = _OFFICE_IN_BRACKETS.search(text)
    text = text[: bracket.start()].strip() if bracket else _without_office(_before_office(text))
    if text.casefold().startswith(rules().not_names):
        return None
    names = [name for name in _BETWEEN.split(text) if name]
    if not 1 <= len(names) <= _MOST_NAMES:
        return None
    lone = single or len(names) > 1
    return text if all(_is_name(name, lone=lone) for name in names) else None


def several(names: str) -> bool:
    """Whether a byline holds more than one name."""
    return len([name for name in _BETWEEN.split(names) if name]) > 1


def _is_name(name: str, *, lone: bool) -> bool:
    words = name.split()
    if not 1 <= len(words) <= _MOST_WORDS or len(name) > 40:
        return False
    if name.casefold().startswith(rules().not_names):
        return False
    if len(words) == 1:
        word = words[0]
        if "." in word.rstrip(".") or (word.isupper() and len(word) <= 6):
            return bool(_ABBREVIATED.match(word) or _INITIALS.match(word) or word.replace(".", "").isalpha())
        return lone and 2 <= len(word) <= 8 and _is_word(word)
    return all(_is_word(word) for word in words)


def _is_word(word: str) -> bool:
    letters = word.replace(".", "").replace("’", "").replace("'", "").replace("-", "")
    return bool(letters) and letters.isalpha() and letters[0].isupper() and len(letters) <= 12


def _before_office(text: str) -> str:
    """Names up to the office that follows them after a dash; a place of its own (“xã …”, “tổ …”) is no office."""
    head, dash, office = re.sub(r"\s[–—]\s", " - ", text).rpartition(" - ")
    folded = office.casefold()
    if not dash or len(office.split()) > 12 or folded.startswith(_PLACES):
        return text
    office_named = any(folded.startswith(start + " ") for start in rules().offices)
    return text[: len(head)] if office_named and any(word[0].islower() for word in office.split()) else text


def _without_office(text: str) -> str:
    """Names up to the office that follows them without any mark."""
    words = text.split()
    for count in range(2, min(5, len(words))):
        rest = " ".join(words[count:]).casefold()
        if any(rest.startswith(office + " ") for office in rules().offices) and not rest.startswith(
            ("tổ ", "ban ")
        ):
            head = " ".join(words[:count])
            if all(_is_word(word) for word in words[:count]) and any(
                word[0].islower() for word in words[count:]
            ):
                return head
    return text


def _looks_like_office(names: str) -> bool:
    """Whether a labelled rest may be an office in place of a person: “Tin, ảnh: Công an xã Tân An”."""
    text = _tidy(names)
    return 2 <= len(text) <= 60 and text[0].isupper() and not _LABELLED_END.search(text)


def _tidy(line: str) -> str:
    text = line
    before = None
    while before != text:
        before, text = text, _EDGE.sub("", text)
    if text.endswith(".") and not _ABBREVIATED.match(text.split()[-1]):
        text = text[:-1].rstrip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    return text
