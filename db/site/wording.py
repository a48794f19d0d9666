"""What the program says in English, told in the language of the request.

Errors of `review`, reasons of flags and readings of places are written in English where they arise: they stand in the
database and go to the terminal too. The catalogue (db/site/texts/desk.toml, ``told.…``) has each sentence in both
languages; one that matches is told by the other, with the same values in it. What it does not know stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from db.site.language import current, known, load_catalogue

_FIELD = re.compile(r"\{(\w+)\}")
_EMPTY = " :"
"""What `nightly.flag_reasons` takes from the end of a sentence whose last value is empty."""


def told(text: str | None, topic: str) -> str:
    """*text* in the language of the request; *topic* (``error``, ``reason``, ``reading``) says which sentences to look among."""
    if not text or current.get() == "en":
        return text or ""
    for key, pattern in _sentences(topic):
        found = pattern.fullmatch(text)
        if found:
            values = {name: _value(name, value) for name, value in found.groupdict().items()}
            return load_catalogue()[key][1].format(**values).rstrip(_EMPTY)
    return text


def told_parts(text: str | None, topic: str) -> str:
    """The same for several sentences with “; ” between them, as the readings of a place have."""
    return "; ".join(told(part, topic) for part in (text or "").split("; "))


def percent(share: float) -> str:
    """A share of a hundred with one decimal, as the language writes it: 93.5 % and 93,5 %."""
    written = f"{share:.1f} %"
    return written if current.get() == "en" else written.replace(".", ",")


@cache
def _sentences(topic: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The English sentences of a topic as patterns, those with the most words of their own first."""
    prefix = f"told.{topic}."
    texts = {key: pair[0] for key, pair in load_catalogue().items() if key.startswith(prefix)}
    own = sorted(texts, key=lambda key: -len(_FIELD.sub("", texts[key])))
    return tuple((key, _pattern(texts[key])) for key in own)


def _pattern(sentence: str) -> re.Pattern[str]:
    """A pattern with a group for each field; a last field that is empty takes what stands before it along."""
    pieces = _FIELD.split(sentence)
    written = "".join(
        f"(?P<{piece}>.*?)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)
    )
    if pieces[-1] == "" and len(pieces) > 1:
        written = re.sub(r":\\ (\(\?P<\w+>\.\*\?\))$", r"(?::\\ \1)?", written)
    return re.compile(written, re.DOTALL)


def _value(name: str, value: str | None) -> str:
    """A value within a sentence: scopes, roles and actions have names of their own, fractions a comma."""
    if value is None:
        return ""
    if re.fullmatch(r"\d+\.\d+", value) and name in {"confidence", "floor"}:
        return value.replace(".", ",")
    return known(f"desk.{name}.{value}", value)
