"""What can go wrong in the crawler, each with one readable line as its message."""

from __future__ import annotations


class CrawlerError(Exception):
    """Base of all errors of this package."""


class RegistryError(CrawlerError):
    """The registry of sources is wrong: the message names file, entry and field."""


class ArchiveError(CrawlerError):
    """A page could not be written to the archive, or read back from it."""


class StorageFullError(CrawlerError):
    """Archive or database could not be written (disk full, read-only): the crawl stops, what is stored stays."""
