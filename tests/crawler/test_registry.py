"""The registry that comes with the project, and what a wrong entry is told."""

from __future__ import annotations

import pytest

from crawler.errors import RegistryError
from crawler.registry import load_registry
from crawler.source import Kind, Status

PROVINCES = [
    "Tuyên Quang",
    "Lào Cai",
    "Thái Nguyên",
    "Phú Thọ",
    "Bắc Ninh",
    "Hưng Yên",
    "Hải Phòng",
    "Ninh Bình",
    "Quảng Trị",
    "Đà Nẵng",
    "Quảng Ngãi",
    "Gia Lai",
    "Khánh Hòa",
    "Lâm Đồng",
    "Đắk Lắk",
    "Hồ Chí Minh",
    "Đồng Nai",
    "Tây Ninh",
    "Cần Thơ",
    "Vĩnh Long",
    "Đồng Tháp",
    "Cà Mau",
    "An Giang",
    "Hà Nội",
    "Huế",
    "Lai Châu",
    "Điện Biên",
    "Sơn La",
    "Lạng Sơn",
    "Quảng Ninh",
    "Thanh Hóa",
    "Nghệ An",
    "Hà Tĩnh",
    "Cao Bằng",
]

REGISTRY = load_registry()


def test_every_province_has_its_police_portal():
    portals = [
        source.province
        for source in REGISTRY.sources
        if source.id.startswith("congan-") and source.kind is Kind.POLICE
    ]
    assert sorted(portals) == sorted(PROVINCES)
    assert len(PROVINCES) == 34


def test_there_are_at_least_twenty_papers():
    assert sum(source.kind is Kind.NEWSPAPER for source in REGISTRY.sources) >= 20


def test_a_status_says_what_it_rests_on():
    for source in REGISTRY.sources:
        if source.status is Status.VERIFIED:
            assert source.examples, source.id
        else:
            assert source.note, source.id


def test_every_exception_from_tls_is_explained():
    unverified = [source for source in REGISTRY.sources if not source.verify_tls]
    assert [source.id for source in unverified] == ["congan-camau"]
    assert all("certificate" in source.note for source in unverified)
    assert not any(source.allow_private for source in REGISTRY.sources)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        (
            "https://congan.tuyenquang.gov.vn/vi/tin-bai/mot-bai?type=NEWS&id=160629&utm_source=zalo#noi-dung",
            "https://congan.tuyenquang.gov.vn/vi/tin-bai/mot-bai?id=160629&type=NEWS",
        ),
        (
            "http://congan.nghean.gov.vn/thoi-su/202504/mot-bai-1039887/index.htm",
            "https://congan.nghean.gov.vn/thoi-su/202504/mot-bai-1039887/",
        ),
        (
            "https://congan.nghean.gov.vn/thoi-su/202504/mot-bai-1039887",
            "https://congan.nghean.gov.vn/thoi-su/202504/mot-bai-1039887/",
        ),
        (
            "https://congan.laichau.gov.vn/index.php/savefile/thong-bao/mot-bai-3416.html",
            "https://congan.laichau.gov.vn/thong-bao/mot-bai-3416.html",
        ),
        ("https://amp.cand.com.vn/Xa-hoi/Mot-bai-i635790", "https://cand.com.vn/Xa-hoi/Mot-bai-i635790/"),
        ("https://beta.antv.gov.vn/xa-hoi-4/mot-bai-35BAD55AE.html", "https://antv.gov.vn/xa-hoi-4/mot-bai-35BAD55AE.html"),
        ("https://cadn.com.vn/print/mot-bai-post204521.html", "https://cadn.com.vn/mot-bai-post204521.html"),
        ("https://m.anninhthudo.vn/mot-bai-post525814.antd", "https://anninhthudo.vn/mot-bai-post525814.antd"),
        ("https://bocongan.gov.vn:443/bai-viet/mot-bai-1768815846", "https://www.bocongan.gov.vn/bai-viet/mot-bai-1768815846"),
    ],
)  # fmt: skip
def test_copies_of_an_article_have_one_address(url, canonical):
    source = REGISTRY.source_for(url)
    assert source.canonical(url) == canonical
    assert source.canonical(canonical) == canonical
    assert source.is_article(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://baotuyenquang.com.vn/an-ninh-quoc-phong/an-ninh",
        "https://baolaocai.vn/phap-luat/an-ninh-trat-tu",
        "http://baotayninh.vn/phap-luat/tin-tuc/?p=3&d=",
        "https://congan.langson.gov.vn/tin-tuc/toan-dan-bao-ve-antq/34.aspx",
        "https://congan.langson.gov.vn/tin-tuc/hoat-dong-cong-an-tinh/30/pg10.aspx",
        "https://congan.phutho.gov.vn/article/thu-tuc-hanh-chinh/Cap-the-12-3",
        "https://congan.com.vn/tag/an_ninh_12.html",
        "https://baonghean.vn/en/moi-nguoi-dan-10244569.html",
        "https://baonghean.vn/print/10179078.html",
        "https://congan.sonla.gov.vn/",
        "https://congan.nghean.gov.vn.example.com/thoi-su/202504/mot-bai-1039887/",
    ],
)
def test_tag_and_section_pages_copies_and_translations_are_no_articles(url):
    source = REGISTRY.source_for(url)
    assert source is None or not source.is_article(url)


def test_a_former_host_is_known_but_not_asked():
    source = REGISTRY.source_for("http://congan.haugiang.gov.vn/savefile/tin/mot-bai-859.html")
    assert source.id == "congan-cantho"
    assert source.is_article("http://congan.haugiang.gov.vn/savefile/tin/mot-bai-859.html")
    assert not source.owns("http://congan.haugiang.gov.vn/tin/mot-bai-859.html")


def test_an_unknown_id_is_answered_with_what_looks_alike():
    with pytest.raises(RegistryError, match=r"no source “nghean”.*bao-nghean, congan-nghean"):
        REGISTRY.select(["nghean"])
    assert [source.id for source in REGISTRY.select(["bao-nghean", "congan-nghean"])] == [
        "congan-nghean",
        "bao-nghean",
    ]
    assert REGISTRY.select([]) == REGISTRY.sources


GOOD = {
    "id": '"trang-thu"',
    "name": '"Trang thử"',
    "kind": '"police"',
    "status": '"verified"',
    "hosts": '["thu.example.vn"]',
    "start": '["https://thu.example.vn/"]',
    "article": r"'-\d+\.html$'",
}


def load(tmp_path, *entries, before=""):
    path = tmp_path / "my-sources.toml"
    text = "\n".join(
        "[[source]]\n" + "".join(f"{key} = {value}\n" for key, value in entry.items()) for entry in entries
    )
    path.write_text(before + text, encoding="utf-8")
    return load_registry(path)


def test_a_good_entry_is_read(tmp_path):
    (source,) = load(tmp_path, GOOD).sources
    assert source.is_article("https://thu.example.vn/tin/bai-12.html")
    assert (source.delay, source.verify_tls, source.layout) == (None, True, None)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"article": "'-([0-9'"}, "article", "not a valid regular expression"),
        ({"kind": '"gazette"'}, "kind", "police, newspaper, portal"),
        ({"status": None}, "status", "is missing"),
        ({"hosts": '["https://thu.example.vn/"]'}, "hosts", "not a host name"),
        ({"hosts": "[]"}, "hosts", "at least one host"),
        ({"start": '["/tin"]'}, "start", "not an absolute http or https address"),
        ({"start": '["https://khac.example.vn/"]'}, "start", "none of the entry's hosts"),
        ({"start": "[]"}, "start", "at least one start page"),
        ({"layout": '"newsrom"'}, "layout", "known: a-id"),
        ({"delay": "-1"}, "delay", "at least 0"),
        ({"budget": "0.5"}, "budget", "whole number"),
        ({"verify_tls": '"no"'}, "verify_tls", "true or false"),
        ({"artikel": "'x'"}, "artikel", "is not known"),
        ({"rewrite": "[['a']]"}, "rewrite", "pairs"),
        ({"rewrite": r"[['a', '\9']]"}, "rewrite", "replacement"),
        ({"mirrors": '{"amp.example.vn" = "khac.example.vn"}'}, "mirrors", "none of the entry's hosts"),
        ({"examples": '["https://thu.example.vn/gioi-thieu"]'}, "examples", "no article"),
        ({"floors": "{ date = 7 }"}, "date", "between 0 and 1"),
    ],
)
def test_a_wrong_entry_is_named_with_file_entry_and_field(tmp_path, change, field, words):
    entry = {key: value for key, value in (GOOD | change).items() if value is not None}
    with pytest.raises(RegistryError) as error:
        load(tmp_path, entry)
    message = str(error.value)
    assert message.startswith("my-sources.toml: entry “trang-thu")
    assert f"field “{field}”" in message
    assert words in message


def test_an_entry_without_a_usable_id_is_named_by_its_number(tmp_path):
    with pytest.raises(RegistryError, match="entry “number 2”: field “id”"):
        load(tmp_path, GOOD, GOOD | {"id": '"Trang Thử"'})


def test_ids_and_hosts_belong_to_one_entry(tmp_path):
    with pytest.raises(RegistryError, match="stands twice"):
        load(tmp_path, GOOD, GOOD)
    with pytest.raises(RegistryError, match=r"“thu.example.vn” belongs to “trang-thu” already"):
        load(tmp_path, GOOD, GOOD | {"id": '"khac"'})


def test_a_file_that_is_no_registry_is_named(tmp_path):
    with pytest.raises(RegistryError, match=r"khong-co.toml: cannot be read"):
        load_registry(tmp_path / "khong-co.toml")
    with pytest.raises(RegistryError, match=r"my-sources.toml: not valid TOML.*line 1"):
        load(tmp_path, GOOD, before="[[source\n")
    with pytest.raises(RegistryError, match="unknown table “sources”"):
        load(tmp_path, GOOD, before="[sources]\n")
