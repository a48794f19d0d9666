"""The forms of the addresses on a page, from which the form of article addresses can be guessed. Pure.

A form is a regular expression for path plus query as the registry has them. Articles are many, their slugs are long, and most
carry a number: that is what `article_shapes` goes by. Whether a form is right only a look at its pages can tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

_SUFFIX = re.compile(r"\.(?:[a-z]{3,6})$", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^(?P<slug>.+?)(?P<mark>[-_][a-z]{0,6})(?P<number>\d{2,}|(?=[0-9a-f]*\d)[0-9a-f]{7})$"
)
_NUMBER_FIRST = re.compile(r"^(?P<number>\d{2,})(?P<mark>-)(?P<slug>.+)$")
_MONTH = re.compile(r"^20\d{2}(?:0[1-9]|1[0-2])$")
_LONG = 4
"""Hyphens in a slug: a headline has more, the name of a section fewer."""
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Shape:
    """One form: ``pattern``, how many addresses have it, whether it has a number of its own, and some of the addresses."""

    pattern: str
    count: int
    numbered: bool
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: str
    numbered: bool
    hyphens: int


def article_shapes(urls: Iterable[str]) -> tuple[Shape, ...]:
    """The forms that may be those of articles, the likeliest first."""
    found: dict[tuple[str, bool], dict[str, int]] = defaultdict(dict)
    for url in urls:
        form = _form(url)
        if form is not None:
            found[form.pattern, form.numbered][url] = form.hyphens
    shapes = [
        Shape(pattern, len(urls), numbered, tuple(urls))
        for (pattern, numbered), urls in found.items()
        if len(urls) >= _LEAST and sum(urls.values()) / len(urls) >= _LONG
    ]
    return tuple(
        sorted(shapes, key=lambda shape: (-shape.count * (2 if shape.numbered else 1), shape.pattern))
    )


def _form(url: str) -> _Form | None:
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if not segments:
        return None
    *folders, last = segments
    tail, numbered, hyphens = _last(last)
    if not re.fullmatch(tail, last):  # too short a slug for the only mark it could have
        return None
    # Sections differ in depth on one site; the article's own part is what they share.
    before = "".join(f"/{_folder(folder)}" for folder in folders)
    close = "/" if parts.path.endswith("/") else ""
    pattern = f"^{before}/{tail}{close}"
    numbers = [name for name, value in parse_qsl(parts.query) if value.isdecimal() and len(value) > 2]
    if parts.query and not numbers:
        return None
    if numbers:
        name = numbers[0]
        return _Form(rf"{pattern}\?(?=.*\b{re.escape(name)}=\d+)", numbered=True, hyphens=hyphens)
    return _Form(f"{pattern}$", numbered, hyphens)


def _last(segment: str) -> tuple[str, bool, int]:
    """Pattern of the last part of a path, whether it has a number, and the hyphens of its slug."""
    suffix = _SUFFIX.search(segment)
    stem = segment[: suffix.start()] if suffix else segment
    end = re.escape(suffix[0]) if suffix else ""
    first = _NUMBER_FIRST.match(stem)
    if first:
        return rf"\d+-{_slug(first['slug'])}{end}", True, first["slug"].count("-")
    found = _NUMBERED.match(stem)
    if found:
        number = r"\d+" if found["number"].isdecimal() else "[0-9a-f]{7}"
        return (
            f"{_slug(found['slug'])}{found['mark']}{number}{end}",
            True,
            found["slug"].count("-"),
        )
    if stem.isdecimal():
        return rf"\d+{end}", True, 0
    # Without number and suffix only its length tells an article's slug from a section's name.
    bare = _slug(stem) if end else f"{_slug(stem).removesuffix('+')}{{20,}}"
    return bare + end, False, stem.count("-")


def _folder(segment: str) -> str:
    if _MONTH.match(segment):
        return r"\d{6}"
    return r"\d+" if segment.isdecimal() else _slug(segment)


def _slug(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]+", text):
        return "[^/?]+"
    return "[A-Za-z0-9-]+" if text != text.lower() else "[a-z0-9-]+"
