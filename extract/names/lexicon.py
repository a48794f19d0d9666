"""The lexicon of model names as compiled patterns, read once.

Built from `extract/lexicon/models_*.toml`. All patterns are made for text as `keys.same_length_lower` gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extract.lexicon import load
from extract.names.keys import same_length_lower

Pattern = re.Pattern[str]


def _alternatives(words: Iterable[str]) -> str:
    folded = {same_length_lower(word) for word in words}
    ordered = sorted(folded, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"[ \u00a0]+") for word in ordered)


@cache
def phrase_at(file: str, key: str) -> Pattern:
    """Matches one of the phrases where it is asked to (`Pattern.match`), as whole words, the longest first."""
    words = load(file).words(key)
    return re.compile(rf"(?:{_alternatives(words)})(?!\w)")


@cache
def phrase_in(file: str, key: str) -> Pattern:
    """Finds one of the phrases anywhere, as whole words."""
    words = load(file).words(key)
    return re.compile(rf"(?<!\w)(?:{_alternatives(words)})(?!\w)")


@cache
def phrase_before(file: str, key: str) -> Pattern:
    """Finds one of the phrases at the end of a stretch of text (with ``endpos`` set), white space and a colon allowed behind."""
    words = load(file).words(key)
    return re.compile(rf"(?<!\w)(?:{_alternatives(words)})[ \u00a0]*[:–-]?[ \u00a0]*\Z")


@cache
def phrase_at_end(file: str, key: str) -> Pattern:
    """Finds one of the phrases at the very end of a stretch of text."""
    words = load(file).words(key)
    return re.compile(rf"(?<!\w)(?:{_alternatives(words)})\Z")


def alternatives(file: str, key: str) -> str:
    """The phrases of an entry as a regular expression without groups, the longest first."""
    return _alternatives(load(file).words(key))


@cache
def coordination() -> dict[str, frozenset[str]]:
    """For each word that names coordinate, the groups it belongs to."""
    groups: dict[str, set[str]] = {}
    lexicon = load("models_names")
    for group in lexicon.keys("coordinated"):
        for word in lexicon.words(f"coordinated.{group}"):
            groups.setdefault(same_length_lower(word), set()).add(group)
    return {word: frozenset(members) for word, members in groups.items()}
