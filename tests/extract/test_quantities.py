import time

import pytest
from hypothesis import given, strategies

from extract.masks import find_masks
from extract.quantities import find_quantities
from extract.sentences import sentences

COUNTS = [
    ("ra mắt 2 mô hình an ninh cơ sở", [(2, "mô hình", "model")]),
    ("trong 26 mô hình điểm đang chạy", [(26, "mô hình điểm", "model")]),
    (
        "duy trì 32 loại mô hình, điển hình tiên tiến về ANTT",
        [(32, "loại mô hình, điển hình tiên tiến", "model")],
    ),
    (
        "có 264 mô hình tự phòng, tự quản, tự bảo vệ về ANTT",
        [(264, "mô hình tự phòng, tự quản, tự bảo vệ", "model")],
    ),
    ("có 49 mô hình“Dòng họ tiêu biểu”", [(49, "mô hình", "model")]),
    ("với 2.025 điểm mô hình tại xã", [(2025, "điểm mô hình", "point")]),
    ("và 38.578 Tổ tự quản về ANTT", [(38578, "tổ tự quản", "group")]),
    ("thành lập 10 tổ bảo vệ ANTT tại khóm", [(10, "tổ bảo vệ antt", "group")]),
    ("có 112 tổ nhân dân tự quản an ninh trật tự", [(112, "tổ nhân dân tự quản", "group")]),
    ("gồm 180 tổ, đội bảo vệ cơ quan", [(180, "tổ, đội bảo vệ", "group")]),
    ("có 438 CLB gia đình, 1 Câu lạc bộ", [(438, "clb gia đình", "group"), (1, "câu lạc bộ", "group")]),
    ("với 17 đồng chí và 144 thành viên", [(17, "đồng chí", "member"), (144, "thành viên", "member")]),
    ("gần 1.000 cán bộ, chiến sĩ dự", [(1000, "cán bộ, chiến sĩ", "member")]),
    ("có 86 hộ dân đóng góp", [(86, "hộ dân", "household")]),
    ("tại 65 xã, phường, thị trấn trong tỉnh", [(65, "xã, phường, thị trấn", "place")]),
    ("tại 22 quận, huyện và TP.Thủ Đức", [(22, "quận, huyện", "place")]),
    ("tại 10 xã, 1 thị trấn", [(10, "xã", "place"), (1, "thị trấn", "place")]),
    ("gồm 3 xã Tân An - Phú Hữu", [(3, "xã", "place")]),
    ("ở 107 làng bản, khối xóm “sạch về ma túy”", [(107, "làng bản, khối xóm", "place")]),
    ("ở 25 khu dân cư và tuyến hẻm", [(25, "khu dân cư và tuyến hẻm", "place")]),
    ("được 46 địa phương cấp xã công nhận", [(46, "địa phương cấp xã", "place")]),
    ("lắp 19 mắt camera an ninh ở ngã tư", [(19, "mắt camera an ninh", "camera")]),
    ('lắp được 285 "mắt" camera theo', [(285, "mắt camera", "camera")]),
    ("có 356 “mắt thần” đã gắn", [(356, "mắt thần", "camera")]),
    ("hơn 300 chiếc camera kết hợp với loa", [(300, "chiếc camera", "camera")]),
    ("treo 11 kẻng, 10 loa phát thanh", [(11, "kẻng", "device"), (10, "loa phát thanh", "device")]),
    ("phát 46.530 móc khóa.", [(46530, "móc khóa", "device")]),
    (
        "mở 1.370 buổi tuyên truyền với 241.460 lượt người",
        [(1370, "buổi tuyên truyền", "meeting"), (241460, "lượt người", "person")],
    ),
    ("báo 23 tin báo liên quan", [(23, "tin báo", "tip")]),
    ("nhận 09 nguồn tin có giá trị", [(9, "nguồn tin", "tip")]),
    (
        "làm rõ 17 vụ phạm pháp hình sự, 85 vụ vi phạm hành chính",
        [(17, "vụ phạm pháp hình sự", "case"), (85, "vụ vi phạm hành chính", "case")],
    ),
    ("làm rõ 1 vụ khai thác lâm sản trái phép; rồi", [(1, "vụ khai thác lâm sản trái phép", "case")]),
    ("xử lý 103 trường hợp", [(103, "trường hợp", "case")]),
    ("quản lý 13 đối tượng", [(13, "đối tượng", "person")]),
    ("với 890 lượt đối tượng", [(890, "lượt đối tượng", "person")]),
    ("khen 49 tập thể, cá nhân", [(49, "tập thể, cá nhân", "group")]),
    ("bảo vệ dân phố 253 người", [(253, "người", "person")]),
    ("góp hơn 70 triệu đồng mua loa", [(70_000_000, "đồng", "money")]),
    ("mỗi suất 500.000đ", [(500_000, "đồng", "money")]),
    ("ủng hộ 50 triệu để lắp đèn", [(50_000_000, "đồng", "money")]),
    ("vận động 1.200 ngày công", [(1200, "ngày công", "other")]),
    ("có 20 mũ cối và 2 micro.", [(20, "mũ cối", "other"), (2, "micro", "other")]),
    ("người dân 2 tổ 7 và tổ 8 góp tiền", [(2, "tổ", "group")]),
    ("một trong 5 địa phương làm điểm", [(5, "địa phương", "place")]),
    ("thành lập bảy xã và một thị trấn", [(7, "xã", "place"), (1, "thị trấn", "place")]),
    ("có tới 18/18 xã, thị trấn", [(18, "xã, thị trấn", "place")]),
    ("mua 77 cột, bóng đèn cao áp", [(77, "cột, bóng đèn", "device")]),
    ("kinh phí trên 2,2 tỉ trong đó", [(2_200_000_000, "đồng", "money")]),
    ("mỗi thôn, làng 5 bóng đèn", [(5, "bóng đèn", "device")]),
    ("117 xóm, tổ dân phố đã họp", [(117, "xóm, tổ dân phố", "place")]),
    ("có 02 mô hình cấp huyện", [(2, "mô hình cấp huyện", "model")]),
    ("chọn 20 người có uy tín", [(20, "người có uy tín", "member")]),
    ("mỗi tổ 3 người", [(3, "người", "person")]),
    ("Phường 7 lắp gần 50 camera", [(50, "camera", "camera")]),
    ("Ba hẻm được gắn camera", [(3, "hẻm", "point")]),
    ("toàn tỉnh có năm mô hình", [(5, "mô hình", "model")]),
]


def found(text):
    return find_quantities(text, sentences(text), find_masks(text))


@pytest.mark.parametrize(("text", "expected"), COUNTS)
def test_a_count_has_its_noun_and_class(text, expected):
    assert [(q.value, q.unit, q.unit_class) for q in found(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Công an phường 7 tuần tra 24/24h",
        "ở tổ 7, khu phố 5, quận 12",
        "thôn Bành Văn 1 cách trung tâm xã 4 km",
        "phường Hà Giang 1 tổ chức hội nghị",
        "tại thôn 2 xã Ia Ka",
        "ngày 7/6, tháng 9-2021, năm 2019, giai đoạn 2016-2021",
        "Nghị quyết số 12 ngày 05/8/2020, Đề án 06, Thông tư 23/2012/TT-BCA",
        "lúc 22 giờ, 6h15, 16:21",
        "anh A (SN 1985), 45 tuổi, gọi 113",
        "đạt 95%, rộng 562 km2, 3 tấn, 100 m2",
        "3 năm, 6 tháng, 2 ngày, 5 phút",
        "lần thứ 3, khóa 12, Quốc lộ 46",
        "một trong những mô hình; một số hộ; một cách làm",
        "chính quyền địa phương 2 cấp; hai cấp; hai bên",
        "“Họ đạo 3 không”, “4 an toàn”, mô hình 5 tự, “Tổ tự quản 5 trong 1” thôn",
        "xe 0 đồng, camera 0 đồng",
        "1. Mở đầu\n2. Kết luận",
        "2/3 số hộ, 1/2 dân số",
        "Đội PC08, PV05, KP1",
        "ông Bảy, chị Ba, thứ hai",
    ],
)
def test_what_is_no_count_gives_none(text):
    assert found(text) == []


def test_spans_cover_qualifier_number_and_unit():
    text = "Đã lắp khoảng hơn 136.000 mắt camera an ninh tại tỉnh."
    (quantity,) = found(text)
    assert text[quantity.start : quantity.end] == "khoảng hơn 136.000 mắt camera an ninh"
    assert text[quantity.number_start : quantity.number_end] == "136.000"
    assert text[quantity.unit_start : quantity.unit_end] == "mắt camera an ninh"
    assert quantity.qualifier.value == "at_least"


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("gắn trên 14 tuyến đường", "exact"),
        ("trên 80 hộ dân góp tiền", "at_least"),
        ("có từ 10 người trở lên", "at_least"),
        ("gần 98 tỷ đồng", "approx"),
        ("đúng 3 tổ", "exact"),
    ],
)
def test_how_exact_a_count_is(text, qualifier):
    assert found(text)[0].qualifier.value == qualifier


def test_flags_tell_what_to_doubt():
    assert found("có hai tổ")[0].flags == ("number_word",)
    assert found("đã phát 20 mũ cối")[0].flags == ("unknown_unit",)
    assert found("góp 5 tỷ.")[0].flags == ("implied_currency",)
    assert found('có 30 "mắt" quan sát')[0].flags == ("quoted_unit",)


def test_a_ratio_keeps_its_total_and_a_range_its_upper_end():
    assert found("tại 26/27 huyện")[0].of_total == 27
    assert found("treo từ 2-3 kẻng")[0].value_max == 3


def test_a_unit_never_crosses_the_end_of_its_sentence():
    text = "Tổng cộng 12. Mô hình hay\nđạt 15\nmô hình"
    assert found(text) == []


@given(strategies.text(alphabet='0123456789 .,/-“”"hộtổxãmôhình\nAB'))
def test_any_text_gives_counts_in_order_and_inside(text):
    quantities = found(text)
    assert [q.number_start for q in quantities] == sorted(q.number_start for q in quantities)
    for quantity in quantities:
        assert 0 <= quantity.start <= quantity.number_start < quantity.number_end <= quantity.end <= len(text)
        assert quantity.unit


@pytest.mark.parametrize(
    "piece", ["12 ", "1.420 hộ, ", "5 “", "hai ", "5 xã, xã, ", "5 triệu ", "hơn khoảng 5 ", '"']
)
def test_a_tenth_of_a_megabyte_of_numbers_takes_no_long_time(piece):
    text = piece * (100_000 // len(piece))
    began = time.perf_counter()
    found(text)
    assert time.perf_counter() - began < 8
