"""A document read by the pipeline, with everything that the pipeline saw on the way kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from extract.canonical import canonicalise
from extract.explain.meanings import meaning
from extract.gazetteer import Gazetteer
from extract.language import build_pipeline
from extract.localities.context import source_province
from extract.masks import Mask
from extract.records import (
    Document,
    Fact,
    LocalityMention,
    ModelMention,
    Quantity,
    Ranking,
    ScopeDecision,
    Segment,
    TimeExpression,
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A count that is no fact, the rule that left it out, and what the rule means."""

    start: int
    end: int
    rule: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What every component found in one document. All offsets are those of ``text``, the canonical text.

    ``province`` is the path of the source's province, None where none was given or the gazetteer does not know it.
    """

    text: str
    title: str
    province: str | None
    published: str | None
    flags: tuple[str, ...]
    sentences: tuple[Segment, ...]
    masks: tuple[Mask, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    localities: tuple[LocalityMention, ...]
    models: tuple[ModelMention, ...]
    facts: tuple[Fact, ...]
    left_out: tuple[LeftOut, ...]
    rankings: tuple[Ranking, ...] = ()


class Explainer:
    """Holds a pipeline, as `extract.document.Extractor` does."""

    def __init__(self) -> None:
        self._nlp = build_pipeline()

    def explain(self, document: Document) -> Explanation:
        """Everything that led to the facts of ``document``."""
        canonical = canonicalise(document.text)
        doc = self._nlp.make_doc(canonical.text)
        doc._.document = document
        found = self._nlp(doc)._
        return Explanation(
            text=canonical.text,
            title=document.title,
            province=source_province(Gazetteer.load(), document.province, document.published),
            published=document.published,
            flags=canonical.flags,
            sentences=tuple(found.sentences),
            masks=tuple(found.masks),
            quantities=tuple(found.quantities),
            times=tuple(found.times),
            localities=tuple(found.locality_mentions),
            models=tuple(found.model_mentions),
            facts=tuple(found.facts),
            left_out=tuple(_left_out(decision) for decision in found.scope_decisions if not decision.kept),
            rankings=(*found.locality_rankings, *found.name_rankings, *found.rankings),
        )


def _left_out(decision: ScopeDecision) -> LeftOut:
    """A rule that would have kept the count is named as what was overruled."""
    told = meaning("scope", decision.rule)
    if decision.overruled:
        told = f"all that is known of it weighs more than this rule: {told}"
    return LeftOut(decision.start, decision.end, decision.rule, told)


def explanation_as_dict(explanation: Explanation) -> dict[str, Any]:
    """The explanation as what JSON can hold, the records under their own field names; of what was weighed the options without their features."""
    found = asdict(replace(explanation, rankings=()))
    found["rankings"] = [
        {
            "slot": ranking.slot,
            "start": ranking.start,
            "end": ranking.end,
            "about": ranking.about,
            "options": [{"value": o.value, "probability": round(o.probability, 3)} for o in ranking.options],
            "chosen": ranking.chosen,
        }
        for ranking in explanation.rankings
    ]
    return found
