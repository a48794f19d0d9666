"""One run at a time on one database.

The lock is the kernel's (``flock``) on a file beside the database: it goes when the process goes, however that
ends, so a killed run never leaves a lock behind that somebody has to clear away.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from nightly.errors import AlreadyRunningError, NightlyError


@contextmanager
def run_lock(db_path: Path) -> Iterator[None]:
    """Hold the lock of ``db_path`` while the block runs.

    Raises `AlreadyRunningError` at once, naming the other process, when somebody else holds it.
    """
    path = db_path.with_name(db_path.name + ".lock")
    try:
        handle = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise NightlyError(f"{path}: cannot make the lock file ({error.strerror})") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            holder = handle.read().strip() or "another process"
            raise AlreadyRunningError(
                f"{db_path}: another run is at work on it ({holder}); this one leaves"
            ) from None
        _write_holder(handle.fileno())
        try:
            yield
        finally:
            os.ftruncate(handle.fileno(), 0)


def _write_holder(descriptor: int) -> None:
    """Leave a line for whoever finds the lock held. A full disk must not stop the run here, it is only a courtesy."""
    started = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    os.ftruncate(descriptor, 0)
    try:
        os.write(descriptor, f"process {os.getpid()}, since {started}".encode())
    except OSError:
        return
