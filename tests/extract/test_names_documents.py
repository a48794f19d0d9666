"""Mentions of one document linked to one model, with their offsets and flags."""

from __future__ import annotations

import pytest

from extract.canonical import canonicalise
from extract.names import document_models, find_models
from extract.records import LocalityMention, ModelMention
from extract.sentences import sentences

Case = tuple[str, list[str]]

DOCUMENTS: list[Case] = [
    # One model under the form of its first mention.
    ("Mô hình “Cựu chiến binh giữ gìn ANTT” ra mắt.\nMô hình “Cựu chiến binh giữ gìn an ninh trật tự” có 20 hội viên.",
     ["Cựu chiến binh giữ gìn ANTT"]),
    ("Mô hình “Tự hoà giải” ra mắt. Mô hình “Tự hòa giải” được khen.", ["Tự hoà giải"]),
    ("Mô hình “Camera an ninh” phủ 5 thôn. Nhờ mô hình Camera, trộm cắp giảm.", ["Camera an ninh"]),
    ("Mô hình Tổ tự quản về ANTT có 6 người. Mô hình Tổ tự quản họp mỗi tháng.", ["Tổ tự quản về ANTT"]),
    ("Mô hình “Đường cờ Tổ quốc tại cơ sở tôn giáo” ra mắt.\nMô hình “Đường cờ Tổ quốc” đẹp làng.",
     ["Đường cờ Tổ quốc tại cơ sở tôn giáo", "Đường cờ Tổ quốc"]),
    # A repeated caption counts once.
    ("Mô hình “Bến cá an toàn” ở xã\nMô hình “Bến cá an toàn” ở xã\nBà con vui.", ["Bến cá an toàn"]),
    # A quotation too bare to judge, known from elsewhere in the text.
    ("“Bến cá an toàn” nay đã quen thuộc.\nĐó là mô hình “Bến cá an toàn” của phường.", ["Bến cá an toàn"]),
    ("Thứ Năm, 15/06/2023, 16:21 [GMT+7]\nMô hình “Bản Mường yên ả” ra mắt.\nTin khác\n- Lịch cắt điện\n© Bản quyền",
     ["Bản Mường yên ả"]),
]  # fmt: skip


def models(text: str) -> list[str]:
    canonical = canonicalise(text).text
    return document_models(find_models(canonical, sentences(canonical), []))


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS)
def test_one_model_of_a_document_is_listed_once(text: str, expected: list[str]) -> None:
    assert models(text) == expected


def mentions(text: str) -> list[ModelMention]:
    return find_models(text, sentences(text), [])


def test_offsets_span_the_name_and_its_marks() -> None:
    text = "Xã ra mắt mô hình “Mô hình Bến cá an toàn” hôm qua."
    (mention,) = mentions(text)
    assert text[mention.start : mention.end] == "Bến cá an toàn"
    assert text[mention.outer_start : mention.outer_end] == "“Mô hình Bến cá an toàn”"
    assert mention.quoted


def test_outer_span_of_an_unquoted_name_holds_the_head_noun() -> None:
    text = "Nhờ mô hình camera an ninh, xóm yên hẳn."
    (mention,) = mentions(text)
    assert text[mention.outer_start : mention.outer_end] == "mô hình camera an ninh"
    assert not mention.quoted


def test_a_name_with_a_missing_mark_is_flagged() -> None:
    flags = {
        m.name: m.flags for m in mentions("Duy trì các mô hình như: Bến cá an toàn”; “Xóm trọ bình yên”.")
    }
    assert flags == {"Bến cá an toàn": ("unbalanced_quote",), "Xóm trọ bình yên": ()}


def test_members_of_an_enumeration_share_a_group() -> None:
    first, second, third, single = mentions(
        "Các mô hình “Bến cá an toàn”, “Xóm trọ bình yên”; “Chợ an toàn” có hiệu quả. Mô hình “Đèn khuya” mới lập."
    )
    assert first.group is not None
    assert first.group == second.group == third.group
    assert single.group is None


def test_abbreviation_in_a_bracket_and_short_repeat_are_aliases() -> None:
    found = mentions(
        "Mô hình An ninh cơ sở (ANCS) ra mắt. Mô hình ANCS có 4 tổ. Mô hình “An ninh cơ sở” tốt."
    )
    assert [m.name for m in found] == ["An ninh cơ sở", "ANCS", "An ninh cơ sở"]
    assert {m.canonical for m in found} == {"An ninh cơ sở"}


def test_one_word_repeat_belongs_to_the_only_model_that_begins_so() -> None:
    found = mentions("Mô hình “Camera an ninh” phủ 5 thôn. Nhờ mô hình Camera, trộm cắp giảm.")
    assert [m.canonical for m in found] == ["Camera an ninh", "Camera an ninh"]


def test_one_word_repeat_that_fits_two_models_is_left_out() -> None:
    found = mentions("Mô hình “Camera an ninh” và “Camera giao thông” chạy tốt. Mô hình Camera được khen.")
    assert [m.name for m in found] == ["Camera an ninh", "Camera giao thông"]


def test_localities_end_a_name_where_no_type_word_does() -> None:
    text = "Mô hình tiếng kẻng an ninh Đê Kjiêng vang lên mỗi tối."
    start = text.index("Đê Kjiêng")
    place = LocalityMention(
        start, start + 9, "làng Đê Kjiêng | tỉnh Gia Lai", "làng", "Đê Kjiêng", None, None
    )
    assert [m.name for m in find_models(text, sentences(text), [place])] == ["tiếng kẻng an ninh"]
