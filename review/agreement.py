"""How far editors agree: first decisions against second opinions given blind, in percent and as Cohen's kappa."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """``pairs`` of verdicts about the same statement; ``kappa`` is None where chance alone would give full agreement."""

    group: str
    name: str
    pairs: int
    percent: float
    kappa: float | None


def cohens_kappa(pairs: Sequence[Pair]) -> float | None:
    """Agreement beyond chance: 1 full, 0 as by chance. None for no pairs, or where both always say the same one thing."""
    if not pairs:
        return None
    total = len(pairs)
    observed = sum(first == second for first, second in pairs) / total
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    expected = sum(firsts[verdict] * seconds[verdict] for verdict in firsts) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


_PAIRS = """
    SELECT r.verdict, o.verdict, r.editor, o.editor, r.shown
    FROM opinions AS o JOIN reviews AS r ON r.id = o.review_id ORDER BY o.id
"""


def agreements(connection: sqlite3.Connection) -> list[Agreement]:
    """All pairs together, then per flag, then per editor (in either part)."""
    groups: dict[tuple[str, str], list[Pair]] = {}
    for first, second, editor, other, shown in connection.execute(_PAIRS):
        flags = json.loads(shown).get("flags") or ["(none)"]
        keys = [
            ("all", "all"),
            *(("flag", flag) for flag in flags),
            *(("editor", name) for name in (editor, other)),
        ]
        for key in keys:
            groups.setdefault(key, []).append((first, second))
    order = ("all", "flag", "editor")
    return [
        Agreement(group, name, len(pairs), _percent(pairs), cohens_kappa(pairs))
        for (group, name), pairs in sorted(
            groups.items(), key=lambda entry: (order.index(entry[0][0]), entry[0][1])
        )
    ]


def _percent(pairs: Iterable[Pair]) -> float:
    same = [first == second for first, second in pairs]
    return 100 * sum(same) / len(same)
