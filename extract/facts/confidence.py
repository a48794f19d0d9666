"""How sure a fact is, from how likely each decision that made it was, calibrated on annotated documents."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from extract.ranking import Weights
from extract.records import Link

_FLOOR, _CEILING = 0.02, 0.99
_DECISIVE = frozenset({"model", "locality"})
_CERTAIN = 1e-3  # a decision without a rival is not quite certain


def confidence(
    kind: str,
    chances: Mapping[str, float],
    links: Iterable[Link],
    flags: Iterable[str],
    weights: Weights,
) -> float:
    """The estimated probability that model, value, unit and locality are all right, between 0.02 and 0.99.

    ``kind`` is ``count`` or ``presence``, ``chances`` how likely each decision was, by slot; ``links`` how the slots were filled.
    """
    total = sum(
        weights.sureness.get(name, 0.0) * value
        for name, value in sureness_features(kind, chances, links, flags)
    )
    return round(min(max(1.0 / (1.0 + math.exp(-total)), _FLOOR), _CEILING), 3)


def sureness_features(
    kind: str, chances: Mapping[str, float], links: Iterable[Link], flags: Iterable[str]
) -> Iterator[tuple[str, float]]:
    """What the confidence is computed from: a constant, the log odds of each decision and of the least likely, the rules, the flags."""
    yield kind, 1.0
    odds = {slot: _log_odds(likely) for slot, likely in chances.items()}
    for slot, value in odds.items():
        yield f"{kind} {slot}", value
    if odds:
        yield f"{kind} least", min(odds.values())
    for link in links:
        if link.slot in _DECISIVE:
            yield f"{kind} {link.slot} {link.rule}", 1.0
            yield f"{kind} {link.slot} {link.scope}", 1.0
    for flag in flags:
        yield f"flag {flag}", 1.0


def _log_odds(likely: float) -> float:
    inside = min(max(likely, _CERTAIN), 1.0 - _CERTAIN)
    return math.log(inside / (1.0 - inside))
