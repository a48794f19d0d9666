import itertools
import time

import pytest
from hypothesis import given, strategies

from extract.times import find_times

PUBLISHED = "2023-08-10T07:30"


def read(text, published=PUBLISHED):
    return [(text[t.start : t.end], t.value, t.kind) for t in find_times(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giữa tháng 7/2021, xã", ("Giữa tháng 7/2021", "2021-07", "month")),
        ("Tháng 8-2016, xã", ("Tháng 8-2016", "2016-08", "month")),
        ("Tháng 4.2022, phường", ("Tháng 4.2022", "2022-04", "month")),
        ("vào tháng 8 năm 2016", ("tháng 8 năm 2016", "2016-08", "month")),
        ("vào tháng ba năm 2017", ("tháng ba năm 2017", "2017-03", "month")),
        ("vào 10/2021 xã", ("10/2021", "2021-10", "month")),
        ("tháng 11, xã", ("tháng 11", "2022-11", "month")),
        ("tháng 8, xã", ("tháng 8", "2023-08", "month")),
        ("ngày 07/6/2022 xã", ("ngày 07/6/2022", "2022-06-07", "day")),
        ("ngày 7 tháng 6 năm 2022 xã", ("ngày 7 tháng 6 năm 2022", "2022-06-07", "day")),
        ("Sáng 1/8, xã", ("Sáng 1/8", "2023-08-01", "day")),
        ("Tối 5-8, xã", ("Tối 5-8", "2023-08-05", "day")),
        ("Chiều ngày 30/3, xã", ("Chiều ngày 30/3", "2023-03-30", "day")),
        ("ngày 25/12, xã", ("ngày 25/12", "2022-12-25", "day")),
        ("Năm 2017, xã", ("Năm 2017", "2017", "year")),
        ("cuối năm 2017, xã", ("cuối năm 2017", "2017", "year")),
        ("năm nay, xã", ("năm nay", "2023", "year")),
        ("năm ngoái, xã", ("năm ngoái", "2022", "year")),
        ("quý I/2023 có", ("quý I/2023", "2023-01/2023-03", "span")),
        ("Quý 4 năm 2022 có", ("Quý 4 năm 2022", "2022-10/2022-12", "span")),
        ("6 tháng đầu năm 2022, có", ("6 tháng đầu năm 2022", "2022-01/2022-06", "span")),
        ("sáu tháng cuối năm 2022", ("sáu tháng cuối năm 2022", "2022-07/2022-12", "span")),
        ("8 tháng đầu năm, có", ("8 tháng đầu năm", "2023-01/2023-08", "span")),
        ("nửa đầu năm 2022", ("nửa đầu năm 2022", "2022-01/2022-06", "span")),
        ("từ năm 2010 đến 2015, có", ("từ năm 2010 đến 2015", "2010/2015", "span")),
        ("giai đoạn 2016-2021", ("2016-2021", "2016/2021", "span")),
        ("giai đoạn 2021 – 2025", ("2021 – 2025", "2021/2025", "span")),
        ("từ tháng 3 đến tháng 9/2021", ("từ tháng 3 đến tháng 9/2021", "2021-03/2021-09", "span")),
        ("từ năm 2018 đến tháng 10/2023, có", ("từ năm 2018 đến tháng 10/2023", "2018/2023-10", "span")),
        ("từ 9/6-15/6/2025 họp", ("từ 9/6-15/6/2025", "2025-06-09/2025-06-15", "span")),
        ("đến hết năm 2023 có", ("đến hết năm 2023", "2023", "until")),
        ("đến tháng 10/2021, có", ("đến tháng 10/2021", "2021-10", "until")),
        ("Từ tháng 9-2021, có", ("Từ tháng 9-2021", "2021-09", "since")),
        ("từ tháng 9-2021 đến nay", ("từ tháng 9-2021 đến nay", "2021-09", "since")),
        ("từ đầu năm 2025 đến nay, có", ("từ đầu năm 2025 đến nay", "2025", "since")),
        ("từ đầu năm đến nay, có", ("từ đầu năm đến nay", "2023", "since")),
        ("từ ngày 01/11/2023, có", ("từ ngày 01/11/2023", "2023-11-01", "since")),
        ("Đến nay, có", ("Đến nay", None, "until")),
    ],
)
def test_a_time_is_as_coarse_as_stated(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "tại 26/27 huyện",
        "5/5 địa phương đạt chuẩn",
        "treo từ 2-3 kẻng",
        "Quyết định số 57/QĐ-UBND ngày 09/6/2006 của tỉnh",
        "thực hiện NQ 21 ngày 31/12/2020",
        "anh A (SN 1985), sinh ngày 2/3/1990",
        "ngày 31/2/2020",
        "phát hiện có 3 vụ",
        "lắp 2000 camera",
        "Thông tư 23/2012/TT-BCA",
        "trong 3 năm, 6 tháng",
        "toàn tỉnh có năm mô hình",
    ],
)
def test_what_is_no_date_of_an_event_is_left_out(text):
    assert read(text) == []


def test_a_day_without_a_year_has_no_value_when_publication_is_unknown():
    assert read("Sáng 1/8, xã", None) == [("Sáng 1/8", None, "day")]
    assert read("Sáng 1/8, xã", "hôm qua") == [("Sáng 1/8", None, "day")]


def test_several_dates_in_a_list_are_all_found():
    assert [value for _, value, _ in read("trong các năm 2020, 2021 và 2022")] == ["2020", "2021", "2022"]
    assert [value for _, value, _ in read("ngày 7/6 và 9/6")] == ["2023-06-07", "2023-06-09"]


@given(
    strategies.text(alphabet="0123456789 /.-–năm tháng ngày quý đến từ nay"),
    strategies.sampled_from([None, PUBLISHED]),
)
def test_any_text_gives_times_in_order_and_inside(text, published):
    times = find_times(text, published)
    assert all(left.end <= right.start for left, right in itertools.pairwise(times))
    assert all(0 <= t.start < t.end <= len(text) for t in times)


@pytest.mark.parametrize(
    "piece", ["1/2/2020-", "năm 2020, ", "từ ", "1/", "tháng ", "Giấy phép 1/2/2020 ", "sáng "]
)
def test_a_tenth_of_a_megabyte_of_dates_takes_no_long_time(piece):
    text = piece * (100_000 // len(piece))
    began = time.perf_counter()
    find_times(text, PUBLISHED)
    assert time.perf_counter() - began < 8
