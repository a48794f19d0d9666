"""The identity of a statement: what makes two facts the same over many extractions.

A statement is “this article says, in this sentence, this of this model”. Place, event, date and offsets are what
the extractor makes of it today; they may change without making it another statement, so decisions of editors
stay attached.
"""

from __future__ import annotations

import hashlib
import json

ID_LENGTH = 20


def fold_spaces(text: str) -> str:
    """*text* with every run of white space as one space, and none at the ends."""
    return " ".join(text.split())


def number_text(value: float | None) -> str | None:
    """A number as it goes into the hash: 2.0 and 2 are the same."""
    if value is None:
        return None
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def statement_id(
    url: str, sentence: str, model: str | None, value: float | None, unit: str | None, occurrence: int
) -> str:
    """The id of a statement: 20 hexadecimal digits.

    *url* is the article's, *sentence* the one the evidence stands in (spaces are folded here), *model* the
    model's key, *occurrence* tells apart statements of one article that agree in all of this (0, 1, …).
    """
    parts = [url, fold_spaces(sentence), model, number_text(value), unit, occurrence]
    packed = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode("utf-8")).hexdigest()[:ID_LENGTH]
