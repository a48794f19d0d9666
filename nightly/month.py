"""The last thirty days in a few lines, for who looks only now: what needed attention on which nights, runs that were cut short, nights without one."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files

from sqlite_utils import Database

_COUNTED = re.compile(r", for the \d+\w\w (?:time|run in a row, since [\d-]+)|; [\d,]+ address(?:es)? waits?")
_NUMBER = re.compile(r"\d+")
_MOST = 15


@dataclass
class _Trouble:
    """One kind of trouble, and the nights that had it."""

    text: str
    nights: list[str] = field(default_factory=list)
    run_id: int = 0

    def __str__(self) -> str:
        first, last = self.nights[0], self.nights[-1]
        when = f"{first}" if len(self.nights) == 1 else f"{len(self.nights)} nights, {first} to {last}"
        return f"{when}: {self.text} (run {self.run_id})"


def month(db: Database, run_id: int) -> tuple[str, ...]:
    """A line for each trouble of the thirty days up to run ``run_id``, the longest first; what only that run had is told elsewhere."""
    sql = files("nightly").joinpath("sql/month.sql").read_text(encoding="utf-8")
    rows = db.execute(sql, {"run": run_id}).fetchall()
    troubles: dict[str, _Trouble] = {}
    for run, night, finished, warnings in rows:
        texts = json.loads(warnings or "[]")
        if not finished and run != run_id:
            texts = ["the run was cut short; the next one went on from there"]
        for text in map(str, texts):
            bare = _COUNTED.sub("", text)
            trouble = troubles.setdefault(_NUMBER.sub("#", bare), _Trouble(bare))
            trouble.text, trouble.run_id = bare, run
            if night not in trouble.nights:
                trouble.nights.append(night)
    tonight = rows[-1][1] if rows else ""
    told = sorted(
        (one for one in troubles.values() if one.nights != [tonight]),
        key=lambda one: (-len(one.nights), one.nights[0]),
    )
    lines = [str(one) for one in told[:_MOST]]
    if len(told) > _MOST:
        lines.append(f"and {len(told) - _MOST} more; `mohinh report --run N` shows the report of a night")
    return (*lines, *_without_run([night for _, night, _, _ in rows]))


def _without_run(nights: Sequence[str]) -> list[str]:
    """The days between the first and the last night on which nothing ran."""
    if not nights:
        return []
    first, last = date.fromisoformat(nights[0]), date.fromisoformat(nights[-1])
    days = [(first + timedelta(days=number)).isoformat() for number in range((last - first).days)]
    missed = [day for day in days if day not in nights]
    if not missed:
        return []
    some = ", ".join(missed[-5:])
    return [
        f"no run on {len(missed)} of {len(days) + 1} days, last on {some}"
        if len(missed) > 5
        else f"no run on {some}"
    ]
