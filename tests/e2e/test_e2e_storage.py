"""What a run does where it may not write, and when the machine's clock was wrong: a clear line, an exit code, nothing lost.

Who may do everything (root, in a container) is stripped of the right to write where the files forbid it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing

import pytest

SETPRIV = shutil.which("setpriv")


@pytest.fixture
def bound(sites, mohinh):
    """``mohinh run`` bound by the permissions of files, whoever runs the tests."""
    if os.geteuid() == 0 and SETPRIV is None:
        pytest.skip("root cannot be bound by permissions without setpriv (util-linux)")

    def run(*arguments):
        powers = ["--inh-caps=-dac_override", "--bounding-set=-dac_override"]
        return sites.run(mohinh, *arguments, before=[SETPRIV, *powers] if os.geteuid() == 0 else [])

    return run


def content(folder):
    with closing(sqlite3.connect(f"file:{folder}/x.db?mode=ro", uri=True)) as db:
        return [
            db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            for table in ("articles", "facts", "pages", "runs")
        ]


@pytest.fixture
def stored(sites, mohinh):
    """A first run, and what it left."""
    assert sites.run(mohinh).returncode in {0, 3}
    return content(sites.folder)


def forbid(*paths):
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)


def allow(*paths):
    for path in paths:
        path.chmod(0o755 if path.is_dir() else 0o644)


def one_line(done):
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if not line.startswith("Note:")]
    return lines[-1]


def test_a_read_only_database_ends_the_run_before_anything_is_asked(sites, stored, bound):
    files = [path for path in sites.folder.iterdir() if path.name.startswith("x.db")]
    asked = len(sites.server.log)
    forbid(*files, sites.folder)
    try:
        done = bound()
    finally:
        allow(sites.folder, *files)
    said = one_line(done)
    assert "x.db" in said
    assert "read-only" in said or "cannot" in said
    assert len(sites.server.log) == asked
    assert content(sites.folder) == stored


def test_an_archive_that_cannot_be_written_ends_the_run_and_the_next_one_misses_nothing(sites, bound, mohinh):
    archive = sites.folder / "x-archive"
    archive.mkdir()
    forbid(archive)
    try:
        done = bound()
    finally:
        allow(archive)
    assert archive.name in one_line(done)
    assert sites.articles() == set()
    assert sites.run(mohinh).returncode in {0, 3}
    assert sites.articles() == sites.wanted()


def test_a_folder_where_no_database_can_be_made_is_named(sites, bound):
    forbid(sites.folder)
    try:
        done = bound()
    finally:
        allow(sites.folder)
    assert "x.db" in one_line(done)
    assert not sites.server.log


TIMES = {
    "runs": ("started_at", "finished_at"),
    "pages": ("fetched_at",),
    "ledger": ("next_due", "first_seen", "last_seen", "last_fetched", "last_changed"),
}


@pytest.mark.parametrize("days", [400, -400], ids=["ahead", "behind"])
def test_a_clock_that_was_wrong_in_one_night_costs_nothing_in_the_next(sites, stored, mohinh, days):
    """All that the first night wrote down, as a machine whose clock was off would have written it."""
    with closing(sqlite3.connect(sites.folder / "x.db")) as db, db:
        for table, columns in TIMES.items():
            for column in columns:
                db.execute(
                    f"UPDATE {table} SET {column} = strftime('%Y-%m-%dT%H:%M:%SZ', {column}, '{days} days') "
                    f"WHERE {column} IS NOT NULL"
                )
    before = sites.facts()
    again = sites.run(mohinh)
    assert again.returncode in {0, 3}, again.stderr
    assert again.stderr == ""
    assert sites.articles() == sites.wanted()
    assert sites.facts() == before
    assert sites.ask("SELECT count(*) FROM pages") == [(len(stored[2]),)]
    ((newest,),) = sites.ask("SELECT max(id) FROM runs")
    assert f"run {newest} " in mohinh("report", "--db", "x.db", cwd=sites.folder).stdout
    first = mohinh("report", "--run", "1", "--db", "x.db", cwd=sites.folder)
    assert first.stdout.startswith("# Run 1, ")
