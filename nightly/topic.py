"""Whether an article is in Vietnamese and about what this project is about: noted with it, never a reason to drop it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from db.folding import fold


def topic_issues(title: str, text: str, language: str | None) -> tuple[str, ...]:
    """``not_vietnamese`` and ``off_topic``, for `articles.issues`."""
    issues = []
    if language not in {None, "vi"}:
        issues.append("not_vietnamese")
    said = (fold(title), fold(text))
    if not any(word in part for part in said for word in _words()):
        issues.append("off_topic")
    return tuple(issues)


@cache
def _words() -> tuple[str, ...]:
    return tuple(tomllib.loads(files("nightly").joinpath("topic.toml").read_text(encoding="utf-8"))["words"])
