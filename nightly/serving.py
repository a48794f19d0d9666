"""What `mohinh serve` needs of the archive: the body of a stored page, for its copy as text."""

from __future__ import annotations

from collections.abc import Callable

from crawler.stored import read_page
from nightly.config import Config


def stored_reader(config: Config) -> Callable[[str, int], bytes]:
    """A function that gives the body of the record in a file of the archive at an offset."""

    def read(warc_file: str, offset: int) -> bytes:
        return read_page(config.archive_dir, warc_file, offset).body

    return read
