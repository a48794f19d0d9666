"""The linker through the whole extractor: one mechanism a case, in sentences of our own."""

import tomllib
from pathlib import Path

import pytest

from extract.document import Extractor
from extract.records import Document, Fact

CASES = tomllib.loads((Path(__file__).parent / "facts_cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


def written(fact: Fact) -> str:
    """A fact as the case file writes it; of the locality only the unit itself."""
    count = f"{fact.value:g} {fact.unit}" if fact.value is not None and fact.value < 1e6 else "-"
    if fact.value is not None and fact.value >= 1e6:
        count = f"{fact.value:.0f} {fact.unit}"
    place = fact.locality.split(" | ")[0] if fact.locality else "-"
    event = fact.event.value if fact.event else "-"
    return f"{fact.model or '-'} | {count} | {place} | {event} | {fact.date or '-'}"


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_facts_of_a_text(extractor, case):
    document = Document(
        id="case", text=case["text"], province=case.get("province"), published=case.get("published")
    )
    extraction = extractor.extract(document)
    assert sorted(written(fact) for fact in extraction.facts) == sorted(case["facts"])


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_evidence_stands_in_the_text_and_every_slot_tells_how_it_was_filled(extractor, case):
    extraction = extractor.extract(Document(id="case", text=case["text"], province=case.get("province")))
    for fact in extraction.facts:
        assert case["text"][fact.start : fact.end] == fact.evidence
        assert {link.slot for link in fact.links} >= {"model", "locality"}
        assert 0.05 <= fact.confidence <= 0.99
