"""The words behind a place in the text, read one by one as they are asked for, and sets of phrases to find among them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_WORD = re.compile(r"([ \"“”'‘’]*)([^\W_]+(?:[-'’&][^\W\d_]+)*|,)")
_QUOTE = re.compile("[\"“”'‘’]")
_MAX_TOKENS = 16
_MAX_QUOTED = 3


class Token(NamedTuple):
    """A word or a comma, with its span and its lower-case form."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def capitalised(self) -> bool:
        """Like a name: “Tân”, but not “ANTT”."""
        return self.text[0].isupper() and not self.text.isupper()

    @property
    def plain(self) -> bool:
        """Letters only, all of them small."""
        return self.text.isalpha() and self.text.islower()


class Tokens:
    """The words of a noun phrase that may begin at ``start``: up to the first character no noun phrase holds.

    Quotation marks around the first words are passed over (285 "mắt" camera); later ones end the phrase, since a
    name follows (49 mô hình “Dòng họ…”).
    """

    def __init__(self, text: str, start: int, limit: int) -> None:
        self._text, self._position, self._limit = text, start, limit
        self._tokens: list[Token] = []
        self._quoted = self._ended = False

    def get(self, at: int) -> Token | None:
        """The token number ``at``, None behind the end."""
        while len(self._tokens) <= at and not self._ended:
            self._read()
        return self._tokens[at] if at < len(self._tokens) else None

    def words(self, at: int, length: int) -> tuple[str, ...]:
        """The lower-case forms of some tokens, fewer where the phrase ends before."""
        self.get(at + length - 1)
        return tuple(token.lower for token in self._tokens[at : at + length])

    def join(self, length: int) -> str:
        """The first tokens as one lower-case phrase."""
        return " ".join(self.words(0, length)).replace(" ,", ",")

    def _read(self) -> None:
        match = _WORD.match(self._text, self._position, self._limit)
        count = len(self._tokens)
        if match is None or count == _MAX_TOKENS:
            self._ended = True
            return
        if match[1] not in ("", " ") and _QUOTE.search(match[1]):
            if count and not (self._quoted and count <= _MAX_QUOTED):
                self._ended = True
                return
            self._quoted = not count
        word = match[2]
        self._position = match.end()
        self._tokens.append(Token(match.start(2), match.end(), word, word.lower()))


class PhraseSet:
    """Phrases of one or more words (and commas), the longest found first."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = frozenset(as_words(phrase) for phrase in phrases)
        lengths: dict[str, set[int]] = {}
        for phrase in self._phrases:
            lengths.setdefault(phrase[0], set()).add(len(phrase))
        self._lengths = {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()}

    def match(self, tokens: Tokens, at: int) -> int:
        """The number of tokens of the longest phrase that begins at token ``at``; 0 for none."""
        first = tokens.get(at)
        if first is None:
            return 0
        for length in self._lengths.get(first.lower, ()):
            words = tokens.words(at, length)
            if words in self._phrases:
                return len(words)
        return 0


def as_words(phrase: str) -> tuple[str, ...]:
    """A phrase as the tokens it would give."""
    return tuple(match[2] for match in _WORD.finditer(phrase))
