"""Progress bars on a terminal, silence in a log.

A step reports through a `Bar`; whether anything is drawn is decided here, by whether standard error is a terminal.
rich is imported only when something is drawn.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Bar = Callable[[int, int | None, str], None]
"""``bar(done, total, note)``: so many done of so many (None: not known), with a short note beside the bar."""

T = TypeVar("T")


def _silent(done: int, total: int | None, note: str) -> None:
    """Draw nothing."""


@contextmanager
def progress(label: str) -> Iterator[Bar]:
    """Give a `Bar` that draws ``label`` with a bar on a terminal, and nothing anywhere else."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console  # noqa: PLC0415  (only for who sees it)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description:<8}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}", style="dim"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task(label, total=None, note="")

        def draw(done: int, total: int | None, note: str) -> None:
            display.update(task, completed=done, total=total, note=note[:60])

        yield draw


def tracked(items: Iterable[T], bar: Bar, total: int | None = None) -> Iterator[T]:
    """Pass ``items`` through and move ``bar`` on after each."""
    for done, item in enumerate(items, 1):
        yield item
        bar(done, total, "")
