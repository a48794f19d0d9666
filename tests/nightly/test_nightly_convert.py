"""From extractions to rows: keys, codes, sentences, reasons."""

from __future__ import annotations

import dataclasses

import pytest

from db.records import ArticleToExtract
from extract.gazetteer import Gazetteer
from extract.names.keys import model_key
from extract.ranking import bundled_weights
from extract.records import Event, Extraction, Fact, Link, LocalityMention, ModelMention, Qualifier, Segment
from nightly.convert import Converter
from nightly.flag_reasons import reason, templates
from nightly.places import Places

TEXT = "Phong trào lan rộng. Xã Hiệp Hòa có 12 mô hình “Tiếng kẻng an ninh”."
ARTICLE = ArticleToExtract(7, "https://a.example/1", "a", "Tiêu đề", TEXT, "hash", "2023-08-01", "Quảng Ninh")
PLACE = "xã Hiệp Hòa | thị xã Quảng Yên | tỉnh Quảng Ninh"


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load()


def fact(**changes):
    start, end = TEXT.index("12"), TEXT.index(" “")
    given = Fact(
        model="Tiếng kẻng an ninh",
        value=12.0,
        value_max=None,
        qualifier=Qualifier.EXACT,
        unit="mô hình",
        locality=PLACE,
        event=Event.OPERATING,
        date="2023",
        evidence=TEXT[start:end],
        start=start,
        end=end,
        confidence=0.9,
        rule="count",
        links=(Link("locality", "sentence", "governing"),),
    )
    return dataclasses.replace(given, **changes)


def extraction(*facts, **others):
    sentences = (Segment(0, 20), Segment(21, len(TEXT)))
    return Extraction("7", ("Tiếng kẻng an ninh",), (PLACE,), facts, sentences=sentences, **others)


def rows(gazetteer, made):
    return Converter(gazetteer, floor=0.5, extractor="1").rows(ARTICLE, made)


def test_a_fact_carries_its_sentence_and_the_key_of_its_model(gazetteer):
    stored = rows(gazetteer, extraction(fact()))
    assert (stored.extractor, stored.text_hash) == ("1", "hash")
    (row,) = stored.facts
    assert row.sentence == "Xã Hiệp Hòa có 12 mô hình “Tiếng kẻng an ninh”."
    assert row.sentence_start == 21
    assert row.model == model_key("Tiếng kẻng an ninh")
    assert (row.value, row.unit, row.locality, row.event, row.date) == (
        12.0,
        "mô hình",
        PLACE,
        "operating",
        "2023",
    )
    assert row.flags == ()


def test_a_fact_below_the_floor_is_flagged_with_the_figures(gazetteer):
    (row,) = rows(gazetteer, extraction(fact(confidence=0.31))).facts
    assert [(flag.flag, flag.reason) for flag in row.flags] == [
        ("low_confidence", "The confidence 0.31 is below 0.50")
    ]


def test_what_is_odd_about_a_document_is_odd_about_its_facts(gazetteer):
    (row,) = rows(gazetteer, extraction(fact(), flags=("legacy_font",))).facts
    assert [flag.flag for flag in row.flags] == ["legacy_font"]


def test_an_inherited_place_says_where_it_was_taken_from(gazetteer):
    inherited = fact(flags=("inherited_locality",), links=(Link("locality", "title", "inherited"),))
    (row,) = rows(gazetteer, extraction(inherited)).facts
    assert row.flags[0].reason == f"The sentence names no place; “{PLACE}” was taken from the title"


def test_spellings_of_a_model_become_aliases(gazetteer):
    def mention(name):
        return ModelMention(
            0, 1, 0, 1, name, model_key(name), "Tiếng kẻng an ninh", quoted=True, rule="quoted"
        )

    made = extraction(model_mentions=(mention("Tiếng kẻng an ninh"), mention("tiếng kẻng AN NINH")))
    (model,) = rows(gazetteer, made).models
    assert (model.name, model.aliases) == ("Tiếng kẻng an ninh", ("tiếng kẻng AN NINH",))


def test_a_place_and_everything_above_it_get_their_codes_and_heirs(gazetteer):
    by_path = {row.path: row for row in rows(gazetteer, extraction(fact())).localities}
    assert list(by_path) == [PLACE, "thị xã Quảng Yên | tỉnh Quảng Ninh", "tỉnh Quảng Ninh"]
    assert all(row.code for row in by_path.values())
    assert by_path[PLACE].vintage == "old"
    assert {row.new_province for row in by_path.values()} == {"tỉnh Quảng Ninh"}


def test_the_code_the_extractor_knew_is_kept(gazetteer):
    unit = gazetteer.lookup("Quảng Yên", kind="thị xã")[0]
    mention = LocalityMention(0, 5, unit.path, unit.type, unit.name, unit.code, unit.vintage)
    found = rows(gazetteer, extraction(locality_mentions=(mention,))).localities
    assert (found[0].code, found[0].vintage) == (unit.code, unit.vintage)


@pytest.mark.parametrize(
    "path", ["thôn Đoài | xã Hiệp Hòa | tỉnh Quảng Ninh", "xã Không Có | tỉnh Quảng Ninh"]
)
def test_a_place_that_the_gazetteer_does_not_know_has_no_code_but_its_province_has(gazetteer, path):
    found = {row.path: row for row in Places(gazetteer).rows(path)}
    assert found[path].code is None
    assert found["tỉnh Quảng Ninh"].code


def test_a_province_that_was_merged_away_leads_to_its_heir(gazetteer):
    (row,) = Places(gazetteer).rows("tỉnh Hà Giang")
    assert (row.vintage, row.new_province) == ("old", "tỉnh Tuyên Quang")


def test_every_flag_of_the_extractor_has_its_reason_in_words():
    learnt = bundled_weights().sureness
    known = {name.removeprefix("flag ") for name in learnt if name.startswith("flag ")}
    assert known
    assert known <= set(templates())


def test_a_flag_that_nobody_described_is_still_readable():
    assert reason("new_kind_of_doubt") == "New kind of doubt"


def test_a_place_has_one_spelling_whoever_writes_it(gazetteer):
    converter = Converter(gazetteer, 0.5, "test")
    written = PLACE.replace("Hòa", "Hoà")
    row = converter.rows(ARTICLE, extraction(fact(locality=written)))
    assert [one.locality for one in row.facts] == [PLACE]
    assert PLACE in {place.path for place in row.localities}
    assert written not in {place.path for place in row.localities}
    assert Places(gazetteer).spelled("thôn Hoà Bình | xã Không Đâu") == "thôn Hoà Bình | xã Không Đâu"
