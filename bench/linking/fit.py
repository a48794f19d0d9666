"""Weights that explain examples best: penalised maximum likelihood, by Adam, with numpy alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bench.linking.examples import Example, Judged

Array = NDArray[np.float64]
_STEPS, _RATE = 300, 0.05


def _minimise(gradient: Callable[[Array], Array], shape: tuple[int, ...]) -> Array:
    weights, mean, square = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for step in range(1, _STEPS + 1):
        slope = gradient(weights)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope * slope
        weights -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


class Columns:
    """The features that occur in at least ``least`` examples, numbered."""

    def __init__(self, examples: Sequence[Example], least: int) -> None:
        seen = Counter(name for example in examples for name in set().union(*example.features))
        self.names = sorted(name for name, times in seen.items() if times >= least)
        self._index = {name: index for index, name in enumerate(self.names)}

    def rows(self, options: Sequence[frozenset[str]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Feature numbers of all options one after the other, and the option each belongs to."""
        flat, owner = [], []
        for number, features in enumerate(options):
            known = [self._index[name] for name in features if name in self._index]
            flat.extend(known)
            owner.extend([number] * len(known))
        return np.array(flat, dtype=np.int64), np.array(owner, dtype=np.int64)


def fit_ranking(examples: Sequence[Example], penalty: float, least: int) -> dict[str, float]:
    """Weights of a slot of which one option is chosen (softmax over the options of an example)."""
    usable = [e for e in examples if any(e.right) and not all(e.right)]
    columns = Columns(usable, least)
    flat, owner = columns.rows([features for e in usable for features in e.features])
    group = np.repeat(np.arange(len(usable)), [len(e.features) for e in usable])
    right = np.array([good for e in usable for good in e.right], dtype=float)

    def gradient(weights: Array) -> Array:
        scores = np.bincount(owner, weights=weights[flat], minlength=len(group))
        highest = np.full(len(usable), -np.inf)
        np.maximum.at(highest, group, scores)
        parts = np.exp(scores - highest[group])
        chance = parts / np.bincount(group, weights=parts)[group]
        wanted = parts * right
        wanted /= np.maximum(np.bincount(group, weights=wanted), 1e-300)[group]
        slope = np.bincount(flat, weights=(chance - wanted)[owner], minlength=len(columns.names))
        return slope + penalty * weights

    return dict(zip(columns.names, _minimise(gradient, (len(columns.names),)), strict=True))


def fit_chance(examples: Sequence[Example], penalty: float, least: int) -> dict[str, float]:
    """Weights of a slot that is so or not (logistic)."""
    columns = Columns(examples, least)
    flat, owner = columns.rows([e.features[0] for e in examples])
    right = np.array([e.right[0] for e in examples], dtype=float)

    def gradient(weights: Array) -> Array:
        scores = np.bincount(owner, weights=weights[flat], minlength=len(right))
        error = 1 / (1 + np.exp(-scores)) - right
        return np.bincount(flat, weights=error[owner], minlength=len(weights)) + penalty * weights

    return dict(zip(columns.names, _minimise(gradient, (len(columns.names),)), strict=True))


def fit_classes(examples: Sequence[Example], penalty: float, least: int) -> dict[str, list[float]]:
    """Weights of a slot whose options are the same few classes in every example (multinomial)."""
    usable = [e for e in examples if sum(e.right) == 1]
    columns = Columns(usable, least)
    flat, owner = columns.rows([e.features[0] for e in usable])
    right = np.array([e.right for e in usable], dtype=float)

    def gradient(weights: Array) -> Array:
        scores = np.zeros_like(right)
        np.add.at(scores, owner, weights[flat])
        scores -= scores.max(axis=1, keepdims=True)
        parts = np.exp(scores)
        error = parts / parts.sum(axis=1, keepdims=True) - right
        slope = np.zeros_like(weights)
        np.add.at(slope, flat, error[owner])
        return slope + penalty * weights

    found = _minimise(gradient, (len(columns.names), right.shape[1]))
    return {name: list(row) for name, row in zip(columns.names, found, strict=True)}


def fit_sureness(judged: Sequence[Judged], penalty: float) -> dict[str, float]:
    """Weights that turn the log odds of the decisions behind a fact into the log odds that the fact is right."""
    names = sorted({name for fact in judged for name, _ in fact.parts})
    column = {name: index for index, name in enumerate(names)}
    used = np.zeros((len(judged), len(names)))
    for row, fact in enumerate(judged):
        for name, value in fact.parts:
            used[row, column[name]] = value
    right = np.array([fact.right for fact in judged], dtype=float)

    def gradient(weights: Array) -> Array:
        error = 1 / (1 + np.exp(-used @ weights)) - right
        return used.T @ error + penalty * weights

    return dict(zip(names, _minimise(gradient, (len(names),)), strict=True))
