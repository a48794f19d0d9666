from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from db.serve import make_site
from tests.site import site_database

BENCH = Path(__file__).parents[2] / "bench"
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--accept-lang=en",
)  # fmt: skip


@pytest.fixture(scope="session")
def database(tmp_path_factory) -> Path:
    """The small database of `site_database`; nobody writes to it."""
    path = tmp_path_factory.mktemp("site") / "any name.db"
    site_database.build(path)
    return path


@pytest.fixture(scope="module")
def get(database):
    """Ask the site for a page, without a socket: `get("/")`."""
    yield from asking(database)


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory):
    """A synthetic database with reprints, as the bench makes it."""
    path = tmp_path_factory.mktemp("synthetic") / "synthetic.db"
    bench("site_database").build(path, 150, nights=10)
    return path


@pytest.fixture(scope="module")
def synthetic_get(synthetic):
    """The same as `get` over the synthetic database."""
    yield from asking(synthetic)


def bench(name):
    """A module of the folder bench."""
    spec = importlib.util.spec_from_file_location(name, BENCH / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def asking(path):
    """A function that asks a site over the database at *path*; its ``first`` gives the first value of a query."""
    site = make_site(path)
    with asyncio.Runner() as runner:
        runner.run(site.invoke_startup())

        def ask(path: str, **more):
            return runner.run(site.client.get(path, **more))

        ask.first = lambda sql: runner.run(site.get_database("mohinh").execute(sql)).first()[0]
        yield ask


@contextlib.contextmanager
def serving(database: Path) -> Iterator[SimpleNamespace]:
    """The database served as `mohinh serve` does, in a process of its own on a free port; ``url``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"from pathlib import Path; from db.serve import serve; serve(Path({str(database)!r}), '127.0.0.1', {port})"
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 30
    while True:
        try:
            httpx.get(url + "/-/versions.json", timeout=5)
            break
        except httpx.TransportError:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.1)
    try:
        yield SimpleNamespace(url=url, port=port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def server(database):
    """The small database, served."""
    with serving(database) as served:
        yield served


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """A headless Chromium that prefers English."""
    if not (CHROMIUM and DRIVER):
        pytest.skip("chromium and chromedriver are not installed")
    options = Options()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()
