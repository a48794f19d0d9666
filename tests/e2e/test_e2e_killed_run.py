"""A run that is killed loses nothing: the next one ends where an undisturbed one ends."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

from demo.server import DemoServer
from tests.conftest import COMMAND
from tests.e2e.conftest import Sites

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


@pytest.fixture(scope="module")
def healthy(tmp_path_factory, module_mohinh):
    """Demo sites that no test breaks, and what an undisturbed run makes of them in undisturbed.db."""
    with DemoServer(0) as server:
        sites = Sites(server, tmp_path_factory.mktemp("healthy"))
        sites.run(module_mohinh, db="undisturbed.db")
        yield sites


@pytest.mark.slow
@pytest.mark.parametrize("requests", [15, 45])
def test_killed_and_run_again_gives_what_an_undisturbed_run_gives(healthy, mohinh, requests):
    healthy.server.clear_log()
    db = f"killed-{requests}.db"
    process = start(healthy, db)
    wait_for_requests(healthy, process, requests)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert len(healthy.ask("SELECT url FROM pages", db=db)) < len(healthy.wanted())

    again = healthy.run(mohinh, db=db)
    assert again.returncode in (0, 3), again.stderr
    assert healthy.articles(db=db) == healthy.articles(db="undisturbed.db") == healthy.wanted()
    assert healthy.facts(db=db) == healthy.facts(db="undisturbed.db")
    assert healthy.ask("SELECT url FROM pages GROUP BY url HAVING count(*) > 1", db=db) == []


@pytest.mark.slow
def test_ctrl_c_leaves_with_130_and_loses_nothing(healthy, mohinh):
    healthy.server.clear_log()
    process = start(healthy, "stopped.db")
    wait_for_requests(healthy, process, 20)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "the same command goes on from there" in errors
    assert "Traceback" not in errors

    fetched = {url for (url,) in healthy.ask("SELECT url FROM pages", db="stopped.db")}
    assert fetched
    healthy.server.clear_log()
    healthy.run(mohinh, db="stopped.db")
    assert healthy.articles(db="stopped.db") == healthy.wanted()
    assert set(healthy.asked()) & fetched == set()


@pytest.mark.slow
def test_two_runs_at_the_same_time_do_not_meet(healthy, mohinh):
    healthy.server.clear_log()
    process = start(healthy, "two.db")
    wait_for_requests(healthy, process, 5)
    second = healthy.run(mohinh, db="two.db")
    assert second.returncode == 3
    assert f"two.db: another run is at work on it (process {process.pid}" in second.stderr
    _, errors = process.communicate(timeout=120)
    assert process.returncode in (0, 3), errors
    assert healthy.articles(db="two.db") == healthy.wanted()
