"""The gazetteer: what it holds, how names are compared, which old unit became which new one."""

import gzip
import time
from importlib.resources import files

import pytest

from extract.gazetteer import Gazetteer, Level, loose_key, name_key


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load()


def count(gazetteer, vintage, level, *, dissolved=False):
    return sum(u.vintage == vintage and u.level is level and u.dissolved is dissolved for u in gazetteer)


def test_it_holds_both_structures(gazetteer):
    assert count(gazetteer, "old", Level.PROVINCE) == 63
    assert count(gazetteer, "old", Level.DISTRICT) == 696
    assert count(gazetteer, "old", Level.COMMUNE) == 10035
    assert count(gazetteer, "new", Level.PROVINCE) == 34
    assert count(gazetteer, "new", Level.COMMUNE) == 3321


def test_it_holds_communes_merged_before_the_reform(gazetteer):
    assert count(gazetteer, "old", Level.COMMUNE, dissolved=True) > 850
    (unit,) = gazetteer.lookup("Quốc Tử Giám", kind="phường", vintage="old")
    assert unit.path == "phường Quốc Tử Giám | quận Đống Đa | thành phố Hà Nội"
    assert unit.dissolved


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Thuỷ Nguyên", "Thủy Nguyên"),
        ("Mĩ Đức", "Mỹ Đức"),
        ("Kì Anh", "Kỳ Anh"),
        ("Qui Nhơn", "Quy Nhơn"),
        ("Đăk Nông", "Đắk Nông"),
        ("Dak Nông", "Đak Nông"),
        ("M’Đrắk", "M'Đrắk"),
        ("Ia H' Drai", "Ia H’Drai"),
        ("Phan Rang-Tháp Chàm", "Phan Rang - Tháp Chàm"),
        ("PHÚ THỌ", "Phú Thọ"),
        ("Phường 01", "phường 1"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Tân Thanh", "Tân Thành"), ("Yên Mô", "Yên Mỗ"), ("An Hoà", "An Hóa")]
)
def test_different_names_keep_different_keys(one, other):
    assert name_key(one) != name_key(other)


def test_the_loose_key_joins_spellings_without_accents():
    assert loose_key("Chư Păh") == loose_key("Chu Pah")
    assert loose_key("Đắc Lắc") == loose_key("Đắk Lắk")


def test_lookup_narrows_by_type_parent_and_vintage(gazetteer):
    (thanh_hoa,) = gazetteer.lookup("Thanh Hóa", level=Level.PROVINCE, vintage="old")
    found = gazetteer.lookup("Thanh Sơn", kind="xã", within=thanh_hoa)
    assert [u.path for u in found] == [
        "xã Thanh Sơn | huyện Như Xuân | tỉnh Thanh Hóa",
        "xã Thanh Sơn | thị xã Nghi Sơn | tỉnh Thanh Hóa",
    ]


def test_former_names_are_found_within_their_district(gazetteer):
    (nam_dan,) = gazetteer.lookup("Nam Đàn", kind="huyện")
    (unit,) = gazetteer.lookup("Vân Diên", within=nam_dan)
    assert unit.title == "thị trấn Nam Đàn"


def test_old_units_know_their_successors(gazetteer):
    (old,) = gazetteer.lookup("Hồng Gai", kind="phường", vintage="old")
    assert [u.path for u in gazetteer.successors(old)] == ["phường Hồng Gai | tỉnh Quảng Ninh"]
    (ha_giang,) = gazetteer.lookup("Hà Giang", level=Level.PROVINCE, vintage="old")
    assert [u.name for u in gazetteer.successors(ha_giang)] == ["Tuyên Quang"]


def test_every_commune_of_the_last_old_day_has_a_successor(gazetteer):
    without = [
        u.path
        for u in gazetteer
        if u.vintage == "old" and u.level is Level.COMMUNE and not u.dissolved and not u.successors
    ]
    assert without == []


def test_new_provinces_know_what_they_were_made_of(gazetteer):
    (lam_dong,) = gazetteer.lookup("Lâm Đồng", level=Level.PROVINCE, vintage="new")
    assert {u.name for u in gazetteer.predecessors(lam_dong)} == {"Lâm Đồng", "Đắk Nông", "Bình Thuận"}


def test_children_of_old_and_new_provinces(gazetteer):
    (old,) = gazetteer.lookup("Quảng Ninh", level=Level.PROVINCE, vintage="old")
    (new,) = gazetteer.lookup("Quảng Ninh", level=Level.PROVINCE, vintage="new")
    assert {u.level for u in gazetteer.children(old)} == {Level.DISTRICT}
    assert {u.type for u in gazetteer.children(new)} == {"xã", "phường", "đặc khu"}


def test_a_commune_still_lies_in_a_district_dissolved_in_2025(gazetteer):
    (cua_lo,) = gazetteer.lookup("Cửa Lò", kind="thị xã")
    (nghi_thuy,) = gazetteer.lookup("Nghi Thủy", kind="phường", vintage="old")
    assert cua_lo.dissolved
    assert nghi_thuy.within(cua_lo)


def test_codes_are_unique_within_a_vintage_only(gazetteer):
    assert gazetteer.get("07030", "old") is not gazetteer.get("07030", "new")


def test_coordinates_lie_in_viet_nam(gazetteer):
    # The Spratlys reach 117.8° E; Hoàng Sa and Trường Sa are districts of the old structure.
    for unit in gazetteer:
        if unit.lat is not None and unit.lon is not None:
            assert 6 < unit.lat < 24, unit.path
            assert 102 < unit.lon < 118, unit.path


def test_loading_is_fast():
    Gazetteer.load.cache_clear()
    started = time.process_time()
    Gazetteer.load()
    assert time.process_time() - started < 1.0


def test_the_data_file_carries_no_time_stamp():
    data = (files("extract.gazetteer") / "units.tsv.gz").read_bytes()
    assert data[4:8] == b"\0\0\0\0"
    assert gzip.decompress(data).startswith(b"vintage\tcode\ttype\tname\tparent")
