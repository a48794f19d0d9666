"""How neighbouring mentions lie in one another: “khu phố 5, phường X (TX Y)”, “A, B và C của huyện D”."""

from __future__ import annotations

from collections.abc import Iterable

from extract.localities.raw import Raw
from extract.localities.tokens import Tokens
from extract.localities.vocabulary import Vocabulary

_LINKS = frozenset({",", "(", "-", "–", "thuộc", "của", "ở", "tại", "/"})
_SISTERS = frozenset({",", "và", "-", "–", ";", "cùng", "với", "hoặc", "/", "&"})
_OPENINGS = (["("], [":"], [",", "("])


def relate(mentions: Iterable[Raw], tokens: Tokens, words: Vocabulary) -> None:
    """Set the parents that the text itself names, for mentions in order.

    A larger unit behind smaller ones, linked by a comma, a bracket or a word like “thuộc”, is their parent; a smaller one
    in brackets behind a larger one lies in it. What the text calls former holds for the list it stands in.
    """
    chain: list[Raw] = []
    for raw in mentions:
        if not chain:
            chain = [raw]
            continue
        last = chain[-1]
        between = tokens.lower[last.last : raw.first]
        listed = raw.group is not None and raw.group == last.group
        if listed or (raw.level == last.level and between and _are_sisters(between, words)):
            raw.former = raw.former or last.former
            chain.append(raw)
        elif raw.level < last.level and _is_link(tokens.lower, last.last, raw.first, words):
            pending = [m for m in chain if m.level > raw.level and m.parent is None]
            # “xã X, Y”: a bare name behind a comma may as well begin something new; the gazetteer has the last word.
            loose = raw.bare and between[:1] in ([","], ["-"], ["–"], [])
            for m in pending:
                m.parent, m.shared = raw, loose or m is not pending[-1]
            chain = [raw]
        else:
            if raw.level > last.level and between in _OPENINGS:
                raw.parent = last
            chain = [raw]


def _are_sisters(between: list[str], words: Vocabulary) -> bool:
    if set(between) <= _SISTERS:
        return True
    return between[0] in _SISTERS and set(between[1:]) <= words.parts


def _is_link(lower: list[str], i: int, j: int, words: Vocabulary) -> bool:
    """Whether tokens i to j say that what stands before lies in what follows."""
    if i == j or (j - i == 1 and lower[i] in _LINKS):
        return True
    length = words.of.at(lower, i)
    if length and i + length == j:
        return True
    # “ở các huyện”, “(đều thuộc”, “), huyện”
    return j - i == 2 and lower[i] in {")", ",", "(", "”", '"'} and lower[i + 1] in _LINKS
