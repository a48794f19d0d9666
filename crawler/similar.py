"""The signature of a text, by which copies of it are recognised: MinHash over runs of five syllables (rensa).

Pure; stored and compared by `db.reprints`.
"""

from __future__ import annotations

import re

from db.folding import fold

MADE_BY = "rensa-rminhash-125-5-1"
"""Changes when anything here does: all texts are signed anew then."""

_PLACES = 125
_RUN = 5
_LEAST = 40
"""Syllables. Shorter texts (a caption, a notice) are alike without being copies."""

_SYLLABLE = re.compile(r"\w+")


def signature(text: str) -> tuple[int, ...]:
    """The signature of a text; empty when it is too short to tell. Case, marks and punctuation do not count."""
    syllables = _SYLLABLE.findall(fold(text))
    if len(syllables) < _LEAST:
        return ()
    runs = {" ".join(syllables[start : start + _RUN]) for start in range(len(syllables) - _RUN + 1)}
    from rensa import RMinHash  # noqa: PLC0415 - for a night with new texts

    hashed = RMinHash(num_perm=_PLACES, seed=42)
    hashed.update(sorted(runs))
    return tuple(hashed.digest())
