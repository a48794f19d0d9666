"""Reading and writing the files of the contract modes; ``-`` is standard input or output.

A file is written beside its final place and renamed when complete, so that a reader never sees half of it and a full
disk or a Ctrl-C leaves an older version as it was.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from nightly.errors import NightlyError
from nightly.failures import describe_os_error


@contextmanager
def binary_input(name: str) -> Iterator[BinaryIO]:
    """Open ``name`` for reading bytes: the caller decodes line by line, so that one bad byte spoils one line."""
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        handle = Path(name).open("rb")  # noqa: SIM115  (an error of the reader's block is not this file's)
    except OSError as error:
        raise NightlyError(describe_os_error(error)) from error
    with handle:
        yield handle


@contextmanager
def binary_output(name: str) -> Iterator[BinaryIO]:
    """Open ``name`` for writing; a file appears under its name only when the block ends without an error.

    Raises `NightlyError` naming the file when it cannot be written.
    """
    if name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(name)
    try:
        if path.exists() and not path.is_file():  # a device or a pipe: there is nothing to rename
            with path.open("wb") as handle:
                yield handle
            return
        with _replacing(path) as handle:
            yield handle
    except OSError as error:
        if error.filename is None or str(error.filename).endswith(".part"):  # say the name that was asked for
            error.filename = str(path)
        raise NightlyError(describe_os_error(error)) from error


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        # mkstemp makes files that only the owner can read; a result is an ordinary file.
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
