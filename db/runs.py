"""The log of runs: what was started when, by which version, and how it ended.

A run that was killed has no end (`finished_at` is null) and stays that way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from db.connection import writing


@dataclass(frozen=True, slots=True)
class Run:
    """A row of the table `runs`; times are UTC, ``summary`` is what the run reported of itself."""

    id: int
    command: str
    version: str
    started_at: str
    finished_at: str | None
    exit_code: int | None
    summary: Mapping[str, Any]


def utc_now() -> str:
    """The time now as every table writes it: "2026-11-24T20:15:03Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def start_run(db: Database, command: str, version: str) -> int:
    """Write down that *command* starts now; gives the run's id."""
    with writing(db):
        cursor = db.conn.execute(
            "INSERT INTO runs (command, version, started_at) VALUES (?, ?, ?)", (command, version, utc_now())
        )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def finish_run(db: Database, run_id: int, exit_code: int, summary: Mapping[str, Any]) -> None:
    """Write down how the run ended. *summary* must be JSON; the key ``warnings``, a list of lines, is shown on the start page."""
    packed = json.dumps(summary, ensure_ascii=False)
    with writing(db):
        db.conn.execute(
            "UPDATE runs SET finished_at = ?, exit_code = ?, summary = ? WHERE id = ?",
            (utc_now(), exit_code, packed, run_id),
        )


def last_run(db: Database) -> Run | None:
    """The run started last, or None in a new database."""
    row = db.execute(
        "SELECT id, command, version, started_at, finished_at, exit_code, coalesce(summary, '{}') "
        "FROM runs ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    run_id, command, version, started_at, finished_at, exit_code, summary = row
    return Run(run_id, command, version, started_at, finished_at, exit_code, json.loads(summary))
