"""What speaks for a count being one the annotation guideline asks for, and against it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extract.facts.scope import Case, ScopeRule, scope_words

_WORD = re.compile(r"\w+")
_FEW = 8  # clauses; the counts of a list share one
_WORD_REACH = 24  # characters in which the word before or behind a count is sought


def scope_features(case: Case, rule: ScopeRule | None) -> Iterator[str]:
    """The features of one count; ``rule`` is the rule of `extract.facts.scope` that applies."""
    quantity, kind = case.quantity, case.quantity.unit_class
    name = rule.name if rule is not None else "none"
    yield "count"
    yield f"rule {name}"
    yield f"rule {name} {kind}"
    yield "rule keeps" if rule is not None and rule.keep else "rule drops"
    yield f"class {kind}"
    first = _WORD.search(quantity.unit)
    yield f"unit {first.group() if first else '-'}"
    yield f"after {_last_word(case)}"
    yield f"before {_next_word(case)}"
    for label, holds in (
        ("linked", case.linked),
        ("beside another", case.kept_in_clause),
        ("related", case.related),
        ("model in sentence", bool(case.sentence.models)),
        ("ratio", quantity.of_total is not None),
    ):
        yield f"{label} {holds}"
        yield f"{label} {holds} {kind}"
    document = case.document
    yield f"models {document.has_models} movement {document.about_movement} crime {document.about_crime}"
    yield f"qualifier {quantity.qualifier.value}"
    for flag in quantity.flags:
        yield f"flag {flag}"
        yield f"flag {flag} {kind}"
    for topic in _topics(case.clause):
        yield f"clause {topic}"
        yield f"clause {topic} {kind}"
    for topic in _topics(case.text):
        yield f"sentence {topic}"


@lru_cache(maxsize=_FEW)
def _topics(text: str) -> tuple[str, ...]:
    return tuple(scope_words().topics(text))


def _last_word(case: Case) -> str:
    start = max(case.sentence.start, case.quantity.start - _WORD_REACH)
    words = _WORD.findall(case.view.lower[start : case.quantity.start])
    return words[-1] if words else "^"


def _next_word(case: Case) -> str:
    match = _WORD.search(
        case.view.lower, case.quantity.end, min(case.sentence.end, case.quantity.end + _WORD_REACH)
    )
    return match.group() if match else "$"
