"""One spelling of a text, once, before anything else looks at it; and the way back to the input.

The canonical text is in NFC, has Đ for Ð, no invisible characters, and no white space but the space and the
newline. Text typed in a legacy font (TCVN3, VNI) is converted line by line and flagged. Every offset of the canonical text leads
back to one of the input.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from extract.legacy_fonts import convert_line, may_hold_legacy

_SPACES = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_NEWLINES = "\v\f\x1c-\x1e\x85\u2028\u2029"
_INVISIBLE = (
    "\0-\b\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc"
)
_ODD = re.compile(f"[\r{_SPACES}{_NEWLINES}{_INVISIBLE}\xd0\ud800-\udfff]")
_SPACE = re.compile(f"[{_SPACES}]")
_NEWLINE = re.compile(f"[{_NEWLINES}]")
_HIDDEN = re.compile(f"[{_INVISIBLE}]+")
_BROKEN = re.compile("[\ud800-\udfff]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_PIECE = re.compile(r"\S+|\r\n?|\s", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Canonical:
    """A canonical text with its map to the input.

    ``flags`` holds ``legacy_font`` where a legacy font was converted. The map is two arrays of break points (canonical
    offset, input offset); between two of them both advance together. Both are empty where nothing had to be changed.
    """

    text: str
    raw: str
    flags: tuple[str, ...] = ()
    _starts: array[int] = field(default_factory=lambda: array("L"), repr=False)
    _raw_starts: array[int] = field(default_factory=lambda: array("L"), repr=False)

    def to_raw(self, offset: int) -> int:
        """The input offset at which the character at ``offset`` begins; for ends of spans see `span_to_raw`."""
        if not 0 <= offset <= len(self.text):
            raise IndexError(f"offset {offset} outside a text of {len(self.text)} characters")
        if not self._starts:
            return offset
        piece = bisect_right(self._starts, offset) - 1
        return min(self._raw_starts[piece] + offset - self._starts[piece], self._raw_end(piece))

    def span_to_raw(self, start: int, end: int) -> tuple[int, int]:
        """The span of the input that became ``text[start:end]``, without invisible characters around it."""
        if end <= start:
            return self.to_raw(start), self.to_raw(start)
        raw_start = self.to_raw(start)
        if not self._starts:
            return raw_start, end
        following = bisect_left(self._starts, end)
        piece = bisect_right(self._starts, end - 1) - 1
        if following < len(self._starts) and self._starts[following] == end:
            return raw_start, self._raw_starts[following]
        if end == len(self.text):
            return raw_start, self._raw_end(piece)
        return raw_start, min(self._raw_starts[piece] + end - self._starts[piece], self._raw_end(piece))

    def _raw_end(self, piece: int) -> int:
        return self._raw_starts[piece + 1] if piece + 1 < len(self._raw_starts) else len(self.raw)


def canonicalise(raw: str) -> Canonical:
    """The canonical form of any string; never fails, linear in its length."""
    readable, flags = _convert_legacy(raw)
    if not _ODD.search(readable) and unicodedata.is_normalized("NFC", readable):
        return Canonical(readable, raw, flags)
    out: list[str] = []
    starts, raw_starts = array("L", [0]), array("L", [0])
    length, lockstep = 0, True
    for match in _PIECE.finditer(readable):
        piece = match.group()
        for clean, raw_start, raw_length in _clean(piece, match.start()):
            one_to_one = len(clean) == raw_length
            if not (one_to_one and lockstep):
                starts.append(length)
                raw_starts.append(raw_start)
            lockstep = one_to_one
            out.append(clean)
            length += len(clean)
    return Canonical("".join(out), raw, flags, starts, raw_starts)


def _clean(piece: str, start: int) -> list[tuple[str, int, int]]:
    """(canonical text, input offset, input length) of the parts of one word or one white-space character."""
    if piece[0] == "\r":
        return [("\n", start, len(piece))]
    if not _ODD.search(piece) and unicodedata.is_normalized("NFC", piece):
        return [(piece, start, len(piece))]
    whole = _clean_word(piece)
    parts: list[tuple[str, int, int]] = []
    cluster = 0
    for position in range(1, len(piece) + 1):
        if (
            position < len(piece)
            and unicodedata.combining(piece[position])
            and not _HIDDEN.match(piece[position])
        ):
            continue
        parts.append((_clean_word(piece[cluster:position]), start + cluster, position - cluster))
        cluster = position
    if "".join(part for part, _, _ in parts) == whole:
        return parts
    # Something composes across our clusters (an accent after an invisible character, Hangul): one part, coarser map.
    return [(whole, start, len(piece))]


def _clean_word(word: str) -> str:
    word = _HIDDEN.sub("", _NEWLINE.sub("\n", _SPACE.sub(" ", word)))
    return unicodedata.normalize("NFC", _BROKEN.sub("\ufffd", word.replace("\xd0", "\u0110")))


def _convert_legacy(raw: str) -> tuple[str, tuple[str, ...]]:
    """The text with its lines in a legacy font made readable, and the flags; the number of characters stays."""
    if not may_hold_legacy(raw):
        return raw, ()
    lines = _LINE.findall(raw)
    converted = [convert_line(line) for line in lines]
    if not any(converted):
        return raw, ()
    return "".join(new or old for new, old in zip(converted, lines, strict=True)), ("legacy_font",)
