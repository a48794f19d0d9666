"""How sure a fact is: the product of how well each slot was found, from rates counted on annotated documents."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from extract.lexicon import DIRECTORY, Lexicon
from extract.records import Link

_FLOOR, _CEILING = 0.05, 0.99


@cache
def _rates() -> dict[str, float]:
    return Lexicon(DIRECTORY / "facts.toml").numbers("confidence.rates")


@cache
def _penalties() -> dict[str, float]:
    return Lexicon(DIRECTORY / "facts.toml").numbers("confidence.flags")


def confidence(links: Iterable[Link], flags: Iterable[str]) -> float:
    """The estimated probability that model, value, unit and locality are all right, between 0.05 and 0.99."""
    rates, penalties = _rates(), _penalties()
    result = 1.0
    for link in links:
        result *= rates.get(f"{link.slot}_{link.rule}", rates.get(f"{link.slot}_{link.scope}", 1.0))
    for flag in flags:
        result *= penalties.get(flag, 1.0)
    return round(min(max(result, _FLOOR), _CEILING), 3)
