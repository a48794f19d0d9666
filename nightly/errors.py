"""The errors of the nightly run."""

from __future__ import annotations


class NightlyError(Exception):
    """Something the user can put right; the message is one readable line that names the thing."""


class ConfigError(NightlyError):
    """A value in mohinh.toml that cannot be used; names file and key."""


class AlreadyRunningError(NightlyError):
    """Another run holds the lock of the same database."""
