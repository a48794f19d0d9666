"""Mentions of one document linked to one model, with their offsets and flags."""

from __future__ import annotations

import pytest

from extract.canonical import canonicalise
from extract.names import document_models, find_models
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
