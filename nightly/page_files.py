"""`mohinh parse` on files: stored pages in, JSON out, without network or database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from crawler.article import parse_stored
from crawler.errors import CrawlerError
from crawler.layout import load_layouts
from nightly.config import Config
from nightly.errors import NightlyError
from nightly.failures import describe_os_error
from nightly.files import binary_input
from nightly.outcome import Outcome
from nightly.registry import checked_registry


class PageParser:
    """Parses pages from files; the registry says whose page it is, and so which layout reads it."""

    def __init__(self, config: Config) -> None:
        self._registry = checked_registry(config)
        self._layouts = load_layouts()

    def parse(self, file: Path, url: str) -> str:
        """One line of JSON about the page. Raises `NightlyError` for a file that is missing, unreadable or empty."""
        try:
            body = file.read_bytes()
        except OSError as error:
            raise NightlyError(describe_os_error(error)) from error
        if not body.strip():
            raise NightlyError(f"{file}: the page is empty")
        if "://" not in url:
            raise NightlyError(f"{file}: “{url}” is not an address; give the one the page was fetched from")
        page = parse_stored(body, url, self._registry, self._layouts)
        return json.dumps(page.as_json(), ensure_ascii=False)


def parse_one(config: Config, file: Path, url: str) -> int:
    """Print the JSON object of one page."""
    print(PageParser(config).parse(file, url))
    return Outcome.DONE


def parse_many(config: Config, name: str) -> int:
    """Print a line a page for a file of lines with ``file`` and ``url``; a wrong line is reported, the others are done.

    A relative ``file`` is looked for beside the list, then in the working folder.
    """
    parser = PageParser(config)
    folder = Path() if name == "-" else Path(name).parent
    label = "standard input" if name == "-" else name
    outcome = Outcome.DONE
    with binary_input(name) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                entry = _entry(line)
                print(parser.parse(_find(folder, entry["file"]), entry["url"]))
            except (NightlyError, CrawlerError) as error:
                print(f"mohinh: {label}, line {number}: {error}", file=sys.stderr)
                outcome = Outcome.WRONG
    return outcome


def _find(folder: Path, name: str) -> Path:
    """The file of that name: as it stands when absolute, else beside the list or, where there is none, in the working folder."""
    beside, here = folder / name, Path(name)
    return here if here.exists() and not beside.exists() else beside


def _entry(line: bytes) -> dict[str, str]:
    try:
        entry: Any = json.loads(line)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise NightlyError(f"not valid JSON: {error}") from error
    if not isinstance(entry, dict):
        raise NightlyError("a line must be a JSON object with “file” and “url”")
    for key in ("file", "url"):
        if not isinstance(entry.get(key), str) or not entry[key]:
            raise NightlyError(f"“{key}” is missing or not a text")
    return entry
