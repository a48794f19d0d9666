"""One document in, one `Extraction` out: canonical text, the spaCy pipeline, and the way back to the input's offsets."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from extract.canonical import Canonical, canonicalise
from extract.language import build_pipeline, doc_without_tokens
from extract.localities import document_localities
from extract.names import document_models
from extract.records import (
    Document,
    Extraction,
    Fact,
    Link,
    LocalityMention,
    ModelMention,
    Quantity,
    Segment,
    TimeExpression,
)

_Record = TypeVar("_Record", Segment, TimeExpression, LocalityMention)


class Extractor:
    """Holds a pipeline, so that lexicon and gazetteer are read once; give one to each process."""

    def __init__(self) -> None:
        self._nlp = build_pipeline()

    def extract(self, document: Document) -> Extraction:
        """Everything found in ``document``, in offsets of its text."""
        canonical = canonicalise(document.text)
        doc = doc_without_tokens(self._nlp, canonical.text, noted=False)
        doc._.document = document
        doc = self._nlp(doc)
        found = doc._
        extraction = Extraction(
            id=document.id,
            models=tuple(document_models(found.model_mentions)),
            localities=tuple(document_localities(found.locality_mentions)),
            facts=tuple(found.facts),
            model_mentions=tuple(found.model_mentions),
            locality_mentions=tuple(found.locality_mentions),
            quantities=tuple(found.quantities),
            times=tuple(found.times),
            flags=canonical.flags,
            sentences=tuple(found.sentences),
        )
        return extraction if canonical.text == canonical.raw else _in_raw_offsets(canonical, extraction)


def _in_raw_offsets(canonical: Canonical, found: Extraction) -> Extraction:
    return replace(
        found,
        facts=tuple(_fact(canonical, fact) for fact in found.facts),
        model_mentions=tuple(_model(canonical, mention) for mention in found.model_mentions),
        locality_mentions=tuple(_moved(canonical, mention) for mention in found.locality_mentions),
        quantities=tuple(_quantity(canonical, quantity) for quantity in found.quantities),
        times=tuple(_moved(canonical, time) for time in found.times),
        sentences=tuple(_moved(canonical, sentence) for sentence in found.sentences),
    )


def _moved(canonical: Canonical, record: _Record) -> _Record:
    start, end = canonical.span_to_raw(record.start, record.end)
    return replace(record, start=start, end=end)


def _model(canonical: Canonical, mention: ModelMention) -> ModelMention:
    start, end = canonical.span_to_raw(mention.start, mention.end)
    outer_start, outer_end = canonical.span_to_raw(mention.outer_start, mention.outer_end)
    return replace(mention, start=start, end=end, outer_start=outer_start, outer_end=outer_end)


def _quantity(canonical: Canonical, quantity: Quantity) -> Quantity:
    start, end = canonical.span_to_raw(quantity.start, quantity.end)
    number_start, number_end = canonical.span_to_raw(quantity.number_start, quantity.number_end)
    unit_start, unit_end = canonical.span_to_raw(quantity.unit_start, quantity.unit_end)
    return replace(
        quantity,
        start=start,
        end=end,
        number_start=number_start,
        number_end=number_end,
        unit_start=unit_start,
        unit_end=unit_end,
    )


def _fact(canonical: Canonical, fact: Fact) -> Fact:
    start, end = canonical.span_to_raw(fact.start, fact.end)
    links = tuple(_link(canonical, link) for link in fact.links)
    return replace(fact, start=start, end=end, evidence=canonical.raw[start:end], links=links)


def _link(canonical: Canonical, link: Link) -> Link:
    if link.start is None or link.end is None:
        return link
    start, end = canonical.span_to_raw(link.start, link.end)
    return replace(link, start=start, end=end)
