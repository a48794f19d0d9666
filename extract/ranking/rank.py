"""Scores of options from the weights of their features, and the probabilities that follow."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Choice = TypeVar("Choice")


@dataclass(slots=True)
class Option(Generic[Choice]):
    """One candidate for a slot, and the names of what speaks for it or against it. A feature counts once, however often it is named."""

    choice: Choice
    features: set[str] = field(default_factory=set)


def score(features: Set[str], weights: Mapping[str, float]) -> float:
    """The sum of the weights of the features; one that was never seen in training says nothing."""
    return sum(map(weights.__getitem__, weights.keys() & features))


def rank(options: Sequence[Option[Choice]], weights: Mapping[str, float]) -> list[float]:
    """The probability of each option, in order (softmax of the scores)."""
    if len(options) == 1:
        return [1.0]
    return _softmax([score(option.features, weights) for option in options])


def best(options: Sequence[Option[Choice]], weights: Mapping[str, float]) -> tuple[Choice, float]:
    """The likeliest option (the first of equals) and its probability. There must be one."""
    probabilities = rank(options, weights)
    index = max(range(len(options)), key=probabilities.__getitem__)
    return options[index].choice, probabilities[index]


def chance(features: Set[str], weights: Mapping[str, float]) -> float:
    """The probability that what the features describe is so (logistic)."""
    return 1.0 / (1.0 + math.exp(-max(min(score(features, weights), 30.0), -30.0)))


def classify(features: Set[str], table: Mapping[str, Sequence[float]], classes: int) -> list[float]:
    """The probability of each class, where a feature has one weight per class."""
    rows = [table[feature] for feature in table.keys() & features]
    return _softmax(list(map(sum, zip(*rows, strict=True))) if rows else [0.0] * classes)


def _softmax(scores: Sequence[float]) -> list[float]:
    highest = max(scores)
    parts = [math.exp(value - highest) for value in scores]
    total = sum(parts)
    return [part / total for part in parts]
