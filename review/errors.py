"""What can go wrong at the desk. Each message is one readable line."""

from __future__ import annotations

from db.errors import StoreError


class ReviewError(StoreError):
    """Base of the desk's errors; like all of the store's, it becomes one line and exit code 1."""


class SlotError(ReviewError):
    """A slot was filled with something that cannot stand there; ``slot`` names it."""

    def __init__(self, slot: str, message: str) -> None:
        super().__init__(message)
        self.slot = slot


class NotFoundError(ReviewError):
    """There is no such statement, decision or batch."""


class OutdatedError(ReviewError):
    """The statement, or what was decided of it, has changed since it was shown. Nothing was saved."""


class ReplayedError(ReviewError):
    """The form was sent before and has been counted. Nothing was saved again."""


class NotAllowedError(ReviewError):
    """Who asks may not do this."""


class BusyError(ReviewError):
    """Others have been writing for too long. Nothing was saved."""
