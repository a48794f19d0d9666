import itertools
import time

import pytest
from hypothesis import given, strategies

from extract.masks import Mask, find_masks, masked

KINDS = [
    ("document", "theo Kế hoạch số [57/KH-UBND] của tỉnh"),
    ("document", "Chỉ thị [09-CT/TW] và Thông tư [23/2012/TT-BCA]"),
    ("document", "thực hiện [Đề án 06], [NQ 21] của Thành ủy"),
    ("document", "[Ban Chỉ đạo 138] huyện họp"),
    ("date", "[ngày 09/6/2023], [tháng 7/2021], [năm 2019]"),
    ("date", "kỷ niệm ngày truyền thống [19/8]"),
    ("clock", "lúc [22 giờ], khoảng [6h15], gần [7h30] và [16:21]"),
    ("clock", "camera chạy suốt [24/24h], trực [24/7]"),
    ("phone", "gọi [0912345678] hoặc [069.2526.112]"),
    ("plate", "ô tô biển số [37A-464.37] dừng lại"),
    ("code", "Phòng [PC08], [PV05] và nhà ở [KP1]"),
    ("birth", "Nguyễn Văn A ([SN 1985]), Trần Văn B ([sinh năm 1990])"),
    ("percent", "đạt [97%], tăng [82,5 phần trăm]"),
    ("measure", "cách [4 km], rộng [562 km2], hiến [100 m2] đất, [4.385 ha], [45 tuổi]"),
    ("road", "dọc [Quốc lộ 46], [tỉnh lộ 2], [quốc lộ 1A]"),
    ("ordinal", "hội nghị [lần thứ 3], đại hội [khóa 12]"),
    ("name", "ở tổ [7], khu phố [5], quận [12] và số [12] Trần Phú"),
    ("name", "Phường Hà Giang [1] tổ chức hội nghị ở thôn Bành Văn [1]"),
    ("name", "tại thôn [2] xã Ia Ka"),
    ("duration", "trong [3 năm], [6 tháng], [2-3 ngày]"),
    ("address", "xem [https://congan.example.vn/tin/12?id=3] hoặc [congan.example.gov.vn]"),
]


def without_brackets(marked):
    text, spans = "", []
    for char in marked:
        if char == "[":
            spans.append(len(text))
        elif char == "]":
            spans[-1] = (spans[-1], len(text))
        else:
            text += char
    return text, spans


@pytest.mark.parametrize(("kind", "marked"), KINDS)
def test_numbers_that_count_nothing_are_masked(kind, marked):
    text, spans = without_brackets(marked)
    masks = find_masks(text)
    for start, end in spans:
        mask = masked(masks, start, end)
        assert mask is not None, text[start:end]
        assert (text[mask.start : mask.end], mask.kind) == (text[start:end], kind) or (
            mask.kind == kind and mask.end == end and mask.start <= start
        )


@pytest.mark.parametrize(
    "text",
    [
        "tổ 3 người",
        "trong tổng số 26 mô hình",
        "5/5 địa phương đạt chuẩn",
        "lắp 2000 camera",
        "dân phòng 3.872 người",
        "huy động 500 ngày công",
        "gọi 20 đối tượng lên răn đe",
        "cung cấp 23 tin báo",
        "điều 5 cán bộ xuống xã",
        "tỉnh Nghệ An 119 mô hình",
    ],
)
def test_counts_are_not_masked(text):
    assert find_masks(text) == []


@given(strategies.text(alphabet="0123456789 /.-,:%hngày tổxãA"))
def test_masks_are_in_order_and_never_overlap(text):
    masks = find_masks(text)
    assert all(left.end <= right.start for left, right in itertools.pairwise(masks))
    assert all(0 <= mask.start < mask.end <= len(text) for mask in masks)


def test_a_mask_is_found_by_any_of_its_characters():
    masks = [Mask(3, 6, "date")]
    assert masked(masks, 5, 9) == masks[0]
    assert masked(masks, 0, 3) is None
    assert masked(masks, 6, 8) is None


@pytest.mark.parametrize(
    "piece", ["1/2/2020-", "12 ", "1.", "A-1", "số ", "ĐT 1 1 1 ", "a.", "a@", "(1", "xã Tân An 1 "]
)
def test_a_tenth_of_a_megabyte_of_near_misses_takes_no_long_time(piece):
    text = piece * (100_000 // len(piece))
    began = time.perf_counter()
    find_masks(text)
    assert time.perf_counter() - began < 5
