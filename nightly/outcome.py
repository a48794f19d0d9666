"""The exit codes of the command line, in one place."""

from __future__ import annotations

from enum import IntEnum


class Outcome(IntEnum):
    """What a command's exit code says: to a person, to cron and to systemd (``SuccessExitStatus=3``)."""

    DONE = 0
    WRONG = 1
    ATTENTION = 3
    STOPPED = 130
