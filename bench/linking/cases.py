"""The examples of the tests as annotated documents: short sentences on what is easily mistaken, which articles have seldom."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.linking.examples import Annotated, Gold
from extract.records import Document

CASES = Path(__file__).parent.parent.parent / "tests" / "extract"
_FACTS = ("scope", "model", "place", "pair", "event", "date")


def read_cases() -> list[Gold]:
    """The cases of facts and of names."""
    return [*_facts(_table("facts_cases")["case"]), *_names()]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def _names() -> Iterator[Gold]:
    cases = [case for group in _table("names_cases")["mechanism"] for case in group["case"]]
    for number, case in enumerate([*cases, *_table("names_refused")["case"]]):
        document = Document(id=f"name-{number}", text=case["text"], title="", province=None, published=None)
        annotation = {"id": document.id, "models": case["names"], "localities": [], "facts": []}
        yield Gold(document, annotation, frozenset({"quoted"}))


def _facts(cases: list[dict[str, Any]]) -> Iterator[Gold]:
    for number, case in enumerate(cases):
        document = Document(
            id=f"case-{number}",
            text=case["text"],
            title=case.get("title", ""),
            province=case.get("province"),
            published=case.get("published"),
        )
        facts = [_fact(line, case["text"]) for line in case["facts"]]
        annotation = {"id": document.id, "models": [], "localities": [], "facts": facts}
        yield Gold(document, annotation, frozenset(_FACTS))


def _fact(line: str, text: str) -> Annotated:
    """“model | value unit | place | event | date”, a dash for what is not there."""
    model, count, place, event, date = (None if part == "-" else part for part in line.split(" | "))
    value, _, unit = (count or "").partition(" ")
    return {
        "model": model,
        "value": float(value) if value else None,
        "unit": unit or None,
        # The case names the place without its parents, so that any will do.
        "locality": f"{place} | -" if place else None,
        "event": event,
        "date": date,
        "evidence": text,
    }
