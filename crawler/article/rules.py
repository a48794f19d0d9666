"""The text rules of ``rules.toml``, read once and compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from crawler.article.blocks import squeeze
from crawler.errors import RegistryError
from crawler.fields import Fields
from crawler.layout import LayoutError

_FILE = Path(__file__).parent / "rules.toml"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in the form in which they are asked; see ``rules.toml`` for what each means."""

    cut_labels: frozenset[str]
    cut_starts: tuple[str, ...]
    tool_labels: frozenset[str]
    noise: re.Pattern[str]
    lead_prefixes: tuple[str, ...]
    byline: re.Pattern[str]
    offices: tuple[str, ...]
    not_names: tuple[str, ...]
    site_names: tuple[str, ...]
    page_kinds: frozenset[str]
    sections: tuple[str, ...]
    caption_starts: tuple[str, ...]
    missing_page: tuple[str, ...]
    procedure_labels: frozenset[str]
    not_article_urls: re.Pattern[str]


@lru_cache(4096)
def key(text: str) -> str:
    """A label in the form in which labels are compared."""
    return squeeze(text).casefold().strip(" :.…»>|-–•\n")


def either(patterns: Iterable[str]) -> str:
    """One pattern for any of several."""
    return "|".join(f"(?:{pattern})" for pattern in patterns)


@cache
def rules() -> Rules:
    """The bundled rules.

    Raises:
        LayoutError: the file has a wrong entry (names file and key).
    """
    try:
        return _read(Fields(_FILE.name, "rules", tomllib.loads(_FILE.read_text(encoding="utf-8"))))
    except (RegistryError, tomllib.TOMLDecodeError) as error:
        raise LayoutError(f"{_FILE.name}: {error}") from error


def _read(fields: Fields) -> Rules:
    labels = either(re.escape(label).replace(r"\ ", r"\s*") for label in fields.texts("byline_labels"))
    found = Rules(
        cut_labels=frozenset(key(label) for label in fields.texts("cut_labels")),
        cut_starts=tuple(start.casefold() for start in fields.texts("cut_starts")),
        tool_labels=frozenset(key(label) for label in fields.texts("tool_labels")),
        noise=re.compile(either(pattern.pattern for pattern in fields.patterns("noise")), re.IGNORECASE),
        lead_prefixes=fields.texts("lead_prefixes"),
        byline=re.compile(rf"^(?:{labels})\s*:\s*(?P<names>.+)$", re.IGNORECASE),
        offices=tuple(word.casefold() for word in fields.texts("offices")),
        not_names=tuple(word.casefold() for word in fields.texts("not_names")),
        site_names=fields.texts("site_names"),
        page_kinds=frozenset(key(text) for text in fields.texts("page_kinds")),
        sections=fields.texts("sections"),
        caption_starts=fields.texts("caption_starts"),
        missing_page=tuple(text.casefold() for text in fields.texts("missing_page")),
        procedure_labels=frozenset(key(label) for label in fields.texts("procedure_labels")),
        not_article_urls=re.compile(
            either(pattern.pattern for pattern in fields.patterns("not_article_urls")), re.IGNORECASE
        ),
    )
    fields.done()
    return found
