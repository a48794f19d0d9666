"""Whatever is fed to the extractor, from noise to damaged articles, it answers, the same each time, with offsets that fit the text."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.canonical import canonicalise
from extract.document import Extractor
from extract.gazetteer import Gazetteer
from extract.legacy_fonts import may_hold_legacy
from extract.localities import find_localities
from extract.masks import find_masks
from extract.names import find_models
from extract.quantities import find_quantities
from extract.records import Document, Extraction
from extract.sentences import paragraphs, sentences
from extract.times import find_times

GOLD = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "gold_dev.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
QUOTES = "“”\"'‘’«»`"
# What damaged pages and other people's scripts hold: marks, odd spaces, combining and invisible characters, odd digits and letters.
ODD = [
    *QUOTES, "\n", "\r\n", "\t", "\u00a0", "\u200b", "\ufeff", "\u0301", "\u0323", "\u202e", "…", "(", ")", ";", ":", "–", "/", ".", ",",
    "\ud800", "\0", "İ", "ß", "ﬁ", "²", "½", "٣", "１２", "Ⅷ", "𝟝", "Ð", "đ", "ữ", "한", "e\u0302\u0301", "%", "5/5", "10-15", "00", "1.420,5", "999999999999999999999",
    "mô hình", " tỷ ", "31/2/2023", "ngày 99/99", "hàng trăm", " và ", " xã ", " tổ ",
]  # fmt: skip
PROVINCES = [None, "", "Quảng Ninh", "Thành phố Hồ Chí Minh", "Atlantis"]
DATES = [None, "", "2023-08-01", "2025-07-01T07:30", "0000-00-00", "9999-12-31", "2024-02-30", "hôm qua"]


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


# Each takes the text, a stretch of it and what stands before and behind, and Hypothesis' draw.
DAMAGES = {
    "lost": lambda draw, text, before, part, behind: before + behind,
    "doubled": lambda draw, text, before, part, behind: before + part * 2 + behind,
    "swapped": lambda draw, text, before, part, behind: before + behind[: len(part)] + part + behind[len(part) :],
    "turned": lambda draw, text, before, part, behind: before + part[::-1] + behind,
    "decomposed": lambda draw, text, before, part, behind: before + unicodedata.normalize("NFD", part) + behind,
    "in capitals": lambda draw, text, before, part, behind: before + part.upper() + behind,
    "in small letters": lambda draw, text, before, part, behind: before + part.lower() + behind,
    "in titles": lambda draw, text, before, part, behind: before + part.title() + behind,
    "inserted": lambda draw, text, before, part, behind: before + draw(st.sampled_from(ODD)) + part + behind,
    "other quotes": lambda draw, text, before, part, behind: text.replace(
        draw(st.sampled_from(QUOTES)), draw(st.sampled_from([*QUOTES, ""])), draw(st.integers(1, 5))
    ),
    "joined": lambda draw, text, before, part, behind: text.replace(
        draw(st.sampled_from(["\n", " ", ". ", ", "])), draw(st.sampled_from(["", " "])), 20
    ),
    "shuffled": lambda draw, text, before, part, behind: "\n".join(draw(st.permutations(text.split("\n")))),
    "spliced": lambda draw, text, before, part, behind: before + draw(st.sampled_from(GOLD))["text"][len(before) :][:1500],
}  # fmt: skip


@st.composite
def damaged_articles(draw):
    """An annotated document with some of what happens to text on its way."""
    text = draw(st.sampled_from(GOLD))["text"]
    for name in draw(st.lists(st.sampled_from(sorted(DAMAGES)), min_size=1, max_size=12)):
        at = draw(st.integers(0, max(0, len(text) - 1)))
        end = at + draw(st.integers(1, 40))
        text = DAMAGES[name](draw, text, text[:at], text[at:end], text[end:])
    return text


NOISE = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(ODD), max_size=60).map("".join),
    st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=5), st.integers(0, 10**9).map(str)), max_size=40).map(" ".join),
)  # fmt: skip


def check_spans(text: str, record: object) -> None:
    """Every pair of …start and …end of a record lies in the text, in this order."""
    names = {field.name for field in fields(record)}  # type: ignore[arg-type]
    for start_name in (name for name in names if name.endswith("start")):
        start, end = getattr(record, start_name), getattr(record, start_name.removesuffix("start") + "end")
        if start is not None:
            assert 0 <= start <= end <= len(text), (start_name, record)


def check(text: str, extraction: Extraction) -> None:
    for found in (
        extraction.model_mentions,
        extraction.locality_mentions,
        extraction.quantities,
        extraction.times,
        extraction.sentences,
        extraction.facts,
    ):
        for record in found:
            check_spans(text, record)
    for fact in extraction.facts:
        assert text[fact.start : fact.end] == fact.evidence
        assert fact.evidence.strip()
        assert 0.05 <= fact.confidence <= 0.99
        assert (fact.value is None) == (fact.unit is None)
        assert fact.model is None or fact.model in extraction.models
        for link in fact.links:
            check_spans(text, link)


@given(
    text=damaged_articles(),
    province=st.sampled_from(PROVINCES),
    published=st.sampled_from(DATES),
    title=NOISE,
)
@settings(max_examples=80, deadline=None)
def test_damaged_articles_are_read_the_same_each_time_with_evidence_where_it_says(
    extractor, text, province, published, title
):
    document = Document(id="x", text=text, province=province, published=published, title=title)
    extraction = extractor.extract(document)
    check(text, extraction)
    assert extractor.extract(document) == extraction


@given(text=NOISE, published=st.sampled_from(DATES))
@settings(max_examples=80, deadline=None)
def test_noise_is_read_without_a_word(extractor, text, published):
    check(text, extractor.extract(Document(id="x", text=text, published=published)))


@given(NOISE)
@settings(max_examples=80, deadline=None)
def test_the_canonical_text_stays_and_leads_back(raw):
    canonical = canonicalise(raw)
    if not (may_hold_legacy(raw) or may_hold_legacy(canonical.text)):
        # Whether a line is in a legacy font is judged by all its words: without what shows nothing it may look like another line.
        assert canonicalise(canonical.text).text == canonical.text
    before = 0
    for offset in range(len(canonical.text) + 1):
        back = canonical.to_raw(offset)
        assert before <= back <= len(raw)
        before = back


@given(NOISE)
@settings(max_examples=80, deadline=None)
def test_each_component_alone_takes_any_text(raw):
    """Not only the canonical one: a component may stand in somebody else's pipeline."""
    cut = sentences(raw)
    for segment in (*paragraphs(raw), *cut):
        check_spans(raw, segment)
        assert raw[segment.start : segment.end].strip()
    masks = find_masks(raw)
    localities = find_localities(
        raw, cut, Gazetteer.load(), province="Quảng Ninh", published=None, title=raw[:80]
    )
    for found in (
        masks,
        find_quantities(raw, cut, masks),
        find_times(raw, "2023-08-01"),
        localities,
        find_models(raw, cut, localities),
    ):
        for record in found:
            check_spans(raw, record)
