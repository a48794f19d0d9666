"""Sources that a run left before their end, and since when that has been so night after night."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from sqlite_utils import Database

_OURS = ("budget of ", "the run's time was up")
"""How the reasons begin that are our own limits: the next run goes on, nobody need do anything."""


@dataclass(frozen=True, slots=True)
class Left:
    """One source: why it was left, how many of its addresses wait, and for how many runs in a row since which day."""

    source_id: str
    reason: str
    waiting: int
    runs: int
    since: str

    @property
    def by_us(self) -> bool:
        """Whether a limit of ours ended it, not the site."""
        return self.reason.startswith(_OURS)

    def __str__(self) -> str:
        """In words."""
        again = "" if self.runs == 1 else f", for the {ordinal(self.runs)} run in a row, since {self.since}"
        waiting = "; 1 address waits" if self.waiting == 1 else f"; {self.waiting:,} addresses wait"
        return f"left before its end{again}: {self.reason}{waiting if self.waiting else ''}"


def left_early(db: Database, run_id: int) -> list[Left]:
    """The sources that run ``run_id`` left before their end."""
    sql = files("nightly").joinpath("sql/left.sql").read_text(encoding="utf-8")
    return [Left(*row) for row in db.execute(sql, {"run": run_id}).fetchall()]


def ordinal(number: int) -> str:
    """A number as its place in a row: 1st, 2nd, 3rd, 4th."""
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
