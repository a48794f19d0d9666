"""The records the store takes and gives. All offsets are character offsets into `ArticleRow.text`, half open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A site as the registry has it."""

    id: str
    name: str
    province: str | None
    kind: str
    hosts: tuple[str, ...]
    layout: str | None
    status: str


@dataclass(frozen=True, slots=True)
class PageRow:
    """A fetched page whose record is already in the archive. ``content_hash`` is of the body, ``fetched_at`` UTC."""

    url: str
    source_id: str
    fetched_at: str
    status: int
    content_hash: str
    size: int
    warc_file: str
    warc_offset: int
    warc_record_id: str
    content_type: str | None = None
    run_id: int | None = None


@dataclass(frozen=True, slots=True)
class PageToParse:
    """A stored page that has not been parsed, and where to find it in the archive."""

    id: int
    url: str
    source_id: str
    content_type: str | None
    fetched_at: str
    warc_file: str
    warc_offset: int


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A parsed article. ``published`` is Viet Nam time, ``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM``.

    ``method`` is ``layout`` or ``fallback``, ``issues`` what the parser found odd (``no_date``, …),
    ``witnesses`` where each field that has a value was found.
    """

    url: str
    source_id: str
    text: str
    method: str
    page_id: int | None = None
    canonical_url: str | None = None
    title: str | None = None
    lead: str | None = None
    captions: tuple[str, ...] = ()
    author: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    published: str | None = None
    published_from: str | None = None
    language: str | None = None
    layout: str | None = None
    issues: tuple[str, ...] = ()
    witnesses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleToExtract:
    """An article whose facts are missing or out of date.

    ``province`` is its source's; that of the original's source where it is a reprint, or the same text would mean another commune
    in each paper that prints it.
    """

    id: int
    url: str
    source_id: str
    title: str
    text: str
    text_hash: str
    published: str | None
    province: str | None


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model by its key, with the name to show and the other spellings this article has."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LocalityRow:
    """A place by its path ("xã Hiệp Hòa | thị xã Quảng Yên | tỉnh Quảng Ninh"), smallest unit first.

    ``new_path`` and ``new_province`` ("tỉnh Quảng Ninh") are what it belongs to since 1 July 2025.
    """

    path: str
    code: str | None = None
    vintage: str | None = None
    new_path: str | None = None
    new_province: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class FlagRow:
    """Why a fact needs a look: the flag's name and the reason in words."""

    flag: str
    reason: str


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One step of linking: which slot was filled from what kind of context by which rule, and from where."""

    slot: str
    scope: str
    rule: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A reading of a place name that was considered, and why it won or lost."""

    path: str
    code: str | None
    vintage: str | None
    chosen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact of one article. ``model`` is a model's key, ``locality`` a place's path; both need not be listed elsewhere.

    ``sentence`` is the sentence the evidence stands in; with the article's address, model, value and unit it
    makes the statement's identity (`db.statement`). ``extracted_confidence`` is the extractor's own where
    ``confidence`` has been calibrated.
    """

    model: str | None
    value: float | None
    unit: str | None
    locality: str | None
    sentence: str
    sentence_start: int
    evidence: str
    start: int
    end: int
    confidence: float
    value_max: float | None = None
    qualifier: str = "exact"
    event: str | None = None
    date: str | None = None
    rule: str = ""
    links: tuple[LinkRow, ...] = ()
    flags: tuple[FlagRow, ...] = ()
    extracted_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class MentionRow:
    """What a component saw: ``kind`` is ``model``, ``locality``, ``quantity`` or ``time``; ``label`` its reading."""

    kind: str
    start: int
    end: int
    label: str
    model: str | None = None
    locality: str | None = None
    candidates: tuple[CandidateRow, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredExtraction:
    """All that was found in one article, and from which text (``text_hash`` as in `ArticleToExtract`) by which extractor."""

    extractor: str
    text_hash: str
    facts: tuple[FactRow, ...] = ()
    models: tuple[ModelRow, ...] = ()
    localities: tuple[LocalityRow, ...] = ()
    mentions: tuple[MentionRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractionCounts:
    """What `save_extraction` did to an article's facts. ``flagged`` are current ones with at least one flag."""

    new: int = 0
    kept: int = 0
    revived: int = 0
    gone: int = 0
    flagged: int = 0

    def __add__(self, other: ExtractionCounts) -> ExtractionCounts:
        """The sum over several articles."""
        return ExtractionCounts(
            self.new + other.new,
            self.kept + other.kept,
            self.revived + other.revived,
            self.gone + other.gone,
            self.flagged + other.flagged,
        )
