"""Arithmetic on locality paths: levels, containment, the smallest unit that holds several."""

from __future__ import annotations

from collections.abc import Container, Sequence
from enum import IntEnum
from functools import lru_cache

SEPARATOR = " | "
_KEPT = 4_096  # paths; those of a text are compared again with each of its counts


class Level(IntEnum):
    """Rank of a unit; a larger number is a smaller unit."""

    PROVINCE = 0
    DISTRICT = 1
    COMMUNE = 2
    HAMLET = 3


_DISTRICT = ("huyện ", "quận ", "thị xã ", "thành phố ")
_COMMUNE = ("xã ", "phường ", "thị trấn ")


@lru_cache(maxsize=_KEPT)
def level(path: str) -> Level:
    """The rank of the unit a path names, from its type and from whether it has a parent."""
    leaf, separator, _ = path.partition(SEPARATOR)
    if leaf.startswith("tỉnh ") or (not separator and leaf.startswith("thành phố ")):
        return Level.PROVINCE
    if leaf.startswith(_DISTRICT):
        return Level.DISTRICT
    if leaf.startswith(_COMMUNE):
        return Level.COMMUNE
    return Level.HAMLET


def parts(path: str) -> tuple[str, ...]:
    """The units of a path, smallest first."""
    return tuple(path.split(SEPARATOR))


@lru_cache(maxsize=_KEPT)
def contains(outer: str, inner: str) -> bool:
    """True where ``inner`` lies in ``outer`` or is it; a path may skip levels."""
    if inner == outer or inner.endswith(SEPARATOR + outer):
        return True
    outer_parts, inner_parts = parts(outer), parts(inner)
    return outer_parts[0] in inner_parts[1:] and outer_parts[-1] == inner_parts[-1]


def ancestors(path: str) -> list[str]:
    """The path itself and every unit above it, smallest first."""
    pieces = parts(path)
    return [SEPARATOR.join(pieces[index:]) for index in range(len(pieces))]


def common_container(paths: Sequence[str], named: Container[str]) -> str | None:
    """The smallest unit among the ``named`` ones that holds all of ``paths``; a province need not be named. None where they share none."""
    if not paths:
        return None
    for candidate in ancestors(paths[0]):
        if candidate not in named and level(candidate) is not Level.PROVINCE:
            continue
        if all(contains(candidate, path) for path in paths[1:]):
            return candidate
    return None


def lifted_above(path: str, floor: Level) -> str | None:
    """The smallest unit of the path that ranks above ``floor`` (a count of districts belongs to a province)."""
    for candidate in ancestors(path):
        if level(candidate) < floor:
            return candidate
    return None
