"""Work in small batches: done first, then stored together, so that the write lock is held for a moment only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

SIZE = 25
"""What a kill can cost at most, in pages or articles done and not stored yet."""


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """``items`` in lists of `SIZE`, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, SIZE)):
        yield batch
