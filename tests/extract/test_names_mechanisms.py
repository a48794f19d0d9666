"""Names of models by mechanism: the table `names_cases.toml`, and mentions that are short forms."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from extract.canonical import canonicalise
from extract.names import document_models, find_models
from extract.records import ModelMention
from extract.sentences import sentences

TABLE = tomllib.loads((Path(__file__).parent / "names_cases.toml").read_text(encoding="utf-8"))["mechanism"]
CASES = [
    pytest.param(case["text"], case["names"], id=f"{mechanism['rule']} {number}")
    for mechanism in TABLE
    for number, case in enumerate(mechanism["case"], 1)
]
SHORT_FORMS = [
    ("Mô hình tiếng kẻng an ninh ở xã có 200 kẻng. Nhờ mô hình kẻng, trộm cắp giảm.",
     [("kẻng", "tiếng kẻng an ninh")]),
    ("Mô hình “Camera an ninh” và mô hình “Chợ an toàn” ra mắt. Mô hình camera có 20 mắt; mô hình chợ có 9 sạp.",
     [("camera", "Camera an ninh"), ("chợ", "Chợ an toàn")]),
    ("Mô hình Khu nhà trọ 3 không ra mắt. Mô hình 3 không này có 5 khu.", [("3 không", "Khu nhà trọ 3 không")]),
    ("Câu lạc bộ Phòng chống trộm cắp (PCTC) phường An Bình thành lập năm 1999. Câu lạc bộ PCTC có 20 người.",
     [("Câu lạc bộ PCTC", "Câu lạc bộ Phòng chống trộm cắp")]),
    # What any model is about stands for none of them; nor does a word that two names share.
    ("Mô hình “Camera an ninh” ra mắt. Mô hình an ninh được khen, mô hình tự quản cũng vậy.", []),
    ("Mô hình “Camera xóm” và mô hình “Camera chợ” ra mắt. Mô hình camera được khen.", []),
    ("Mô hình kẻng của xã nay lớn. Mô hình “Tiếng kẻng an ninh” có 3 kẻng.", []),
]  # fmt: skip


def mentions(text: str) -> list[ModelMention]:
    canonical = canonicalise(text).text
    return find_models(canonical, sentences(canonical), [])


@pytest.mark.parametrize(("text", "names"), CASES)
def test_each_mechanism_finds_its_names_and_nothing_else(text: str, names: list[str]) -> None:
    assert document_models(mentions(text)) == names


@pytest.mark.parametrize(("text", "expected"), SHORT_FORMS)
def test_a_short_form_stands_for_the_one_name_it_fits(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(m.name, m.canonical) for m in mentions(text) if m.rule in {"shortened", "abbreviation"}]
    assert found == expected
