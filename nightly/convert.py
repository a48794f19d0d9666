"""From what the extractor found to rows of the store: the one place where the two meet.

Offsets stay those of the article's text; names of models become keys, places get their codes, flags their reasons.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from db.records import (
    ArticleToExtract,
    CandidateRow,
    FactRow,
    FlagRow,
    LinkRow,
    LocalityRow,
    MentionRow,
    ModelRow,
    StoredExtraction,
)
from extract.gazetteer import Gazetteer
from extract.names.keys import model_key
from extract.records import Document, Extraction, Fact, LocalityMention, Qualifier, Quantity, Segment
from nightly.flag_reasons import LOW_CONFIDENCE, reason
from nightly.places import Places
from nightly.taught import Taught, apply_taught, taught

_PREFIX = {Qualifier.EXACT: "", Qualifier.AT_LEAST: "≥ ", Qualifier.APPROX: "≈ "}


def as_document(article: ArticleToExtract) -> Document:
    """The article as the extractor takes it."""
    return Document(
        id=str(article.id),
        text=article.text,
        url=article.url,
        title=article.title,
        province=article.province,
        published=article.published,
    )


class Converter:
    """Makes rows of extractions; ``floor`` is the confidence below which a fact is flagged, ``lessons`` what editors taught."""

    def __init__(
        self, gazetteer: Gazetteer, floor: float, extractor: str, lessons: Taught | None = None
    ) -> None:
        self._places = Places(gazetteer)
        self._floor = floor
        self._extractor = extractor
        self._lessons = lessons or taught([])

    def rows(self, article: ArticleToExtract, extraction: Extraction) -> StoredExtraction:
        """What the store takes for this article."""
        extraction = self._spelled(apply_taught(extraction, self._lessons, article.source_id))
        sentences = sorted(extraction.sentences, key=lambda sentence: sentence.start)
        return StoredExtraction(
            extractor=self._extractor,
            text_hash=article.text_hash,
            facts=tuple(self._fact(article.text, fact, sentences, extraction) for fact in extraction.facts),
            models=_models(extraction),
            localities=self._localities(extraction),
            mentions=tuple(_mentions(article.text, extraction)),
        )

    def _spelled(self, extraction: Extraction) -> Extraction:
        """The same with one spelling for each place, or a place would be as many as ways to write it."""
        mentions = extraction.locality_mentions
        known = {m.path: self._places.spelled(m.path, m.code, m.vintage) for m in mentions if m.code}
        others = {m.path for m in mentions} | {fact.locality for fact in extraction.facts if fact.locality}
        paths = {path: self._places.spelled(path) for path in others} | known
        return replace(
            extraction,
            locality_mentions=tuple(replace(m, path=paths[m.path]) for m in mentions),
            facts=tuple(
                replace(fact, locality=paths[fact.locality]) if fact.locality else fact
                for fact in extraction.facts
            ),
        )

    def _fact(self, text: str, fact: Fact, sentences: list[Segment], extraction: Extraction) -> FactRow:
        sentence = _sentence_of(fact, sentences)
        extracted = fact.confidence
        fact = replace(fact, confidence=self._lessons.confidence(extracted))
        return FactRow(
            model=model_key(fact.model) if fact.model else None,
            value=fact.value,
            unit=fact.unit,
            locality=fact.locality,
            sentence=text[sentence.start : sentence.end],
            sentence_start=sentence.start,
            evidence=fact.evidence,
            start=fact.start,
            end=fact.end,
            confidence=fact.confidence,
            value_max=fact.value_max,
            qualifier=fact.qualifier.value,
            event=fact.event.value if fact.event else None,
            date=fact.date,
            rule=fact.rule,
            links=tuple(LinkRow(x.slot, x.scope, x.rule, x.start, x.end) for x in fact.links),
            flags=tuple(self._flags(fact, extraction)),
            extracted_confidence=extracted,
        )

    def _flags(self, fact: Fact, extraction: Extraction) -> list[FlagRow]:
        names = [*fact.flags, *extraction.flags]
        if fact.confidence < self._floor:
            names.append(LOW_CONFIDENCE)
        scope = next((link.scope for link in fact.links if link.slot == "locality"), "")
        values = {
            "candidates": _candidates(fact, extraction),
            "locality": fact.locality or "",
            "scope": scope,
            "model": fact.model or "",
            "unit": fact.unit or "",
            "confidence": fact.confidence,
            "floor": self._floor,
        }
        return [FlagRow(name, reason(name, **values)) for name in dict.fromkeys(names)]

    def _localities(self, extraction: Extraction) -> tuple[LocalityRow, ...]:
        """Every place of the article and those above it. One named with a code in the text keeps it."""
        rows: dict[str, LocalityRow] = {}
        coded = [(m.path, m.code, m.vintage) for m in extraction.locality_mentions if m.code]
        others = [(m.path, None, None) for m in extraction.locality_mentions if not m.code]
        inferred = [(fact.locality, None, None) for fact in extraction.facts if fact.locality]
        for path, code, vintage in (*coded, *others, *inferred):
            for row in self._places.rows(path, code, vintage):
                rows.setdefault(row.path, row)
        return tuple(rows.values())


def _sentence_of(fact: Fact, sentences: list[Segment]) -> Segment:
    """The sentence that holds the fact's evidence, which alone is taken where no sentence is known."""
    index = bisect_right(sentences, fact.start, key=lambda sentence: sentence.start) - 1
    if index < 0 or sentences[index].end <= fact.start:
        return Segment(fact.start, fact.end)
    return sentences[index]


def _models(extraction: Extraction) -> tuple[ModelRow, ...]:
    names: dict[str, dict[str, None]] = {}
    for mention in extraction.model_mentions:
        spellings = names.setdefault(model_key(mention.canonical), {mention.canonical: None})
        spellings[mention.name] = None
    for fact in extraction.facts:
        if fact.model:
            names.setdefault(model_key(fact.model), {fact.model: None})
    return tuple(ModelRow(key, *_first_and_rest(spellings)) for key, spellings in names.items())


def _first_and_rest(spellings: dict[str, None]) -> tuple[str, tuple[str, ...]]:
    first, *rest = spellings
    return first, tuple(rest)


def _candidates(fact: Fact, extraction: Extraction) -> str:
    """The readings that the fact's place was chosen from."""
    paths = {
        candidate.path: None
        for mention in extraction.locality_mentions
        if mention.path == fact.locality
        for candidate in mention.candidates
    }
    return "; ".join(list(paths)[:5])


def _mentions(text: str, extraction: Extraction) -> list[MentionRow]:
    rows = [
        MentionRow("model", m.start, m.end, m.canonical, model=model_key(m.canonical), flags=m.flags)
        for m in extraction.model_mentions
    ]
    rows += [_locality(mention) for mention in extraction.locality_mentions]
    rows += [
        MentionRow("quantity", q.start, q.end, _quantity(q), flags=q.flags) for q in extraction.quantities
    ]
    rows += [MentionRow("time", t.start, t.end, t.value or text[t.start : t.end]) for t in extraction.times]
    return sorted(rows, key=lambda row: (row.start, row.end))


def _locality(mention: LocalityMention) -> MentionRow:
    candidates = tuple(
        CandidateRow(c.path, c.code, c.vintage, c.chosen, c.reason) for c in mention.candidates
    )
    return MentionRow(
        "locality",
        mention.start,
        mention.end,
        mention.path,
        locality=mention.path,
        candidates=candidates,
        flags=mention.flags,
    )


def _quantity(quantity: Quantity) -> str:
    number = f"{quantity.value:,.10g}"
    if quantity.value_max is not None:
        number += f"–{quantity.value_max:,.10g}"
    return f"{_PREFIX[quantity.qualifier]}{number} {quantity.unit}"
