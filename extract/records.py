"""The typed records that travel between the components, and out of them.

All offsets are character offsets into the *canonical* text of a document (see `extract.canonical`), half
open: ``text[start:end]``. Only `Extraction`, the end product, is given back in offsets of the input text.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of an article before extraction.

    ``province`` is the source's own province as written in the registry ("Quảng Ninh"), ``published`` the
    publication date as ``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM``; either may be None.
    """

    id: str
    text: str
    url: str | None = None
    title: str = ""
    province: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of canonical text: a paragraph, a sentence or a clause."""

    start: int
    end: int


class Qualifier(StrEnum):
    """How exact a count is (annotation guideline, slot ``qualifier``)."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    APPROX = "approx"


class Event(StrEnum):
    """What a fact says happened (annotation guideline, slot ``event``)."""

    LAUNCHED = "launched"
    OPERATING = "operating"
    REPLICATED = "replicated"
    RECOGNISED = "recognised"
    PLANNED = "planned"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts.

    ``start``/``end`` span qualifier, number and unit ("hơn 136.000 camera"); ``number_start``/``number_end``
    the number alone. ``unit`` is the counted noun phrase, lower case, cut before a preposition
    ("tổ tự quản"); ``unit_class`` its class in the units lexicon (``model``, ``point``, ``group``, ``member``,
    ``household``, ``place``, ``camera``, ``device``, ``meeting``, ``tip``, ``case``, ``person``, ``money``, ``other``).
    ``of_total`` is the second number of a ratio (26/27 → 27). ``qualifier`` as in the guideline.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: float
    value_max: float | None
    qualifier: Qualifier
    unit: str
    unit_start: int
    unit_end: int
    unit_class: str
    of_total: float | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A point or span of time: ``value`` is ISO 8601, as coarse as stated.

    ``2021-07``, ``2022-06-07``, ``2016/2021``, ``2022-01/2022-06``. ``kind`` is one of ``day``, ``month``,
    ``year``, ``span``, ``until`` ("đến hết năm 2023", "đến nay") and ``since`` ("từ năm 2017").
    ``value`` is None for a relative time that names no date ("đến nay", "hiện nay", "thời gian qua").
    """

    start: int
    end: int
    value: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class ModelMention:
    """A named model, once per place where the text names it.

    ``start``/``end`` span the name without quotes and without the head noun; ``outer_start``/``outer_end`` with
    them. ``name`` is the name as written here, ``key`` its normal form for comparison across mentions and
    articles (`extract.names.keys.model_key`), ``canonical`` the name under which the document's first mention
    introduced it. ``rule`` names the rule that found it, ``group`` numbers the enumeration it belongs to.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    name: str
    key: str
    canonical: str
    quoted: bool
    rule: str
    group: int | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of a place name that was considered, and why it won or lost."""

    path: str
    code: str | None
    vintage: str | None
    chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class LocalityMention:
    """A mention of an administrative unit and the unit it was resolved to.

    ``path`` goes from the unit up to its province, each part with its type in full, joined by `` | ``.
    ``type`` and ``name`` are those of the unit itself; ``code`` and ``vintage`` (``old`` before 1 July 2025, ``new``
    after) identify it in the gazetteer, None for units below the commune and for unknown ones. ``bare`` tells that
    the text gives the name without its type, ``organisation`` that it stands inside an organisation's name
    (Công an huyện …), ``former`` that the text calls it a former unit. ``group`` numbers the list it stands in.
    """

    start: int
    end: int
    path: str
    type: str
    name: str
    code: str | None
    vintage: str | None
    bare: bool = False
    organisation: bool = False
    former: bool = False
    group: int | None = None
    candidates: tuple[Candidate, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The units of the path, smallest first."""
        return tuple(self.path.split(" | "))


@dataclass(frozen=True, slots=True)
class Link:
    """One step of linking: which slot was filled, from what kind of context, by which rule."""

    slot: str
    scope: str
    rule: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something countable or named exists, starts, is recognised … in a place (annotation guideline, “Facts”).

    ``start``/``end`` are the offsets of ``evidence``; ``confidence`` is the estimated probability that model, value,
    unit and locality are all right, ``chances`` how likely each decision behind it was, by slot.
    """

    model: str | None
    value: float | None
    value_max: float | None
    qualifier: Qualifier
    unit: str | None
    locality: str | None
    event: Event | None
    date: str | None
    evidence: str
    start: int
    end: int
    confidence: float
    flags: tuple[str, ...] = ()
    rule: str = ""
    links: tuple[Link, ...] = ()
    chances: tuple[tuple[str, float], ...] = ()


class Ranked(NamedTuple):
    """One option for a slot: its value, how likely it is (0 to 1), and the features that say so (`extract.ranking`)."""

    value: str | None
    probability: float
    features: Set[str]


class Ranking(NamedTuple):
    """The options that were weighed for one slot, and the index of the one ``chosen``.

    ``slot`` is ``bare``, ``scope``, ``model``, ``place``, ``pair``, ``event`` or ``date``; ``start``/``end`` span the count or the name it is about;
    ``about`` is the model and the place of a pair or of a fact without a count. ``bare`` weighs whether a name (``about``) is
    a place of the level that is the option's value. ``bare``, ``scope`` and ``pair`` weigh one option: it is so, or it is not (``chosen`` None).
    """

    slot: str
    start: int
    end: int
    options: tuple[Ranked, ...]
    chosen: int | None
    about: tuple[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class ScopeDecision:
    """Whether a count is one the annotation guideline asks for, and the name of the rule that decided it.

    ``rule`` is one of `extract.facts.scope.RULES`, ``none`` where none of them applies (it leaves the count out),
    ``repeated_sentence`` for the counts of a caption printed twice, or ``told_before`` for a fact the text has told already.
    ``overruled`` tells that everything else that is known of the count weighed more than the rule.
    """

    start: int
    end: int
    kept: bool
    rule: str
    overruled: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one document; all offsets are those of the *input* text."""

    id: str
    models: tuple[str, ...]
    localities: tuple[str, ...]
    facts: tuple[Fact, ...]
    model_mentions: tuple[ModelMention, ...] = ()
    locality_mentions: tuple[LocalityMention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    flags: tuple[str, ...] = ()
    sentences: tuple[Segment, ...] = field(default=())
