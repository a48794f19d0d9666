"""Bylines and what stands glued before a lead."""

from __future__ import annotations

import pytest

from crawler.article.lead import strip_prefix
from crawler.article.names import read_labelled, read_names

NAMES = [
    ("Bình Minh - Trần Nhung", "Bình Minh - Trần Nhung"),
    ("HOÀNG BIN - QUANG SƠN |", "HOÀNG BIN - QUANG SƠN"),
    ("NHƯ THỦY |", "NHƯ THỦY"),
    ("M.Hiền", "M.Hiền"),
    ("T. Duyên", "T. Duyên"),
    ("N.NGHĨA", "N.NGHĨA"),
    ("N.N", "N.N"),
    ("DT", "DT"),
    ("THÁI BÌNH", "THÁI BÌNH"),
    ("Thiên Thanh, Duy Linh", "Thiên Thanh, Duy Linh"),
    ("Ngọc Thỏa Trung Tâm Văn hóa TT-TT&DL huyện", "Ngọc Thỏa"),
    ("Minh Triều (Đài TT Tịnh Biên)", "Minh Triều"),
    ("Lò Thị Ngân - Phòng Công tác đảng và công tác chính trị", "Lò Thị Ngân"),
    ("Thu Hà - Minh Đức – Công an xã Kiến Thụy", "Thu Hà - Minh Đức"),
]
NO_NAMES = [
    "Quang cảnh hội nghị",
    "An ninh trật tự",
    "Đồng chí Nguyễn Văn A",
    "Công an huyện Quế Sơn",
    "Kết quả bước đầu",
    "12 điểm camera",
    "Thanh Hóa - Xã Hoằng Phú đạt chuẩn",
    "Sáng nay, Công an xã ra quân.",
    "Trang chủ",
    "",
]
LABELLED = [
    ("Thực hiện: Hoàng Dũng - Lý Lan", "Hoàng Dũng - Lý Lan"),
    ("Tác giả: Minh Tuệ - Đức Long - Hà Vy", "Minh Tuệ - Đức Long - Hà Vy"),
    ("Tin, ảnh: Lê Minh", "Lê Minh"),
    ("Tin,ảnh: TRÍ NHÂN", "TRÍ NHÂN"),
    ("Bài và ảnh: Hồng Nhung", "Hồng Nhung"),
    ("Tin: Công Vượng; ảnh: Lê Hải", "Công Vượng"),
    ("Tin, ảnh: Công an phường Tân Bình", "Công an phường Tân Bình"),
    ("Ảnh: XUÂN MAI", None),
    ("Tin vui: cả xã không còn tội phạm.", None),
]
PREFIXES = [
    ("(Congan.nghean.gov.vn)-Xác định công tác này", "Xác định công tác này"),
    ("(Congannghean.vn)-Sáng nay", "Sáng nay"),
    ("(Cadn.com.vn) - Chiều nay", "Chiều nay"),
    ("(ANTV) - Ở xã Bản Phiệt", "Ở xã Bản Phiệt"),
    ("ANTĐ - Quận Hà Đông", "Quận Hà Đông"),
    ("ANTD.VN - Quận Hà Đông", "Quận Hà Đông"),
    ("(Baonghean.vn) - Chiều 26/10", "Chiều 26/10"),
    ("(GLO)- Huyện Đak Pơ", "Huyện Đak Pơ"),
    ("(QBĐT) - Từ 12 điểm sáng", "Từ 12 điểm sáng"),
    ("(LĐ online) - Năm 2018", "Năm 2018"),
    ("(Chinhphu.vn) - Bộ Công an", "Bộ Công an"),
    ("(CMO) Ấp Cái Ngang", "Ấp Cái Ngang"),
    ("BHG - Xã Tân Trịnh", "Xã Tân Trịnh"),
    ("CTTĐT - Sau mười năm", "Sau mười năm"),
    ("TTH - Huyện Phú Lộc", "Huyện Phú Lộc"),
    ("Laocaitv.vn - Xã Phong Hải", "Xã Phong Hải"),
    ("VTV.vn - Tại Đồng Nai", "Tại Đồng Nai"),
    ("(Thành phố Quảng Ngãi) - Sáng 20/4, UBND xã", "Sáng 20/4, UBND xã"),
    ("YênBái - Với 11 mô hình", "Với 11 mô hình"),
]
NO_PREFIXES = [
    "(Sáng nay) Công an xã ra quân",
    "UBND - Công an huyện ký quy chế phối hợp",
    "Tổ tự quản - một cách làm hay",
    "Hà Nội - trái tim của cả nước",
    "“Tiếng kẻng bình yên” - mô hình hay",
]


@pytest.mark.parametrize(("line", "names"), NAMES)
def test_a_line_of_names_is_a_byline(line, names):
    assert read_names(line) == names


@pytest.mark.parametrize("line", NO_NAMES)
def test_other_short_lines_are_no_bylines(line):
    assert read_names(line) is None


@pytest.mark.parametrize(("line", "names"), LABELLED)
def test_labels_before_names_are_left_out_and_photo_credits_are_no_authors(line, names):
    assert read_labelled(line) == names


@pytest.mark.parametrize(("lead", "rest"), PREFIXES)
def test_the_papers_name_before_a_lead_is_taken_off(lead, rest):
    assert strip_prefix(lead)[0] == rest


@pytest.mark.parametrize("lead", NO_PREFIXES)
def test_a_lead_that_only_looks_prefixed_stays(lead):
    assert strip_prefix(lead) == (lead, None)


def test_a_prefix_without_dash_counts_only_before_a_capital_letter():
    assert strip_prefix("Báo Cà Mau Ấp Cái Ngang yên bình", ("Báo Cà Mau",))[0] == "Ấp Cái Ngang yên bình"
    assert strip_prefix("Báo Cà Mau phối hợp ra mắt", ("Báo Cà Mau",))[0] == "Báo Cà Mau phối hợp ra mắt"
