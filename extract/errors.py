"""What can go wrong in extraction: one base class, one readable line each."""

from __future__ import annotations


class ExtractError(Exception):
    """Base of every error that `extract` raises on purpose; its message is one line for the user."""


class LexiconError(ExtractError):
    """A lexicon file has a missing, misspelt or doubled entry; the message names file and entry."""


class DocumentError(ExtractError):
    """A line of input is no document; the message names the line."""
