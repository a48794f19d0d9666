"""Names as the records that leave this package."""

from __future__ import annotations

import re

from extract.names.canonical import Named
from extract.names.keys import QUOTE_CHARACTERS, model_key
from extract.names.quoted import QuotedName
from extract.names.unquoted import PlainName
from extract.records import ModelMention

_QUOTES = str.maketrans("", "", QUOTE_CHARACTERS)
_SPACES = re.compile(r"\s+")


def _name(text: str, start: int, end: int) -> str:
    return _SPACES.sub(" ", text[start:end].translate(_QUOTES)).strip()


def from_quote(text: str, name: QuotedName) -> Named:
    """The mention of a quoted name."""
    quote = name.quote
    flags = () if quote.balanced else ("unbalanced_quote",)
    written = _name(text, name.start, name.end)
    mention = ModelMention(
        start=name.start, end=name.end, outer_start=quote.outer_start, outer_end=quote.outer_end, name=written,
        key=model_key(written), canonical=written, quoted=True, rule=name.rule, group=name.run, flags=flags,
    )  # fmt: skip
    return Named(mention, alias=name.alias)


def from_plain(text: str, name: PlainName) -> Named:
    """The mention of a name without quotation marks."""
    written = _name(text, name.start, name.end)
    # Enumerations of unquoted names are numbered apart from those of quoted ones.
    group = None if name.run is None else 100_000 + name.run
    mention = ModelMention(
        start=name.start, end=name.end, outer_start=name.outer_start, outer_end=name.end, name=written,
        key=model_key(written), canonical=written, quoted=False, rule=name.rule, group=group,
    )  # fmt: skip
    return Named(mention, abbreviation=name.abbreviation, alias=name.alias)
