import pytest
from hypothesis import given, strategies

from extract.masks import find_masks
from extract.numerals import find_numerals, parse_words
from extract.records import Qualifier

WORDS = [
    "hai",
    "ba",
    "mươi",
    "mười",
    "lăm",
    "trăm",
    "linh",
    "nghìn",
    "triệu",
    "tỷ",
    "rưỡi",
    "năm",
    "chục",
    "hàng",
    "hơn",
]


def read(text):
    return [
        (n.value, n.value_max, n.of_total, n.qualifier.value)
        for n in find_numerals(text, find_masks(text))
        if n.form != "article"
    ]


def number(text):
    ((value, value_max, of_total, qualifier),) = read(text)
    return value, value_max, of_total, qualifier


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.420 hộ", 1420),
        ("1,420 hộ", 1420),
        ("1 420 hộ", 1420),
        ("136.000 camera", 136000),
        ("1.234.567 lượt", 1234567),
        ("04 điểm", 4),
        ("3,5 triệu lượt", 3_500_000),
        ("1,2 nghìn người", 1200),
        ("1,235 tỷ đồng", 1_235_000_000),
        ("98 tỷ đồng", 98_000_000_000),
        ("1 tỷ 500 triệu đồng", 1_500_000_000),
        ("86 triệu đồng", 86_000_000),
        ("5 vạn người", 50_000),
        ("03 (ba) mô hình", 3),
        ("hai tổ", 2),
        ("Hai tổ", 2),
        ("ba mươi tư hộ", 34),
        ("hai mươi lăm hộ", 25),
        ("hai mươi mốt hộ", 21),
        ("mười lăm hộ", 15),
        ("một trăm linh năm hộ", 105),
        ("một trăm hai mươi hộ", 120),
        ("hai nghìn ba trăm người", 2300),
        ("hai triệu rưỡi người", 2_500_000),
        ("mười hai nghìn người", 12_000),
    ],
)
def test_a_number_is_read_in_every_spelling(text, value):
    assert number(text)[0] == value


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("hơn 200 mô hình", 200, "at_least"),
        ("trên 30 triệu đồng", 30_000_000, "at_least"),
        ("ít nhất 3 buổi", 3, "at_least"),
        ("tối thiểu 5 người", 5, "at_least"),
        ("không dưới 100 hộ", 100, "at_least"),
        ("gần 5.000 tổ", 5000, "approx"),
        ("khoảng 350 triệu đồng", 350_000_000, "approx"),
        ("ước khoảng 40 người", 40, "approx"),
        ("xấp xỉ 70 hộ", 70, "approx"),
        ("khoảng hơn 3.700 hộ", 3700, "at_least"),
        ("hàng trăm người", 100, "at_least"),
        ("hàng chục vụ", 10, "at_least"),
        ("hàng nghìn lượt", 1000, "at_least"),
        ("hàng chục nghìn lượt", 10_000, "at_least"),
        ("hàng trăm triệu đồng", 100_000_000, "at_least"),
        ("vài chục hộ", 20, "approx"),
        ("gần chục hộ", 10, "approx"),
        ("hơn trăm hộ", 100, "at_least"),
        ("có tới 8 mô hình", 8, "exact"),
    ],
)
def test_qualifiers_tell_how_exact_a_number_is(text, value, qualifier):
    assert (number(text)[0], number(text)[3]) == (value, qualifier)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("10-15 hộ", 10, 15), ("từ 2 - 3 kẻng", 2, 3), ("2 đến 3 buổi", 2, 3), ("10-15 triệu đồng", 10e6, 15e6)],
)
def test_a_range_has_two_values(text, low, high):
    assert number(text)[:2] == (low, high)


@pytest.mark.parametrize(
    ("text", "value", "total"), [("26/27 huyện", 26, 27), ("1.226/1.278 hộ", 1226, 1278)]
)
def test_of_a_ratio_the_first_number_counts(text, value, total):
    assert (number(text)[0], number(text)[2]) == (value, total)


@pytest.mark.parametrize(
    "text",
    [
        "một trong những mô hình",
        "một số hộ",
        "trong năm qua",
        "nhiều năm liền",
        "mỗi năm",
        "thứ hai",
        "hạng ba",
        "tư nhân",
        "tỷ lệ",
        "ông Bảy kể",
        "24/24h",
        "27/26 huyện",
        "ngày 5/5",
        "Nghị quyết 12",
        "A3 và Covid-19",
    ],
)
def test_what_only_looks_like_a_number_is_none(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("words", "value"),
    [("hai ba", None), ("mươi", None), ("lăm", None), ("mười", 10), ("một nghìn tỷ", 1e12), ("", None)],
)
def test_number_words_make_one_number_or_none(words, value):
    assert parse_words(words.split()) == value


def test_the_number_stands_apart_from_its_qualifier():
    text = "Có khoảng hơn 3.700 hộ"
    (numeral,) = find_numerals(text, [])
    assert text[numeral.start : numeral.end] == "3.700"
    assert text[numeral.qualifier_start : numeral.start] == "khoảng hơn "
    assert numeral.qualifier is Qualifier.AT_LEAST


@given(strategies.text(alphabet="0123456789 .,/-()"))
def test_figures_in_any_order_never_fail(text):
    for numeral in find_numerals(text, []):
        assert 0 <= numeral.start < numeral.end <= len(text)
        assert numeral.value >= 0


@given(strategies.lists(strategies.sampled_from(WORDS)))
def test_number_words_in_any_order_never_fail(words):
    find_numerals(" ".join(words), [])
