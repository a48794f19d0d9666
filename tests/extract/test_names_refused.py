"""What looks like the name of a model and is none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extract.canonical import canonicalise
from extract.names import document_models, find_models
from extract.sentences import sentences

Case = tuple[str, list[str]]

CASES = Path(__file__).parent / "names_refused.toml"
NO_NAMES: list[Case] = [
    (case["text"], case["names"]) for case in tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]
]


def models(text: str) -> list[str]:
    canonical = canonicalise(text).text
    return document_models(find_models(canonical, sentences(canonical), []))


@pytest.mark.parametrize(("text", "expected"), NO_NAMES)
def test_classes_praise_campaigns_and_other_senses_are_no_names(text: str, expected: list[str]) -> None:
    assert models(text) == expected
