"""A text as a flat list of words, numbers and signs, each with its place and shape. One pass, nothing copied twice."""

from __future__ import annotations

import re
from dataclasses import dataclass

LOWER, CAPITAL, NUMBER, SIGN, LINE = range(5)

_TOKEN = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*|\d+(?:\.\d{3})*|[^\w\s]|_|\n")
_JOINED = re.compile(r"(TDP|KDC|TPHCM|TP|KP|TX|Tx|Tp|P|Q)(?=\d|HCM)")
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
    start: list[int] = []
    end: list[int] = []
    lower: list[str] = []
    kind: list[int] = []
    quoted: list[bool] = []
    inside = False
    for match in _TOKEN.finditer(text):
        begin, stop = match.span()
        word = match.group()
        first = word[0]
        if first.isalpha():
            shape = CAPITAL if first.isupper() else LOWER
            joined = _JOINED.match(text, begin) if shape == CAPITAL else None
            if joined and begin < joined.end() < stop:
                start.append(begin)
                end.append(joined.end())
                lower.append(joined.group().casefold())
                kind.append(CAPITAL)
                quoted.append(inside)
                begin = joined.end()
                word = text[begin:stop]
        elif first.isdigit():
            shape = NUMBER
        elif first == "\n":
            shape, inside = LINE, False
        else:
            shape = SIGN
            if first in _QUOTE_OPEN:
                inside = True
            elif first in _QUOTE_CLOSE:
                inside = False
            elif first == '"':
                inside = not inside
        start.append(begin)
        end.append(stop)
        lower.append(word.lower())
        kind.append(shape)
        quoted.append(inside)
    return Tokens(text, start, end, lower, kind, quoted)
