"""Date lines in every form known from the sites, and lines with a date that are none."""

from __future__ import annotations

import pytest

from crawler.article.address import month_in, published_in
from crawler.article.dates import from_iso, read_date_line, split_run_in, strip_trailing_date

FORMS = [
    ("Thứ Năm, 15/06/2023, 16:21 [GMT+7]", "2023-06-15T16:21"),
    ("08:40, Thứ Sáu, 20/03/2020 (GMT+7)", "2020-03-20T08:40"),
    ("Cập nhật lúc 08:56, Thứ Tư, 09/01/2019 (GMT+7)", "2019-01-09T08:56"),
    ("06/11/2025 - 07:47", "2025-11-06T07:47"),
    ("17-12-2019", "2019-12-17"),
    ("11/06/2025 17:05 1209", "2025-06-11T17:05"),
    ("22/08/2023 08:05:00 Xem cỡ chữ Google", "2023-08-22T08:05"),
    ("18/08/2025 (18/08/2025)", "2025-08-18"),
    ("Thứ năm, 20/11/2025 | 14:24", "2025-11-20T14:24"),
    ("Thứ hai, 15/12/2025 | 07:55|A- A A+ |", "2025-12-15T07:55"),
    ("2026-01-19T08:50:00", "2026-01-19T08:50"),
    ("19/01/2026", "2026-01-19"),
    ("17:20 18/12/2025", "2025-12-18T17:20"),
    ("Thứ hai, 08/04/2019 06:00", "2019-04-08T06:00"),
    ("THỨ SÁU, 27/08/2021 08:35:07", "2021-08-27T08:35"),
    ("Cập nhật ngày: 06/09/2016 06:11:00", "2016-09-06T06:11"),
    ("Cập nhật 13/2/2018, 14:02:10", "2018-02-13T14:02"),
    ("22:36, 23/07/2021", "2021-07-23T22:36"),
    ("17:52 13-12-2018 | :706", "2018-12-13T17:52"),
    ("Thứ Sáu, 10 Tháng Mười Một, 2023 36 lượt xem Chia sẻ bài viết:", "2023-11-10"),
    ("15 Tháng Mười Hai 2019", "2019-12-15"),
    ("Thứ Sáu, ngày 23 tháng 08 năm 2019, 09:25:27", "2019-08-23T09:25"),
    ("25/06/2021 2588 lượt xem", "2021-06-25"),
    ("2019-08-29 04:15:00", "2019-08-29T04:15"),
    ("02/01/2019 14:58 GMT+7", "2019-01-02T14:58"),
    ("16/06/2024 10:21:30 CH", "2024-06-16T22:21"),
    ("16g21, 15.06.2023", "2023-06-15T16:21"),
    ("16:05 - 15/10/2025 312 Chia sẻ", "2025-10-15T16:05"),
    ("15/10/2025 16:05 | 312 | Chia sẻ bài viết", "2025-10-15T16:05"),
    ("Đăng lúc: 16:05 15/10/2025 Đã xem: 312 lần", "2025-10-15T16:05"),
    ("15/10/2025 16:05 Bình luận (0) Nghe đọc bài", "2025-10-15T16:05"),
    ("Đăng ngày 01/02/2023 08:00 | Cập nhật 02/02/2023 09:30", "2023-02-01T08:00"),
]
WITH_AUTHORS = [
    ("Nhị Hà 18:07, 10/02/2023", "Nhị Hà", "2023-02-10T18:07"),
    ("Đặng Cường - Đình Tuyên - 26/10/2024 18:28", "Đặng Cường - Đình Tuyên", "2024-10-26T18:28"),
    ("Lê Hường - 16:24, 24/03/2020", "Lê Hường", "2020-03-24T16:24"),
]
NO_DATE_LINES = [
    "Thứ ba, 3-3-26 00:06:35",
    "Ngày 07/4/2022, Công an xã Hòa An ra mắt mô hình camera an ninh",
    "Giấy phép xuất bản số: 87/GP-TTĐT ngày 04/5/2022 của Sở Thông tin và Truyền thông.",
    "- Lịch họp của Ban chỉ đạo thành phố tuần từ 3/3-9/3/2025",
    "Theo Quyết định số 57/QĐ-UBND ngày 09/6/2006 của UBND tỉnh",
    "31/02/2023",
    "09/6/2006 57",
    "Hà Nội 27 °C",
]


@pytest.mark.parametrize(("line", "value"), FORMS)
def test_a_date_line_is_read_to_the_minute_where_it_says_so(line, value):
    found = read_date_line(line)
    assert found is not None
    assert (found.stamp.value, found.author) == (value, None)


@pytest.mark.parametrize(("line", "author", "value"), WITH_AUTHORS)
def test_author_and_date_in_one_line_are_told_apart(line, author, value):
    found = read_date_line(line)
    assert found is not None
    assert (found.author, found.stamp.value) == (author, value)


@pytest.mark.parametrize("line", NO_DATE_LINES)
def test_a_line_that_only_mentions_a_date_is_no_date_line(line):
    assert read_date_line(line) is None


def test_a_date_that_runs_into_the_first_sentence_is_split_off():
    found = split_run_in("15:09 13/06/2025 PV. Sáng 13/6, Công an phường ra mắt mô hình.")
    assert found is not None
    assert (found.stamp.value, found.author) == ("2025-06-13T15:09", "PV")
    assert found.rest == "Sáng 13/6, Công an phường ra mắt mô hình."


@pytest.mark.parametrize(
    ("line", "title", "value"),
    [
        ("Gặp Mặt Truyền Thống 18/08/2025 (18/08/2025)", "Gặp Mặt Truyền Thống", "2025-08-18"),
        ("Hơn 110 mô hình an ninh 29/01/2025 15:51", "Hơn 110 mô hình an ninh", "2025-01-29T15:51"),
        (
            "Kỷ niệm ngày truyền thống 19/8/1945 - 19/8/2023",
            "Kỷ niệm ngày truyền thống 19/8/1945 - 19/8/2023",
            None,
        ),
        ("Lễ ra quân ngày 15/12/2025", "Lễ ra quân ngày 15/12/2025", None),
    ],
)
def test_a_date_behind_the_title_is_taken_off_but_not_one_that_belongs_to_it(line, title, value):
    text, stamp = strip_trailing_date(line)
    assert (text, stamp.value if stamp else None) == (title, value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2024-05-05T20:30:00Z", "2024-05-06T03:30"),
        ("2024-05-05T20:30:00+00:00", "2024-05-06T03:30"),
        ("2024-05-05T20:30:00+07:00", "2024-05-05T20:30"),
        ("2024-05-05T20:30:00", "2024-05-05T20:30"),
        ("2024-05-05", "2024-05-05"),
    ],
)
def test_machine_written_times_become_viet_nam_time(written, value):
    stamp = from_iso(written)
    assert stamp is not None
    assert stamp.value == value


@pytest.mark.parametrize(
    ("url", "epoch", "value"),
    [
        ("https://www.bocongan.gov.vn/bai-viet/hung-yen-1768815846", True, "2026-01-19T16:44"),
        ("https://example.vn/bai-viet/hung-yen-1768815846", False, None),
        ("https://baoninhbinh.org.vn/tin/d20230112091014465.htm", False, "2023-01-12T09:10"),
        ("https://truyenhinhthanhhoa.vn/camera-180240815140849972.htm", False, "2024-08-15T14:08"),
        ("https://danviet.example.vn/tin-20230613111715106.htm", False, "2023-06-13T11:17"),
        ("https://baobackan.vn/camera-post69945.html", False, None),
    ],
)
def test_addresses_that_carry_the_time_of_publication(url, epoch, value):
    stamp = published_in(url, epoch=epoch)
    assert (stamp.value if stamp else None) == value


def test_the_month_in_an_address_is_only_a_month():
    assert month_in("https://baothainguyen.vn/phap-luat/202302/to-lien-gia-fed27af/") == "2023-02"
    assert month_in("https://example.vn/a/202313/b-1/") is None
