"""Examples of linking decisions: what the extractor weighed in an annotated document, and what the annotation says was right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract.canonical import canonicalise
from extract.errors import DocumentError
from extract.evaluation import same_fact, same_locality, same_name, same_unit, same_value
from extract.facts.confidence import sureness_features
from extract.gazetteer import Level, name_key
from extract.jsonlines import read_documents
from extract.language import build_pipeline, doc_without_tokens
from extract.localities import document_localities
from extract.localities.vocabulary import vocabulary
from extract.records import Document, Fact, Quantity, Ranking

Annotated = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated document: what is read, and what should be found; ``teaches`` are the decisions it is annotated for, none for all."""

    document: Document
    annotation: Annotated
    teaches: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Example:
    """One decision: the features of each option, whether the option is right, and the index of the one that was chosen (None: none)."""

    slot: str
    document: str
    features: tuple[frozenset[str], ...]
    right: tuple[bool, ...]
    chosen: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A fact that was found, what its confidence is computed from, and whether the annotation has it."""

    document: str
    fact: Fact
    parts: tuple[tuple[str, float], ...]
    right: bool


@dataclass(slots=True)
class Agreement:
    """How many were found rightly, how many were found, how many there are."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, other: Agreement) -> None:
        """Take in what other documents gave."""
        self.right += other.right
        self.found += other.found
        self.wanted += other.wanted

    def __str__(self) -> str:
        precision, recall = self.right / max(self.found, 1), self.right / max(self.wanted, 1)
        f1 = 2 * self.right / max(self.found + self.wanted, 1)
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"


@dataclass(slots=True)
class Lesson:
    """Everything one run over annotated documents teaches."""

    examples: list[Example] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    localities: Agreement = field(default_factory=Agreement)


def read_gold(paths: Iterable[Path]) -> list[Gold]:
    """The annotated documents of the files, in order."""
    found: list[Gold] = []
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        for line, document in zip(lines, read_documents(lines), strict=True):
            if isinstance(document, DocumentError):
                raise SystemExit(f"{path}: {document}")
            found.append(Gold(document, json.loads(line)))
    return found


def learn_from(gold: Sequence[Gold], weights: Path | None) -> Lesson:
    """Run the extractor with ``weights`` over the documents and compare each decision with the annotation."""
    nlp = build_pipeline(weights=weights)
    lesson = Lesson()
    for item in gold:
        canonical = canonicalise(item.document.text)
        doc = doc_without_tokens(nlp, canonical.text)
        doc._.document = item.document
        found = nlp(doc)._
        rankings = (*found.locality_rankings, *found.name_rankings, *found.rankings)
        if item.teaches:
            rankings = tuple(ranking for ranking in rankings if ranking.slot in item.teaches)
        lesson.examples.extend(_examples(canonical.text, item.annotation, rankings, found.quantities))
        lesson.judged.extend(_judged(item.annotation, found.facts))
        lesson.localities.add(
            _places(item.annotation["localities"], document_localities(found.locality_mentions))
        )
    return lesson


def _examples(
    text: str, annotation: Annotated, rankings: Sequence[Ranking], quantities: Sequence[Quantity]
) -> Iterator[Example]:
    by_start = {quantity.start: quantity for quantity in quantities}
    counts = _Counts(text, annotation)
    for ranking in rankings:
        right = _judge(ranking, annotation, by_start.get(ranking.start), counts)
        if right is None:
            continue
        yield Example(
            ranking.slot,
            annotation["id"],
            tuple(option.features for option in ranking.options),
            right,
            ranking.chosen,
        )


def _judge(
    ranking: Ranking, annotation: Annotated, quantity: Quantity | None, counts: _Counts
) -> tuple[bool, ...] | None:
    """Which options are right; None where the annotation doesn't tell."""
    if ranking.slot in _YES_OR_NO:
        return (_YES_OR_NO[ranking.slot](ranking, annotation, quantity, counts),)
    gold = _gold_of(ranking, annotation, quantity, counts)
    if gold is None:
        return None
    values = [option.value for option in ranking.options]
    if ranking.slot == "model":
        return tuple(same_name(gold["model"], value) for value in values)
    if ranking.slot == "place":
        return tuple(same_locality(gold["locality"], value) for value in values)
    return tuple((gold[ranking.slot] or None) == value for value in values)


def _is_counted(
    _ranking: Ranking, _annotation: Annotated, quantity: Quantity | None, counts: _Counts
) -> bool:
    assert quantity is not None
    return counts.of(quantity, unit=False) is not None


def _is_pair(ranking: Ranking, annotation: Annotated, _quantity: Quantity | None, _counts: _Counts) -> bool:
    about = ranking.about
    return about is not None and any(_is_about(fact, about) for fact in annotation["facts"])


def _is_place(ranking: Ranking, annotation: Annotated, _quantity: Quantity | None, _counts: _Counts) -> bool:
    """Whether a unit of the name and the level is among the document's localities."""
    about, level = ranking.about, Level[str(ranking.options[0].value).upper()]
    return about is not None and any(_is_named(path, about[0], level) for path in annotation["localities"])


def _is_model(ranking: Ranking, annotation: Annotated, quantity: Quantity | None, counts: _Counts) -> bool:
    return any(same_name(name, ranking.options[0].value) for name in annotation["models"])


_YES_OR_NO = {"scope": _is_counted, "pair": _is_pair, "bare": _is_place, "quoted": _is_model}


def _gold_of(
    ranking: Ranking, annotation: Annotated, quantity: Quantity | None, counts: _Counts
) -> Annotated | None:
    if ranking.about is None:
        return counts.of(quantity, unit=True) if quantity is not None else None
    for fact in annotation["facts"]:
        if fact["value"] is None and _is_about(fact, ranking.about):
            return fact
    return None


def _is_about(fact: Annotated, about: tuple[str, str | None]) -> bool:
    name, path = about
    return bool(fact["model"]) and same_name(fact["model"], name) and same_locality(fact["locality"], path)


def _is_named(path: str, name: str, level: Level) -> bool:
    """Whether the unit of a path has this name and level."""
    parts = path.split(" | ")
    forms = vocabulary().types
    kind = max(
        (f for f in forms.get(parts[0].split()[0], ()) if parts[0].startswith(" ".join(f.words) + " ")),
        key=lambda form: len(form.words),
        default=None,
    )
    if kind is None:
        return False
    own = Level.PROVINCE if len(parts) == 1 else kind.level
    return own is level and name_key(parts[0][len(" ".join(kind.words)) :]) == name_key(name)


class _Counts:
    """The annotated counts of a document, each claimed by one count of the text."""

    def __init__(self, text: str, annotation: Annotated) -> None:
        self._facts = [fact for fact in annotation["facts"] if fact["value"] is not None]
        self._spans = [list(_occurrences(text, fact["evidence"])) for fact in self._facts]
        self._claimed: dict[int, int] = {}

    def of(self, quantity: Quantity, *, unit: bool) -> Annotated | None:
        """The annotated fact whose evidence holds the count and has its value (and its unit, if asked)."""
        index = self._claimed.get(quantity.start)
        if index is None:
            index = self._claim(quantity)
        if index is None:
            return None
        fact = self._facts[index]
        return None if unit and not same_unit(fact["unit"], quantity.unit) else fact

    def _claim(self, quantity: Quantity) -> int | None:
        for with_unit in (True, False):
            for index, fact in enumerate(self._facts):
                if (
                    index not in self._claimed.values()
                    and same_value(fact["value"], quantity.value)
                    and (not with_unit or same_unit(fact["unit"], quantity.unit))
                    and any(s <= quantity.number_start < e for s, e in self._spans[index])
                ):
                    self._claimed[quantity.start] = index
                    return index
        return None


def _places(wanted: Sequence[str], found: Sequence[str]) -> Agreement:
    left, right = list(wanted), 0
    for path in found:
        hit = next((gold for gold in left if same_locality(gold, path)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return Agreement(right, len(found), len(wanted))


def _occurrences(text: str, evidence: str) -> Iterator[tuple[int, int]]:
    start = text.find(evidence)
    while start >= 0:
        yield start, start + len(evidence)
        start = text.find(evidence, start + 1)


def _judged(annotation: Annotated, facts: Sequence[Fact]) -> Iterator[Judged]:
    left = list(annotation["facts"])
    for fact in facts:
        written = {
            "model": fact.model,
            "value": fact.value,
            "unit": fact.unit,
            "locality": fact.locality,
        }
        hit = next((gold for gold in left if same_fact(gold, written)), None)
        if hit is not None:
            left.remove(hit)
        kind = "presence" if fact.value is None else "count"
        yield Judged(
            annotation["id"],
            fact,
            tuple(sureness_features(kind, dict(fact.chances), fact.links, fact.flags)),
            hit is not None,
        )
