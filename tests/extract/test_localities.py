"""Localities in running text: a table of sentences, and what a mention tells beside its path."""

import random
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.gazetteer import Gazetteer, Level
from extract.localities import document_localities, find_localities, weigh_localities
from extract.sentences import sentences

CASES = tomllib.loads((Path(__file__).parent / "localities_cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load()


def find(gazetteer, text, province=None, published=None, title=""):
    return find_localities(
        text, sentences(text), gazetteer, province=province, published=published, title=title
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_text_gives_its_localities(gazetteer, case):
    mentions = find(
        gazetteer, case["text"], case.get("province"), case.get("published"), case.get("title", "")
    )
    assert sorted(document_localities(mentions)) == sorted(case["expect"])


def test_offsets_span_type_and_name(gazetteer):
    text = "Mô hình ở xã Ia Lâu, TP.Pleiku và H. Chư Prông."
    mentions = find(gazetteer, text, "Gia Lai", "2023-01-01")
    assert [text[m.start : m.end] for m in mentions] == ["xã Ia Lâu", "TP.Pleiku", "H. Chư Prông"]


def test_a_list_shares_its_group(gazetteer):
    mentions = find(gazetteer, "Các huyện Yên Lạc, Vĩnh Tường và xã Tam Hồng.", "Vĩnh Phúc", "2022-01-01")
    first, second, third = mentions
    assert first.group == second.group is not None
    assert third.group is None


def test_a_unit_knows_its_code_and_vintage(gazetteer):
    old = find(gazetteer, "Xã Hiệp Hòa, thị xã Quảng Yên", "Quảng Ninh", "2021-07-20")[0]
    new = find(gazetteer, "Xã Trường Sinh ra quân", "Tuyên Quang", "2025-11-06")[0]
    assert (old.vintage, new.vintage) == ("old", "new")
    assert gazetteer.get(old.code, "old").name == "Hiệp Hòa"
    assert gazetteer.get(new.code, "new").name == "Trường Sinh"


def test_a_bare_name_is_marked(gazetteer):
    typed, bare = find(
        gazetteer, "Huyện Ba Chẽ có 7 xã. Ở Ba Chẽ, camera đã phủ khắp.", "Quảng Ninh", "2021-01-01"
    )
    assert not typed.bare
    assert bare.bare
    assert typed.path == bare.path


def test_a_unit_inside_an_organisation_is_marked(gazetteer):
    (mention,) = find(gazetteer, "Công an huyện Sông Lô tuần tra.", "Vĩnh Phúc", "2021-01-01")
    assert mention.organisation


def test_a_former_unit_is_marked(gazetteer):
    mentions = find(gazetteer, "Trú tại xã Hưng Tây, huyện Hưng Nguyên cũ.", "Nghệ An", "2025-08-01")
    assert {m.name: m.former for m in mentions}["Hưng Nguyên"]


def test_two_communes_of_one_name_are_flagged_and_get_no_district(gazetteer):
    (mention,) = find(gazetteer, "Công an xã Thanh Sơn tuyên truyền.", "Thanh Hóa", "2021-01-01")
    assert "ambiguous_locality" in mention.flags
    assert mention.path == "xã Thanh Sơn | tỉnh Thanh Hóa"
    assert {c.path for c in mention.candidates} >= {
        "xã Thanh Sơn | huyện Như Xuân | tỉnh Thanh Hóa",
        "xã Thanh Sơn | thị xã Nghi Sơn | tỉnh Thanh Hóa",
    }


def test_each_candidate_says_why_it_won_or_lost(gazetteer):
    text = "Huyện Như Xuân đi đầu. Công an xã Thanh Sơn tuyên truyền."
    mention = find(gazetteer, text, "Thanh Hóa", "2021-01-01")[1]
    chosen = [c for c in mention.candidates if c.chosen]
    assert [c.path for c in chosen] == ["xã Thanh Sơn | huyện Như Xuân | tỉnh Thanh Hóa"]
    assert "huyện Như Xuân is named before it" in chosen[0].reason
    assert all(c.reason for c in mention.candidates)


def test_a_parent_taken_from_the_context_is_flagged(gazetteer):
    text = "Xã Dray Sáp, huyện Krông Ana có 8 buôn.\nTổ tuần tra đặt tại buôn Kuốp."
    mentions = find(gazetteer, text, "Đắk Lắk", "2022-01-01")
    assert mentions[-1].path == "buôn Kuốp | xã Dray Sáp | huyện Krông Ana | tỉnh Đắk Lắk"
    assert "inherited_locality" in mentions[-1].flags
    assert not mentions[0].flags


def test_an_unknown_commune_keeps_what_the_text_says_and_is_flagged(gazetteer):
    mention = find(gazetteer, "Xã Nghi Hợp Tân, huyện Nghi Lộc", "Nghệ An", "2012-01-01")[0]
    assert mention.path == "xã Nghi Hợp Tân | huyện Nghi Lộc | tỉnh Nghệ An"
    assert "unknown_locality" in mention.flags


def test_the_title_helps_but_is_not_counted(gazetteer):
    text = "Đến nay Lũng Pù có 12 tổ tự quản."
    with_title = find(gazetteer, text, "Hà Giang", "2021-01-01", "Điểm sáng ở xã Lũng Pù, huyện Mèo Vạc")
    assert document_localities(with_title) == ["xã Lũng Pù | huyện Mèo Vạc | tỉnh Hà Giang"]


def test_the_first_spelling_is_kept_for_the_document(gazetteer):
    text = "Huyện Hoằng Hoá ra quân. Công an huyện Hoằng Hóa khen thưởng."
    mentions = find(gazetteer, text, "Thanh Hóa", "2024-01-01")
    assert document_localities(mentions) == ["huyện Hoằng Hoá | tỉnh Thanh Hóa"]


def test_mentions_are_in_order_and_do_not_overlap(gazetteer):
    for case in CASES:
        mentions = find(gazetteer, case["text"], case.get("province"), case.get("published"))
        assert all(a.end <= b.start for a, b in pairwise(mentions)), case["name"]


def _sample(gazetteer, vintage, level, size):
    units = [u for u in gazetteer if u.vintage == vintage and u.level is level and not u.dissolved]
    return random.Random(20250701).sample(units, size)


def test_every_old_commune_is_found_with_its_district_and_province(gazetteer):
    for unit in _sample(gazetteer, "old", Level.COMMUNE, 400):
        district, province = unit.parent, unit.province
        text = f"Công an {unit.title}, {district.title}, {province.title} ra mắt mô hình."
        found = document_localities(find(gazetteer, text, None, "2025-03-01"))
        assert found == [unit.path, district.path, province.path]


def test_every_new_commune_is_found_in_the_province_of_the_source(gazetteer):
    for unit in _sample(gazetteer, "new", Level.COMMUNE, 400):
        text = f"Công an {unit.title} ra mắt mô hình."
        found = document_localities(find(gazetteer, text, unit.province.name, "2025-09-01"))
        assert found == [unit.path]


def test_communes_of_one_district_are_found_in_a_list(gazetteer):
    for district in _sample(gazetteer, "old", Level.DISTRICT, 150):
        communes = [c for c in gazetteer.children(district) if c.type == "xã" and not c.dissolved][:3]
        if len(communes) < 3 or any(c.parent is not district for c in communes):
            continue
        names = f"{communes[0].name}, {communes[1].name} và {communes[2].name}"
        text = f"Các xã {names} của {district.title} đã có kẻng."
        found = document_localities(find(gazetteer, text, district.province.name, "2025-03-01"))
        assert found == [c.path for c in communes] + [district.path]


def test_empty_text_has_no_localities(gazetteer):
    assert find(gazetteer, "", "Nghệ An", "2021-01-01") == []


_PIECES = st.sampled_from(
    ["xã", "phường", "TP.", "H. ", "các", "huyện ", "Tân An", "12", ", ", "(", ")", " và ", "của ", "\n", "“", "Vinh", "tổ", " - ", "cũ", ".", "Nghệ An", "nay là "]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=25).map("".join)))
def test_any_text_is_read_without_error_and_offsets_stay_inside(text):
    gazetteer = _loaded()
    for mention in find(gazetteer, text, "Nghệ An", "2022-01-01"):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.path
        assert mention.path.startswith(f"{mention.type} {mention.name}")


_CACHE: list[Gazetteer] = []


def _loaded() -> Gazetteer:
    if not _CACHE:
        _CACHE.append(Gazetteer.load())
    return _CACHE[0]


def test_what_was_weighed_for_a_bare_name_is_told(gazetteer):
    text = "Huyện Sa Thầy đứng đầu; trong đó Rờ Kơi có 4 tổ."
    found = weigh_localities(text, sentences(text), gazetteer, province="Kon Tum", published="2022-01-01")
    (ranking,) = found.rankings
    assert (text[ranking.start : ranking.end], ranking.options[0].value, ranking.chosen) == (
        "Rờ Kơi",
        "commune",
        0,
    )
    assert "district before, same sentence" in ranking.options[0].features
    assert not any("Rờ Kơi".lower() in feature.lower() for feature in ranking.options[0].features)


def test_a_bare_name_with_little_to_speak_for_it_is_flagged(gazetteer):
    text = "Rờ Kơi có 4 tổ."
    weights = {"bias": 0.2}
    found = weigh_localities(text, sentences(text), gazetteer, province="Kon Tum", weights=weights)
    (mention,) = found.mentions
    assert "doubtful_locality" in mention.flags
    refused = weigh_localities(text, sentences(text), gazetteer, province="Kon Tum", weights={"bias": -0.2})
    assert not refused.mentions
