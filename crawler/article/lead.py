"""What stands glued in front of a lead: the paper's name, with or without brackets."""

from __future__ import annotations

import re

from crawler.article.rules import rules

_DASH = r"\s*[-–—:]?\s*"
_BRACKETS = re.compile(r"^\(\s*(?P<mark>[^()]{2,28}?)\s*\)\s*(?P<dash>[-–—:.])?\s*(?=\S)")
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org)$", re.IGNORECASE)
_BARE_DOMAIN = re.compile(r"^[A-Za-z][\w-]*(?:\.[\w-]+)*\.(?:vn|VN|com|COM)\s*[-–—]\s*(?=\S)")
_CAPITALS = re.compile(
    r"^(?P<mark>[A-ZĐÂĂÊÔƠƯ]{2,7})\s*[-–—]\s+(?=\S)|^(?P<glued>[A-ZĐÂĂÊÔƠƯ]{2,7})\s+[-–—]\s*(?=\S)"
)
_BRAND = re.compile(r"^[A-ZĐ][A-Za-zÀ-ỹĐđ]*[a-zà-ỹđ][A-ZĐ][A-Za-zÀ-ỹĐđ]*\s+[-–—]\s+(?=\S)")
"""A name with a capital inside: “YênBái - ”."""
_DASHES = ("-", "–", "—")
_NOT_A_PAPER = {"ANTT", "ANTQ", "UBND", "HĐND", "MTTQ", "PCCC", "CSGT", "TP", "TX", "COVID", "CAND", "CNCH"}


def strip_prefix(text: str, extra: tuple[str, ...] = ()) -> tuple[str, str | None]:
    """The lead without the prefix, and the prefix; ``extra`` are those of the layout.

    By form: ``(a.domain.vn)-``, ``(CAPITALS) -``, ``(Some Name) -``, ``NameOfPaper -``, ``CAPITALS -``, ``a.domain.vn -``; by name: the lists of rules and layout. A prefix
    without dash and brackets (“Báo Cà Mau ”) counts only before a capital letter.
    """
    for prefix in (*extra, *rules().lead_prefixes):
        rest = _after(text, prefix)
        if rest is not None:
            return rest, prefix
    if match := _BRACKETS.match(text):
        mark = match["mark"]
        letters = [character for character in mark if character.isalpha()]
        capitals = bool(letters) and all(character.isupper() for character in letters) and len(mark) <= 12
        if (
            _DOMAIN.match(mark)
            or (capitals and match["dash"])
            or (match["dash"] in _DASHES and mark[0].isupper())  # “(Thành phố Quảng Ngãi) - ”
            or (match["dash"] and mark.startswith(("Báo ", "Công an", "Theo ")))
        ):
            return text[match.end() :], text[: match.end()].strip()
    if match := _BARE_DOMAIN.match(text):
        return text[match.end() :], text[: match.end()].strip()
    if match := _BRAND.match(text):
        return text[match.end() :], text[: match.end()].strip()
    if (match := _CAPITALS.match(text)) and (match["mark"] or match["glued"]) not in _NOT_A_PAPER:
        return text[match.end() :], text[: match.end()].strip()
    return text, None


def _after(text: str, prefix: str) -> str | None:
    prefix = prefix.rstrip(" -–—")
    if text[: len(prefix)].casefold() != prefix.casefold():
        return None
    rest = text[len(prefix) :]
    marked = prefix.startswith("(") or bool(re.match(r"\s*[-–—]", rest))
    rest = re.sub(rf"^{_DASH}", "", rest)
    if not rest:
        return None
    if not marked and not (rest[0].isupper() or rest[0] in '“"‘0123456789'):
        return None
    return rest
