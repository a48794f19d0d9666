"""Names of models in running text: what a reader would list, sentence by sentence."""

from __future__ import annotations

import names_cases as cases
import pytest

from extract.canonical import canonicalise
from extract.names import document_models, find_models
from extract.sentences import sentences


def models(text: str) -> list[str]:
    canonical = canonicalise(text).text
    return document_models(find_models(canonical, sentences(canonical), []))


@pytest.mark.parametrize(("text", "expected"), cases.QUOTED)
def test_quoted_name_is_found(text: str, expected: list[str]) -> None:
    assert models(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases.LISTS)
def test_every_name_of_an_enumeration_is_found(text: str, expected: list[str]) -> None:
    assert models(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases.UNQUOTED)
def test_unquoted_name_ends_before_predicate_and_place(text: str, expected: list[str]) -> None:
    assert models(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases.NO_NAMES)
def test_classes_praise_campaigns_and_other_senses_are_no_names(text: str, expected: list[str]) -> None:
    assert models(text) == expected


@pytest.mark.parametrize(("text", "expected"), cases.DOCUMENTS)
def test_one_model_of_a_document_is_listed_once(text: str, expected: list[str]) -> None:
    assert models(text) == expected
