"""The learnt weights: one TOML file a decision, made by `bench/linking/train.py` and never written by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.errors import LexiconError

DIRECTORY = Path(__file__).parent / "learnt"


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature is worth, per decision, and in ``sureness`` what a fact's confidence is made of (`extract.facts.confidence`).

    ``event`` has one weight per class of `extract.facts.event_features.CLASSES`, the others a single one.
    """

    bare: Mapping[str, float]
    quoted: Mapping[str, float]
    scope: Mapping[str, float]
    model: Mapping[str, float]
    place: Mapping[str, float]
    pair: Mapping[str, float]
    event: Mapping[str, tuple[float, ...]]
    date: Mapping[str, float]
    sureness: Mapping[str, float]


def load_weights(directory: Path) -> Weights:
    """Read the weights of a directory. Raises `LexiconError` naming the file and the entry that is wrong."""
    single = {
        name: {feature: _number(name, feature, value) for feature, value in _table(directory, name).items()}
        for name in ("bare", "quoted", "scope", "model", "place", "pair", "date", "sureness")
    }
    event: dict[str, tuple[float, ...]] = {}
    for feature, row in _table(directory, "event").items():
        if not isinstance(row, list):
            raise LexiconError(f"event.toml: entry “{feature}”: expected one number per class")
        event[feature] = tuple(_number("event", feature, value) for value in row)
    if len({len(row) for row in event.values()}) > 1:
        raise LexiconError("event.toml: rows of different lengths")
    return Weights(event=event, **single)


@cache
def bundled_weights() -> Weights:
    """The weights that come with the package, read once."""
    return load_weights(DIRECTORY)


def _table(directory: Path, name: str) -> Mapping[str, object]:
    path = directory / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LexiconError(f"{path.name}: no such file of weights in {directory}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path.name}: {error}") from error


def _number(name: str, feature: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LexiconError(f"{name}.toml: entry “{feature}”: expected a number, not {value!r}")
    return float(value)
