"""The Dockerfile without Docker: what it copies is there, and what it installs serves a published database on its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import httpx
import pytest

from db.publish import publish
from db.site.ask import FORMATS

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
COPIED = [
    name
    for line in re.findall(r"^COPY (.+) \S+$", DOCKERFILE, flags=re.MULTILINE)
    for name in line.split()
    if name != "public.db"
]


def test_what_the_image_is_made_from_is_there_and_is_every_package():
    assert all((ROOT / name).exists() for name in COPIED)
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "packages"
    ]
    assert {pattern.rstrip("*") for pattern in packages["find"]["include"]} <= set(COPIED)
    ignored = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{name}" for name in (*COPIED, "public.db")} <= set(ignored)


def test_all_that_a_page_offers_as_a_file_can_be_made_by_what_is_installed():
    assert "parquet" in FORMATS
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"^pyarrow==", locked, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The project as `pip install --no-deps --no-build-isolation .` puts it, made from the copied files alone."""
    folder = tmp_path_factory.mktemp("image")
    app, wheels, target = folder / "app", folder / "wheels", folder / "site"
    app.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, app / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, app / name)
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--wheel-dir",
        wheels,
        ".",
    ]
    subprocess.run(build, cwd=app, check=True)
    (wheel,) = wheels.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(target)
    return target


def test_every_file_of_the_site_is_installed(installed):
    for folder in ("db", "review"):
        there = {
            path.relative_to(ROOT)
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert {str(path) for path in there if not (installed / path).exists()} == set()


def test_the_image_s_command_serves_a_published_copy(installed, database, tmp_path):
    public = tmp_path / "public.db"
    publish(database, public)
    public.chmod(0o444)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = json.loads(re.search(r"^CMD (\[.+\])$", DOCKERFILE, flags=re.MULTILINE)[1])
    swapped = {"/data/public.db": str(public), "0.0.0.0": "127.0.0.1", "8001": port}
    arguments = [swapped.get(word, word) for word in command[1:]]
    code = "import sys, pipeline, db; assert db.__file__.startswith(sys.path[0]); sys.argv[0] = 'mohinh'; pipeline.main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=tmp_path, stdout=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"},
    )  # fmt: skip
    try:
        assert "serving" in process.stdout.readline()
        page = httpx.get(f"http://127.0.0.1:{port}/", timeout=20)
        assert "Tiếng kẻng bình yên" in page.text
        assert "max-age" in page.headers["cache-control"]
        assert httpx.get(f"http://127.0.0.1:{port}/mohinh-static/site.css", timeout=20).status_code == 200
        assert httpx.get(f"http://127.0.0.1:{port}/-/review", timeout=20).status_code == 404
    finally:
        process.terminate()
        process.communicate(timeout=20)
