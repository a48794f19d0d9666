"""Cue words, units and number words as TOML files, and the one way to read them.

Used by every component of `extract`. An entry that is missing, of the wrong type, doubled or not in normal form (NFC)
raises `LexiconError` naming the file and the entry, so that an editor who changes a file sees at once what is wrong.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from extract.errors import LexiconError

DIRECTORY = Path(__file__).parent


class Lexicon:
    """One TOML file of the lexicon. Keys are dotted paths into its tables: ``words("cues.launched")``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise LexiconError(f"{path.name}: no such lexicon file in {path.parent}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LexiconError(f"{path.name}: {error}") from error

    def keys(self, key: str = "") -> tuple[str, ...]:
        """Names of the entries of a table, in the order of the file."""
        return tuple(self._table(key))

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words or phrases, in the order of the file."""
        value = self._entry(key)
        if not isinstance(value, list) or not value:
            raise self._error(key, "expected a list of words, not empty")
        seen: set[str] = set()
        for word in value:
            self._check_word(key, word)
            if word in seen:
                raise self._error(key, f"“{word}” stands there twice")
            seen.add(word)
        return tuple(value)

    def numbers(self, key: str) -> dict[str, float]:
        """A table from words to numbers."""
        table = self._table(key)
        for word, number in table.items():
            self._check_word(key, word)
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise self._error(f"{key}.{word}", f"expected a number, not {number!r}")
        return {word: float(number) for word, number in table.items()}

    def strings(self, key: str) -> dict[str, str]:
        """A table from words to words."""
        table = self._table(key)
        for word, value in table.items():
            self._check_word(key, word)
            self._check_word(f"{key}.{word}", value)
        return dict(table)

    def _entry(self, key: str) -> Any:  # noqa: ANN401 - what TOML holds is checked by the caller
        value: Any = self._data
        for part in key.split("."):
            if not isinstance(value, Mapping) or part not in value:
                raise self._error(key, "missing")
            value = value[part]
        return value

    def _table(self, key: str) -> Mapping[str, Any]:
        value = self._entry(key) if key else self._data
        if not isinstance(value, Mapping) or not value:
            raise self._error(key, "expected a table, not empty")
        return value

    def _check_word(self, key: str, word: object) -> None:
        if not isinstance(word, str) or not word or word != word.strip():
            raise self._error(key, f"{word!r} is not a word")
        if unicodedata.normalize("NFC", word) != word:
            raise self._error(key, f"“{word}” is not in NFC")

    def _error(self, key: str, what: str) -> LexiconError:
        return LexiconError(f"{self.path.name}: entry “{key}”: {what}")


@cache
def load(name: str) -> Lexicon:
    """The bundled file ``name`` (without ``.toml``), read once."""
    return Lexicon(DIRECTORY / f"{name}.toml")


def alternatives(words: Iterable[str]) -> str:
    """A regular expression (also a verbose one) for any of some phrases, longest first, any spaces between syllables."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join("[ ]+".join(map(re.escape, word.split())) for word in longest_first)
