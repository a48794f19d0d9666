"""Writes docs/grammar.md: ``python docs/grammar_reference.py > docs/grammar.md`` (``make docs``).

The introduction is written by hand; what each group of the lexicon does is its comment, what each rule means stands in
extract/explain/meanings.toml, and its example is the first one that runs as a test. A test compares the page with what this gives.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LEXICON = ROOT / "extract" / "lexicon"
MEANINGS = ROOT / "extract" / "explain" / "meanings.toml"
EXAMPLES = ROOT / "tests" / "extract" / "rules_cases.toml"
INTRODUCTION = Path(__file__).with_name("grammar_intro.md")
# The files in the order in which the steps of the extractor use them.
FILES = (
    "abbreviations", "masks", "numerals", "qualifiers", "units", "times", "locality_types", "locality_words",
    "models_cues", "models_names", "models_senses", "facts",
)  # fmt: skip
RULES = {
    "scope": "Why a count is kept or left out",
    "models": "What found a model's name",
    "model": "The slot model of a count",
    "locality": "The slot locality",
    "event": "The slot event",
    "date": "The slot date",
}


class Group(NamedTuple):
    """An entry of a lexicon file with its comment."""

    name: str
    comment: str


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION.read_text(encoding="utf-8").rstrip(), "## The word lists"]
    for name in FILES:
        about, groups = read_comments(LEXICON / f"{name}.toml")
        rows = "\n".join(f"| `{group.name}` | {_cell(group.comment)} |" for group in groups)
        parts.append(f"### {name}.toml\n\n{about}\n\n| group | what it does |\n|---|---|\n{rows}")
    parts.append(
        "## The rules by name\n\nThe names are those that `mohinh explain` prints. Rules of scope are read from the top; the "
        "first that applies decides."
    )
    meanings = tomllib.loads(MEANINGS.read_text(encoding="utf-8"))
    examples = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))
    for group, heading in RULES.items():
        shown = {case["rule"]: case for case in reversed(examples[group])}
        rows = "\n".join(
            f"| `{rule}` | {_cell(meaning)} | {_example(shown.get(rule))} |"
            for rule, meaning in meanings[group].items()
        )
        parts.append(f"### {heading}\n\n| rule | meaning | example |\n|---|---|---|\n{rows}")
    return "\n\n".join(parts) + "\n"


def read_comments(path: Path) -> tuple[str, list[Group]]:
    """What the file says of itself at its top, and its groups: lists, and tables from words to words or numbers."""
    lines = path.read_text(encoding="utf-8").split("\n")
    about = []
    while lines and lines[0].startswith("#"):
        about.append(_text(lines.pop(0)))
    return " ".join(about), list(_groups(lines))


def _groups(lines: list[str]) -> Iterator[Group]:
    table, pending, of_table, told = "", "", "", True
    depth = 0
    for line in lines:
        heading = re.fullmatch(r"\[(.+)\]", line) if depth == 0 else None
        entry = re.match(r"(\w+) = \[", line) if depth == 0 else None
        words = re.match(r'("[^"]+"|\w+) = ', line) if depth == 0 and not entry else None
        if line.startswith("#"):
            pending = f"{pending} {_text(line)}".strip()
        elif heading:
            table, of_table, pending, told = heading[1], pending, "", False
        elif entry:
            yield Group(f"{table}.{entry[1]}".lstrip("."), pending or of_table)
            pending, told = "", True
        elif words:
            if not told:
                yield Group(table, pending if pending and not of_table else of_table)
            pending, told = "", True
        elif not line:
            pending = ""
        if not heading and not line.startswith("#"):
            marks = re.sub(r'"[^"]*"', "", line)
            depth += marks.count("[") - marks.count("]")


def _text(line: str) -> str:
    return line.removeprefix("#").strip()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _example(case: dict[str, str] | None) -> str:
    """The example's text with the count, name or fact it is about."""
    if case is None:
        return ""
    about = case.get("count") or case.get("name") or case["fact"]
    return f"{_cell(case['text'].replace(chr(10), ' / '))} → **{_cell(about)}**"


if __name__ == "__main__":
    print(page(), end="")
