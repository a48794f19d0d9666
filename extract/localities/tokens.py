"""A text as a flat list of words, numbers and signs, each with its place and shape. One pass, nothing copied twice."""

from __future__ import annotations

import re
from dataclasses import dataclass

LOWER, CAPITAL, NUMBER, LINE, SIGN = range(1, 6)

_UPPER = "".join(c for c in map(chr, range(0x41, 0x1EFF)) if c.isupper())
_LETTER = r"[^\W\d_]"
# One group for each kind of token, in the order of the constants above; an abbreviation written together with its number
# or name (KP1, P12, TPHCM) is a capitalised word of its own.
_TOKEN = re.compile(
    rf"((?![{_UPPER}]){_LETTER}+(?:['’ʼ`]{_LETTER}+)*)"
    rf"|((?:TDP|KDC|TP|KP|TX|Tx|Tp|P|Q)(?=\d|HCM)|{_LETTER}+(?:['’ʼ`]{_LETTER}+)*)"
    r"|(\d+(?:\.\d{3})*)"
    r"|(\n)"
    r"|([^\w\s]|_|\w)"
)
_QUOTE_OPEN, _QUOTE_CLOSE = frozenset("“«„"), frozenset("”»")


@dataclass(slots=True)
class Tokens:
    """Parallel lists over the tokens; ``text[start[i]:end[i]]`` is token i, ``lower`` its casefolded form.

    ``kind`` is one of the module's constants. ``quoted[i]`` tells that the token stands between quotation marks
    (a mark left open ends with its line).
    """

    text: str
    start: list[int]
    end: list[int]
    lower: list[str]
    kind: list[int]
    quoted: list[bool]

    def __len__(self) -> int:
        return len(self.start)

    def word(self, i: int) -> str:
        """Token i as it stands in the text."""
        return self.text[self.start[i] : self.end[i]]

    def slice(self, i: int, j: int) -> str:
        """The text from token i up to, not including, token j."""
        return self.text[self.start[i] : self.end[j - 1]] if j > i else ""

    def adjacent(self, i: int) -> bool:
        """Whether only spaces (or nothing) stand between token i and the next, which is on the same line."""
        return i + 1 < len(self.start) and self.kind[i + 1] != LINE and self.start[i + 1] - self.end[i] <= 2

    def opens_sentence(self, i: int) -> bool:
        """Whether token i is the first word of a line or stands behind a full stop, colon, quote or dash."""
        return i == 0 or self.kind[i - 1] == LINE or self.lower[i - 1] in _OPENERS


_OPENERS = frozenset({".", ":", "!", "?", "…", "“", '"', "«", "-", "–", "•", "*", ";"})


def tokenize(text: str) -> Tokens:
    """The tokens of a text. An abbreviation written together with its number (KP1, P12) is two tokens."""
    matches = list(_TOKEN.finditer(text))
    start = [match.start() for match in matches]
    kind = [match.lastindex or SIGN for match in matches]
    lower = [match.group().lower() for match in matches]
    end = [match.end() for match in matches]
    return Tokens(text, start, end, lower, kind, _quoted(lower, kind))


def _quoted(lower: list[str], kind: list[int]) -> list[bool]:
    quoted = [False] * len(lower)
    opened: int | None = None
    for i, shape in enumerate(kind):
        if shape < LINE:
            continue
        sign = lower[i]
        if opened is not None and (shape == LINE or sign in _QUOTE_CLOSE or sign == '"'):
            quoted[opened:i] = [True] * (i - opened)
            opened = None
        elif sign in _QUOTE_OPEN or sign == '"':
            opened = i
    if opened is not None:
        quoted[opened:] = [True] * (len(quoted) - opened)
    return quoted
