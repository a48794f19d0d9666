"""Which extractor a fact was made by: the package's version and a digest of its rules.

An article is extracted again when this changes. A number that somebody has to raise would sooner or later not be raised;
the digest covers every line of code and every word list, so a changed rule reaches the old articles the next night.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_PARTS = (".py", ".toml", ".tsv", ".gz", ".txt")


def extractor_version(lessons: str = "") -> str:
    """Such as ``0.1.0+3f2a9c41``; with a digest of what editors taught behind it, where they have (``.1b0f22aa``)."""
    digest = hashlib.sha256()
    for name, file in sorted(_files(files("extract"), "")):
        digest.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    taught = f".{lessons}" if lessons else ""
    return f"{version('mohinh')}+{digest.hexdigest()[:8]}{taught}"


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, name)
        elif entry.name.endswith(_PARTS):
            yield name, entry
