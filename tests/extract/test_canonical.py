import unicodedata

import pytest
from hypothesis import given, strategies

from extract.canonical import canonicalise

ODD_TEXT = strategies.text(
    alphabet=strategies.one_of(
        strategies.sampled_from(
            "aàạ\u0300\u0323\u0302\u031be ễ Ðđ\xa0\u202f\u200b\ufeff\xad\r\n\t\x00\u2028\ud800ô"
        ),
        strategies.characters(),
    ),
)


@given(ODD_TEXT)
def test_any_text_comes_out_in_one_spelling(raw):
    text = canonicalise(raw).text
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & set("\xd0\r\t\xa0\u200b\ufeff\u202f\xad\x00")
    assert all(char in " \n" for char in text if char.isspace())


@given(ODD_TEXT)
def test_a_second_pass_changes_nothing(raw):
    once = canonicalise(raw).text
    again = canonicalise(once)
    assert again.text == once
    assert [again.to_raw(i) for i in range(len(once) + 1)] == list(range(len(once) + 1))


@given(ODD_TEXT)
def test_offsets_lead_back_inside_the_input_and_never_backwards(raw):
    canonical = canonicalise(raw)
    offsets = [canonical.to_raw(i) for i in range(len(canonical.text) + 1)]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(raw) for offset in offsets)
    for start in range(0, len(canonical.text), 3):
        raw_start, raw_end = canonical.span_to_raw(start, start + 1)
        assert 0 <= raw_start <= raw_end <= len(raw)


@given(ODD_TEXT, strategies.data())
def test_a_span_of_whole_words_has_the_same_reading_in_the_input(raw, data):
    canonical = canonicalise(raw)
    words = canonical.text.split(" ")
    first = data.draw(strategies.integers(0, len(words) - 1))
    start = sum(len(word) + 1 for word in words[:first])
    end = start + len(words[first])
    raw_start, raw_end = canonical.span_to_raw(start, end)
    if words[first] and not canonical.flags:
        assert canonicalise(raw[raw_start:raw_end]).text == words[first]


def test_plain_text_is_left_alone():
    raw = "Công an xã duy trì 3 mô hình.\nHết."
    canonical = canonicalise(raw)
    assert canonical.text is raw
    assert canonical.span_to_raw(5, 12) == (5, 12)
    assert canonical.flags == ()


def test_decomposed_letters_and_invisible_characters_map_to_the_whole_of_what_stood_there():
    raw = "\ufeffCo\u0302ng\u200b\xa0an"
    canonical = canonicalise(raw)
    assert canonical.text == "Công an"
    assert canonical.span_to_raw(0, 4) == (1, 6)
    assert raw[slice(*canonical.span_to_raw(1, 2))] == "o\u0302"
    assert raw[slice(*canonical.span_to_raw(5, 7))] == "an"


def test_icelandic_eth_is_read_as_the_vietnamese_letter():
    assert canonicalise("Ðồng Tháp").text == "Đồng Tháp"


def test_windows_line_ends_become_one_newline():
    canonical = canonicalise("một\r\nhai\rba")
    assert canonical.text == "một\nhai\nba"
    assert canonical.to_raw(4) == 5


@pytest.mark.parametrize(
    ("raw", "readable"),
    [
        ("C«ng an x· x©y dùng 5 m« h×nh tù qu¶n", "Công an xã xây dựng 5 mô hình tự quản"),
        (
            "Coâng an xaõ xaây döïng 5 moâ hình töï quaûn, ñaûm baûo an ninh",
            "Công an xã xây dựng 5 mô hình tự quản, đảm bảo an ninh",
        ),
        (
            "UBND tØnh §ång Th¸p biÓu d­¬ng lùc l­îng C«ng an",
            "UBND tỉnh Đồng Tháp biểu dương lực lượng Công an",
        ),
    ],
)
def test_legacy_fonts_are_converted_and_flagged(raw, readable):
    canonical = canonicalise(raw + "\nDòng này đúng.")
    assert canonical.text == readable + "\nDòng này đúng."
    assert canonical.flags == ("legacy_font",)
    assert canonical.span_to_raw(0, len(readable)) == (0, len(raw))


@pytest.mark.parametrize(
    "raw",
    [
        "À côté de l’école, les élèves étudient à l’université, où règne un très bon esprit d’équipe.",
        "Über größere Straßen führen schöne Brücken; Mädchen hören Bücher für Anfänger.",
        "El niño pequeño comió piñas mañana en España con muchísimos compañeros años.",
        "Công an xã xây dựng 5 mô hình © 2023 – diện tích 12 m² «tốt»",
        "Cà Mau, Hà Giang, Hòa Bình, Sóc Trăng",
        "cô ba và bà hai ©",
    ],
)
def test_other_languages_and_proper_vietnamese_are_not_taken_for_a_legacy_font(raw):
    assert canonicalise(raw).flags == ()
