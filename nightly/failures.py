"""From an exception to one line a person understands and an exit code."""

from __future__ import annotations

import errno
import sqlite3

from crawler.errors import CrawlerError
from db.errors import StoreError
from extract.errors import ExtractError
from nightly.errors import AlreadyRunningError, NightlyError
from nightly.outcome import Outcome

_OURS = (NightlyError, CrawlerError, ExtractError, StoreError)
_NO_SPACE = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_SQLITE_NO_SPACE = ("database or disk is full", "disk I/O error")


def describe(error: BaseException) -> tuple[Outcome, str]:
    """Exit code and message for an error that ended a command."""
    if isinstance(error, KeyboardInterrupt):
        return Outcome.STOPPED, "stopped; what was done is stored, and the same command goes on from there"
    outcome = Outcome.ATTENTION if isinstance(error, AlreadyRunningError) else Outcome.WRONG
    return outcome, _message(error)


def _message(error: BaseException) -> str:
    if isinstance(error, _OURS):
        return str(error)
    if isinstance(error, OSError):
        return describe_os_error(error)
    if isinstance(error, sqlite3.Error):
        if str(error).startswith(_SQLITE_NO_SPACE):
            return (
                f"the database could not be written: {error} (no space left?); what was stored before is safe"
            )
        return f"the database could not be used: {error}"
    return f"internal error, please report it: {type(error).__name__}: {error} (--debug shows where)"


def describe_os_error(error: OSError) -> str:
    """Name the file, then what was wrong with it."""
    name = f"{error.filename}: " if error.filename else ""
    if error.errno in _NO_SPACE:
        return f"{name}no space left to write ({error.strerror}); what was stored before is safe"
    return f"{name}{error.strerror or error}"
