"""What the names of rules mean, one line each, from ``meanings.toml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from extract.lexicon import Lexicon

_FILE = Path(__file__).with_name("meanings.toml")


@cache
def meanings(group: str) -> dict[str, str]:
    """The rules of a group (a table of the file) with what they mean."""
    return Lexicon(_FILE).strings(group)


def meaning(group: str, rule: str) -> str:
    """What a rule means; empty for a rule that the file does not tell of."""
    return meanings(group).get(rule, "")
