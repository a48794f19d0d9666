"""One run at a time on one database."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nightly.errors import AlreadyRunningError, NightlyError
from nightly.lock import run_lock

HOLD = """
import sys
from pathlib import Path
from nightly.lock import run_lock
with run_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other_process(tmp_path):
    """A process that holds the lock of x.db until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "x.db")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_run_is_told_who_is_at_work(tmp_path, other_process):
    with (
        pytest.raises(
            AlreadyRunningError,
            match=rf"x\.db: another run is at work on it \(process {other_process.pid}, since",
        ),
        run_lock(tmp_path / "x.db"),
    ):
        pass


def test_another_database_is_free(tmp_path, other_process):
    with run_lock(tmp_path / "y.db"):
        assert other_process.poll() is None


def test_the_lock_goes_with_a_killed_process(tmp_path, other_process):
    other_process.kill()
    other_process.communicate()
    with run_lock(tmp_path / "x.db"):
        pass


def test_the_lock_is_free_again_after_the_block(tmp_path):
    for _ in range(2):
        with run_lock(tmp_path / "x.db"):
            pass


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NightlyError, match="nowhere"), run_lock(tmp_path / "nowhere" / "x.db"):
        pass
