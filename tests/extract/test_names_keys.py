"""The comparison key: which spellings of a name are the same model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.names import model_key

SAME = [
    ("Camera an ninh", "camera An Ninh"),
    ("“Camera an ninh”", "Camera an ninh"),
    ("Tổ tự quản về ANTT", "Tổ tự quản về an ninh trật tự"),
    ("Tổ tự quản về an ninh, trật tự", "Tổ tự quản về an ninh trật tự"),
    ("Tự hoà giải", "Tự hòa giải"),
    ("Xã sạch về ma tuý", "Xã sạch về ma túy"),
    ("Tổ liên gia PCCC", "Tổ liên gia phòng cháy, chữa cháy"),
    ("Tổ liên gia PCCC", "Tổ liên gia phòng cháy và chữa cháy"),
    ("CLB tuổi trẻ với pháp luật", "Câu lạc bộ tuổi trẻ với pháp luật"),
    ("Thôn không có tội phạm, TNXH", "Thôn không có tội phạm và tệ nạn xã hội"),
    ("Hội CCB tự quản", "Hội  cựu chiến binh tự quản."),
    ("Đội kĩ thuật PCCC", "Đội kỹ thuật PCCC"),
    ("Quản lí con em", "Quản lý con em"),
    ("Hồi chuông an ninh trật tự (ANTT)", "Hồi chuông ANTT"),
    ("Xanh – sạch – an toàn", "Xanh - sạch - an toàn"),
    ("Ðội dân phòng", "Đội dân phòng"),
]
DIFFERENT = [
    ("Đường cờ Tổ quốc", "Đường cờ Tổ quốc tại các cơ sở tôn giáo"),
    ("Camera an ninh", "Camera giám sát an ninh"),
    ("Tổ tự quản", "Tổ tự quán"),
    ("Bản sạch về ma túy", "Xã sạch về ma túy"),
    ("3 không", "4 không"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_model_have_one_key(one: str, other: str) -> None:
    assert model_key(one) == model_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_models_have_different_keys(one: str, other: str) -> None:
    assert model_key(one) != model_key(other)


@given(st.text())
def test_a_key_is_its_own_key(name: str) -> None:
    key = model_key(name)
    assert model_key(key) == key
