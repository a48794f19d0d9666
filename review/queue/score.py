"""How urgent a look at a statement is: how doubtful it is, times how much depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2


@dataclass(frozen=True, slots=True)
class Weight:
    """What depends on a statement.

    How many ``statements`` there are about its model, whether it is ``counted``, counts for a ``whole_province`` (and so
    goes into sums), and is one of several counts that disagree (``rivals``).
    """

    statements: int
    counted: int
    whole_province: int
    rivals: int


def doubt(confidence: float) -> float:
    """0 (sure) to 1: the estimated probability that something in it is wrong."""
    return 1 - min(max(confidence, 0.0), 1.0)


def consequence(weight: Weight) -> float:
    """1 for a statement that nothing depends on, more for each thing that does.

    A model with many statements counts by the logarithm: a wrong name among 100 statements matters more than among 3,
    but not thirty times. A count doubles, one that goes into a province's sums doubles again, a conflict adds half.
    """
    result = 1 + log2(1 + weight.statements) / 4
    result *= 2 if weight.counted else 1
    result *= 2 if weight.counted and weight.whole_province else 1
    return result * (1.5 if weight.rivals else 1)


def score(confidence: float, weight: Weight) -> float:
    """Doubt times consequence; the queue shows the largest first."""
    return doubt(confidence) * consequence(weight)
