"""A run that is killed loses nothing: the next one ends where an undisturbed one ends."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

from tests.conftest import COMMAND

GIVE_UP_AFTER = 60


def start(sites, db):
    return subprocess.Popen(
        [str(COMMAND), "run", "--registry", str(sites.registry), "--db", db],
        cwd=sites.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def wait_for_requests(sites, process, number):
    """Until the sites have been asked so many times; the run must still be at it."""
    deadline = time.monotonic() + GIVE_UP_AFTER
    while len(sites.server.log) < number:
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline, "the crawl did not get going"
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.parametrize("requests", [15, 45])
def test_killed_and_run_again_gives_what_an_undisturbed_run_gives(sites, mohinh, requests):
    sites.run(mohinh, db="undisturbed.db")
    sites.server.clear_log()

    process = start(sites, "killed.db")
    wait_for_requests(sites, process, requests)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert len(sites.articles(db="killed.db")) < len(sites.wanted())

    again = sites.run(mohinh, db="killed.db")
    assert again.returncode in (0, 3), again.stderr
    assert sites.articles(db="killed.db") == sites.articles(db="undisturbed.db") == sites.wanted()
    assert sites.facts(db="killed.db") == sites.facts(db="undisturbed.db")
    assert sites.ask("SELECT url FROM pages GROUP BY url HAVING count(*) > 1", db="killed.db") == []


@pytest.mark.slow
def test_ctrl_c_leaves_with_130_and_loses_nothing(sites, mohinh):
    process = start(sites, "stopped.db")
    wait_for_requests(sites, process, 20)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "the same command goes on from there" in errors
    assert "Traceback" not in errors

    fetched = {url for (url,) in sites.ask("SELECT url FROM pages", db="stopped.db")}
    assert fetched
    sites.server.clear_log()
    sites.run(mohinh, db="stopped.db")
    assert sites.articles(db="stopped.db") == sites.wanted()
    assert set(sites.asked()) & fetched == set()


@pytest.mark.slow
def test_two_runs_at_the_same_time_do_not_meet(sites, mohinh):
    process = start(sites, "x.db")
    wait_for_requests(sites, process, 5)
    second = sites.run(mohinh)
    assert second.returncode == 3
    assert f"x.db: another run is at work on it (process {process.pid}" in second.stderr
    _, errors = process.communicate(timeout=120)
    assert process.returncode in (0, 3), errors
    assert sites.articles() == sites.wanted()
