"""What several areas need: the installed command, run as a user runs it."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("mohinh")

Mohinh = Callable[..., "subprocess.CompletedProcess[str]"]


def run_command(*arguments, cwd, stdin=None, largest_file=None, env=None, timeout=120, before=()):
    """Run ``mohinh ARGUMENTS``; give back exit code, stdout and stderr.

    ``largest_file`` (bytes) makes every write beyond it fail, as a full disk would. ``before`` stands before the command (``nice`` and its like).
    """

    def limit():
        if largest_file is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.run(
        [*before, str(COMMAND), *map(str, arguments)],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **(env or {})},
        timeout=timeout,
        check=False,
        preexec_fn=limit,
    )


@pytest.fixture
def mohinh(tmp_path: Path) -> Mohinh:
    """`run_command` in an empty folder of the test's own."""
    return partial(run_command, cwd=tmp_path)


@pytest.fixture(scope="module")
def module_mohinh(tmp_path_factory: pytest.TempPathFactory) -> Mohinh:
    """The same for what the tests of a module share."""
    return partial(run_command, cwd=tmp_path_factory.mktemp("module"))
