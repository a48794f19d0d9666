"""What editors taught, applied to what the extractor found: aliases, names that are no models, readings of places, calibration.

The extractor itself stays pure and knows nothing of it. The lessons come from the review desk's tables as data; what they do
to an extraction is a function of both. Their digest is part of the extractor's version, so that a new lesson, or one taken
back, reaches the old articles the next night.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace

from db.localities import SEPARATOR, split_unit
from extract.names.keys import model_key
from extract.records import Extraction, Fact, LocalityMention, ModelMention
from review.calibration import Points, calibrated, in_force
from review.overlay import ALIAS, NOT_A_MODEL, PLACE, Lesson, entries


@dataclass(frozen=True, slots=True)
class Taught:
    """Lessons by what they are about: models by key, places by (source, path), source None for all; and the calibration."""

    aliases: Mapping[str, str]
    not_models: frozenset[str]
    places: Mapping[tuple[str | None, str], str]
    calibration: Points = ()

    @property
    def digest(self) -> str:
        """Eight letters that are the same exactly for the same lessons; empty for none."""
        if not (self.aliases or self.not_models or self.places or self.calibration):
            return ""
        content = repr(
            (
                sorted(self.aliases.items()),
                sorted(self.not_models),
                sorted((str(key), path) for key, path in self.places.items()),
                self.calibration,
            )
        )
        return hashlib.sha256(content.encode()).hexdigest()[:8]

    def model(self, name: str) -> str:
        """The name a model goes by; an alias of an alias is followed."""
        for _ in range(len(self.aliases)):
            known = self.aliases.get(model_key(name))
            if known is None:
                break
            name = known
        return name

    def place(self, path: str, source_id: str) -> str:
        """The path a place is to be read as in articles of a source."""
        return self.places.get((source_id, path)) or self.places.get((None, path)) or path

    def is_no_model(self, name: str) -> bool:
        """Whether editors have said that the name is none of a model."""
        return model_key(name) in self.not_models

    def confidence(self, extracted: float) -> float:
        """A confidence as calibrated from decisions."""
        return calibrated(extracted, self.calibration)


def load_taught(connection: sqlite3.Connection) -> Taught:
    """The lessons in force."""
    return taught([entry.lesson for entry in entries(connection)], in_force(connection))


def taught(lessons: list[Lesson], calibration: Points = ()) -> Taught:
    """Lessons by what they are about."""
    return Taught(
        {model_key(lesson.name): lesson.means for lesson in lessons if lesson.kind == ALIAS and lesson.means},
        frozenset(model_key(lesson.name) for lesson in lessons if lesson.kind == NOT_A_MODEL),
        {
            (lesson.source_id, lesson.name): lesson.means
            for lesson in lessons
            if lesson.kind == PLACE and lesson.means
        },
        calibration,
    )


def apply_taught(extraction: Extraction, lessons: Taught, source_id: str) -> Extraction:
    """The extraction as it is with what editors taught; offsets and evidence stay."""
    if not lessons.digest:
        return extraction
    return replace(
        extraction,
        models=tuple(
            dict.fromkeys(lessons.model(name) for name in extraction.models if not lessons.is_no_model(name))
        ),
        localities=tuple(dict.fromkeys(lessons.place(path, source_id) for path in extraction.localities)),
        facts=tuple(
            _fact(fact, lessons, source_id) for fact in extraction.facts if not _spurious(fact, lessons)
        ),
        model_mentions=tuple(
            _model(mention, lessons)
            for mention in extraction.model_mentions
            if not lessons.is_no_model(mention.canonical)
        ),
        locality_mentions=tuple(
            _locality(mention, lessons, source_id) for mention in extraction.locality_mentions
        ),
    )


def _spurious(fact: Fact, lessons: Taught) -> bool:
    return fact.model is not None and lessons.is_no_model(fact.model)


def _fact(fact: Fact, lessons: Taught, source_id: str) -> Fact:
    return replace(
        fact,
        model=lessons.model(fact.model) if fact.model else None,
        locality=lessons.place(fact.locality, source_id) if fact.locality else None,
    )


def _model(mention: ModelMention, lessons: Taught) -> ModelMention:
    canonical = lessons.model(mention.canonical)
    if canonical == mention.canonical:
        return mention
    return replace(mention, canonical=canonical, key=model_key(canonical))


def _locality(mention: LocalityMention, lessons: Taught, source_id: str) -> LocalityMention:
    path = lessons.place(mention.path, source_id)
    if path == mention.path:
        return mention
    kind, name = split_unit(path.partition(SEPARATOR)[0])
    return replace(mention, path=path, type=kind, name=name, code=None, vintage=None)
