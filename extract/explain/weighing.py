"""A decision that was weighed, in words: how likely each option was, and what spoke most for the one that was chosen."""

from __future__ import annotations

from collections.abc import Mapping

from extract.facts.event_features import CLASSES
from extract.ranking import Weights
from extract.records import Ranked, Ranking

_OPTIONS, _REASONS = 3, 3
_SINGLE = {
    "scope": "a count that facts are made of",
    "quoted": "a model's name",
    "bare": "a place",
    "pair": "tied",
}
_TELLING = 0.1  # a feature that weighs less says nothing


def in_words(ranking: Ranking, weights: Weights) -> str:
    """“xã A 0.86, huyện B 0.12; for it: before nearest 0 (+0.9), …”."""
    if ranking.slot in _SINGLE:
        option = ranking.options[0]
        about = " in ".join(part for part in ranking.about or () if part)
        told = f"{about}: " if about else ""
        reasons = _reasons(_single_weights(option, getattr(weights, ranking.slot)))
        return f"{told}{_SINGLE[ranking.slot]} {option.probability:.2f}{reasons}"
    ordered = sorted(ranking.options, key=lambda option: -option.probability)
    likely = ", ".join(f"{option.value or 'none'} {option.probability:.2f}" for option in ordered[:_OPTIONS])
    if ranking.chosen is None or len(ordered) == 1:
        return likely
    return likely + _reasons(_against_next(ranking, ordered, weights))


def _single_weights(option: Ranked, table: Mapping[str, float]) -> dict[str, float]:
    return {feature: table[feature] for feature in option.features if feature in table}


def _against_next(ranking: Ranking, ordered: list[Ranked], weights: Weights) -> dict[str, float]:
    """What each feature added to the chosen option beyond the next."""
    best, following = ordered[0], ordered[1]
    if ranking.slot == "event":
        places = [event.value if event is not None else None for event in CLASSES]
        first, second = places.index(best.value), places.index(following.value)
        return {
            feature: row[first] - row[second]
            for feature in best.features
            if (row := weights.event.get(feature)) is not None
        }
    table: Mapping[str, float] = getattr(weights, ranking.slot)
    gains = {feature: table.get(feature, 0.0) for feature in best.features - following.features}
    gains |= {f"not: {feature}": -table.get(feature, 0.0) for feature in following.features - best.features}
    return gains


def _reasons(gains: Mapping[str, float]) -> str:
    ordered = sorted(gains.items(), key=lambda item: (-abs(item[1]), item[0]))[:_REASONS]
    told = ", ".join(f"{feature} ({gain:+.1f})" for feature, gain in ordered if abs(gain) >= _TELLING)
    return f"; weighed most: {told}" if told else ""
