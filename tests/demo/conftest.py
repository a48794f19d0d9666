"""A running demo on free ports, shared by the tests of a module; faults and log are clean for each test."""

from __future__ import annotations

import pytest

from demo.server import DemoServer


@pytest.fixture(scope="module")
def running():
    with DemoServer(0) as server:
        yield server


@pytest.fixture
def server(running):
    running.faults.clear()
    running.clear_log()
    return running
