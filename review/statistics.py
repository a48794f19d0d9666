"""How often the machine is right, from the decisions: per rule, flag, source and band of confidence, with intervals.

A statement counts as right when it was accepted, as wrong when it was corrected or rejected. Decisions made together are left
out: they say what one look at many statements found, not many looks. The queue shows doubtful statements first, so these are
figures about what was looked at, not about all statements.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt

_Z = 1.959964  # 95 %


@dataclass(frozen=True, slots=True)
class Judged:
    """One decision as the figures need it: what was shown, and whether it was right."""

    rule: str
    flags: tuple[str, ...]
    source: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Precision:
    """Share of right ones among ``judged``, with its 95 % interval (Wilson)."""

    group: str
    name: str
    judged: int
    right: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Right ones of all."""
        return self.right / self.judged


def wilson(right: int, judged: int) -> tuple[float, float]:
    """The 95 % interval of a share: honest for few cases and near 0 and 1. (0, 1) for none."""
    if judged == 0:
        return 0.0, 1.0
    share, square = right / judged, _Z * _Z
    middle = (share + square / (2 * judged)) / (1 + square / judged)
    half = _Z * sqrt(share * (1 - share) / judged + square / (4 * judged**2)) / (1 + square / judged)
    return max(0.0, middle - half), min(1.0, middle + half)


_JUDGED = """
    SELECT r.shown, d.verdict, coalesce(s.name, '')
    FROM decided AS d JOIN reviews AS r ON r.id = d.review_id
    LEFT JOIN sources AS s ON s.id = json_extract(r.shown, '$.source_id')
    LEFT JOIN review_batches AS b ON b.id = r.batch_id
    WHERE d.verdict <> 'unsure' AND json_type(r.shown, '$.slots') IS NOT NULL AND (b.id IS NULL OR b.kind = 'import')
"""


def judged(connection: sqlite3.Connection) -> list[Judged]:
    """Every live decision made one by one."""
    rows = []
    for shown, verdict, source in connection.execute(_JUDGED):
        seen = json.loads(shown)
        rows.append(
            Judged(
                seen.get("rule") or "", tuple(seen.get("flags", ())), source,
                float(seen.get("extracted_confidence", seen["confidence"])), verdict == "accept",
            )
        )  # fmt: skip
    return rows


def band(confidence: float) -> str:
    """The tenth a confidence lies in: “0.7–0.8”."""
    tenth = min(int(confidence * 10), 9)
    return f"{tenth / 10:.1f}–{(tenth + 1) / 10:.1f}"


def precision(decisions: Iterable[Judged]) -> list[Precision]:
    """The figures, by group (all, confidence, flag, source, rule), the most often judged first; bands in their order."""
    counted: dict[tuple[str, str], list[int]] = {}
    for one in decisions:
        for key in _groups(one):
            counted.setdefault(key, []).append(one.right)
    figures = [
        Precision(group, name, len(cases), sum(cases), *wilson(sum(cases), len(cases)))
        for (group, name), cases in counted.items()
    ]
    order = ("all", "confidence", "flag", "source", "rule")
    return sorted(
        figures,
        key=lambda p: (order.index(p.group), 0 if p.group == "confidence" else -p.judged, p.name),
    )


def _groups(one: Judged) -> Iterator[tuple[str, str]]:
    yield "all", "all"
    yield "confidence", band(one.confidence)
    yield "source", one.source
    yield "rule", one.rule
    for flag in one.flags or ("(none)",):
        yield "flag", flag
