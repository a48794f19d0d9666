import time

import pytest
from hypothesis import given, strategies

from extract.records import Segment
from extract.sentences import clauses, paragraphs, sentences


def cut(text):
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã có 3 tổ. Tổ nào cũng mạnh.", ["Xã có 3 tổ.", "Tổ nào cũng mạnh."]),
        ("Tại P.12 (Q.3), ba hẻm có đèn. Dân vui.", ["Tại P.12 (Q.3), ba hẻm có đèn.", "Dân vui."]),
        ("Công an TX. Cửa Lò và TP. Vinh họp.", ["Công an TX. Cửa Lò và TP. Vinh họp."]),
        ("Ở TP.HCM và T.p Hà Giang đều có.", ["Ở TP.HCM và T.p Hà Giang đều có."]),
        ("Chị Y. kể lại. Anh nghe.", ["Chị Y. kể lại.", "Anh nghe."]),
        ("Toàn huyện có 1.420 hộ. Hết.", ["Toàn huyện có 1.420 hộ.", "Hết."]),
        ("Ông nói: “Dân tin.” Rồi ông đi.", ["Ông nói: “Dân tin.”", "Rồi ông đi."]),
        ('Bà hỏi: "Thế à?" Ai cũng cười.', ['Bà hỏi: "Thế à?"', "Ai cũng cười."]),
        ("“Thế à?” bà hỏi. Ai cũng cười.", ["“Thế à?” bà hỏi.", "Ai cũng cười."]),
        ("Như Ba Chẽ, Hải Hà..., phong trào mạnh. Tốt.", ["Như Ba Chẽ, Hải Hà..., phong trào mạnh.", "Tốt."]),
        ("Nợ nần… được hòa giải. Tốt.", ["Nợ nần… được hòa giải.", "Tốt."]),
        ("Có “A”, “B”… Qua đó, dân yên tâm.", ["Có “A”, “B”…", "Qua đó, dân yên tâm."]),
        ("Có “A”, “B”... Nhờ vậy, dân yên tâm.", ["Có “A”, “B”...", "Nhờ vậy, dân yên tâm."]),
        ("Dân bình yên.Tại xã bên cũng vậy.", ["Dân bình yên.", "Tại xã bên cũng vậy."]),
        ("Xem congan.nghean.gov.vn để biết. Hết.", ["Xem congan.nghean.gov.vn để biết.", "Hết."]),
        ("Xem https://a.vn/Tin.html?id=1. Hết.", ["Xem https://a.vn/Tin.html?id=1.", "Hết."]),
        ("1. Mở đầu\n2. Kết luận. Hết.", ["1. Mở đầu", "2. Kết luận.", "Hết."]),
        ("Theo Quyết định của UBND. Sau đó họp.", ["Theo Quyết định của UBND.", "Sau đó họp."]),
        ("Đón năm 2023. Dân vui!", ["Đón năm 2023.", "Dân vui!"]),
        ("Có kẻng, loa, v.v. để báo. Hết.", ["Có kẻng, loa, v.v. để báo.", "Hết."]),
        ("Dòng một\nDòng hai", ["Dòng một", "Dòng hai"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert cut(text) == expected


def test_paragraphs_are_the_lines_with_something_in_them():
    text = "\n  Một \n\n \nHai\n"
    assert [text[p.start : p.end] for p in paragraphs(text)] == ["Một", "Hai"]


def test_clauses_are_cut_at_semicolons():
    text = "Có 3 tổ; 2 đội; và 1 câu lạc bộ."
    found = clauses(text, Segment(0, len(text)))
    assert [text[c.start : c.end] for c in found] == ["Có 3 tổ;", "2 đội;", "và 1 câu lạc bộ."]


@given(strategies.text(alphabet='aĐ .…?!"”1\nPQ.;,'))
def test_sentences_hold_every_visible_character_once(text):
    joined = "".join(cut(text))
    assert "".join(joined.split()) == "".join(text.split())


@pytest.mark.parametrize("piece", ["a.", "A. ", "”", ".", "“A.” ", "1.", "\n", "; "])
def test_a_fifth_of_a_megabyte_of_stops_takes_no_long_time(piece):
    text = piece * (200_000 // len(piece))
    began = time.perf_counter()
    sentences(text)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("piece", ["xã Tân An có 5 tổ, ", "xã Tân An có 5 tổ; ", "bình yên ", "bìnhyên"])
def test_a_line_without_any_stop_is_cut_where_an_item_or_a_word_ends(piece):
    text = (piece * 2_000).strip()
    found = sentences(text)
    assert all(piece.end - piece.start <= 4_000 for piece in found)
    assert "".join(cut(text)).replace(" ", "") == text.replace(" ", "")
    if piece.endswith(" "):
        ends = {text[sentence.end - 1] for sentence in found[:-1]}
        assert ends <= {piece.strip()[-1]}
