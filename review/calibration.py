"""Confidence re-calibrated from decisions: what was said with 0.8 and is right in 60 of 100 cases becomes 0.6.

Pool adjacent violators over groups of decisions gives a rising curve; each group is drawn towards what the extractor said, as if
it had been right about twenty more cases, so that a handful of decisions moves little. The curve is stored, can be taken back,
and is applied by the next extraction.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Sequence

from sqlite_utils import Database

from db.connection import writing
from db.runs import utc_now
from review.errors import NotFoundError, ReviewError
from review.statistics import Judged, judged

FEWEST = 100
"""Decisions that a calibration needs at least."""

_GROUP, _PRIOR = 25, 20.0
_FLOOR, _CEILING = 0.01, 0.99

Points = tuple[tuple[float, float], ...]


def fit(decisions: Sequence[Judged]) -> Points:
    """The curve from extracted to calibrated confidence, as points with straight lines between them."""
    ordered = sorted(decisions, key=lambda one: one.confidence)
    blocks: list[list[float]] = []  # [sum of confidences, right ones, cases]
    for begin in range(0, len(ordered), _GROUP):
        group = ordered[begin : begin + _GROUP]
        blocks.append([sum(one.confidence for one in group), sum(one.right for one in group), len(group)])
        while len(blocks) > 1 and _share(blocks[-2]) >= _share(blocks[-1]):
            last = blocks.pop()
            blocks[-1] = [old + new for old, new in zip(blocks[-1], last, strict=True)]
    points = [(round(block[0] / block[2], 3), round(_share(block), 3)) for block in blocks]
    return ((0.0, _FLOOR), *(point for point in points if 0 < point[0] < 1), (1.0, _CEILING))


def _share(block: Sequence[float]) -> float:
    """The share of right ones in a block, drawn towards its mean confidence."""
    said, right, cases = block
    return (right + _PRIOR * said / cases) / (cases + _PRIOR)


def calibrated(confidence: float, points: Points) -> float:
    """A confidence by the curve; unchanged where there is none."""
    if not points:
        return confidence
    place = min(max(bisect_right(points, (confidence, 2.0)), 1), len(points) - 1)
    (x0, y0), (x1, y1) = points[place - 1], points[place]
    share = 0.0 if x1 == x0 else (confidence - x0) / (x1 - x0)
    return round(min(max(y0 + share * (y1 - y0), _FLOOR), _CEILING), 3)


def calibrate(db: Database, editor: str) -> Points:
    """Fit the curve to the decisions there are and put it in force. Raises `ReviewError` when they are too few."""
    with writing(db):
        decisions = judged(db.conn)
        if len(decisions) < FEWEST:
            raise ReviewError(f"Only {len(decisions)} decisions; a calibration needs {FEWEST}.")
        points = fit(decisions)
        db.conn.execute(
            "INSERT INTO calibrations (points, decisions, editor, made_at) VALUES (?, ?, ?, ?)",
            (json.dumps(points), len(decisions), editor, utc_now()),
        )
        return points


def in_force(connection: sqlite3.Connection) -> Points:
    """The curve in force, empty for none."""
    row = connection.execute(
        "SELECT points FROM calibrations WHERE reverted_by IS NULL ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return tuple((float(x), float(y)) for x, y in json.loads(row[0])) if row else ()


def revert_calibration(db: Database, editor: str) -> None:
    """Take the curve in force back; the one before it counts again. Raises `NotFoundError` when there is none."""
    with writing(db):
        cursor = db.conn.execute(
            "UPDATE calibrations SET reverted_by = ?, reverted_at = ? WHERE id = "
            "(SELECT id FROM calibrations WHERE reverted_by IS NULL ORDER BY id DESC LIMIT 1)",
            (editor, utc_now()),
        )
        if cursor.rowcount == 0:
            raise NotFoundError("No calibration is in force.")
