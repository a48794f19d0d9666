"""How sure a fact is: the product of how well each slot was found, from rates counted on annotated documents."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from extract.lexicon import DIRECTORY, Lexicon

_FLOOR, _CEILING = 0.05, 0.99


@cache
def _rates() -> dict[str, float]:
    return Lexicon(DIRECTORY / "facts.toml").numbers("confidence.rates")


@cache
def _penalties() -> dict[str, float]:
    return Lexicon(DIRECTORY / "facts.toml").numbers("confidence.flags")


def confidence(model_rule: str, locality_rule: str, flags: Iterable[str]) -> float:
    """The estimated probability that model, value, unit and locality are all right, between 0.05 and 0.99.

    ``model_rule`` and ``locality_rule`` name how the two slots were filled; facts without a count have the model rule ``presence``.
    """
    rates, penalties = _rates(), _penalties()
    result = (
        rates["base"] * rates.get(f"model_{model_rule}", 1.0) * rates.get(f"locality_{locality_rule}", 1.0)
    )
    for flag in flags:
        result *= penalties.get(flag, 1.0)
    return round(min(max(result, _FLOOR), _CEILING), 3)
