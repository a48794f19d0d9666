"""Bytes as they come: wrong charsets, broken markup, pages that are none. Nothing makes the parser fail."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.article import PageKind, parse_page
from crawler.article.decode import decode
from crawler.article.nonarticle import refused_address
from crawler.article.tcvn3 import _TABLE
from crawler.registry import load_registry

URL = "https://baoxanh.example.vn/xom-bay-giu-binh-yen-777.html"
TITLE = "Xóm 7 giữ bình yên"
LEAD = "Sau hai năm ra mắt, mô hình “Khu dân cư an toàn” đã lan ra 14 xóm với 1.926 hộ đăng ký tham gia."
SECOND = (
    "Công an xã phân công mỗi cán bộ bám hai xóm, mỗi tháng dự sinh hoạt chi bộ một lần để nắm tình hình."
)
PAGE = f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>08/01/2024 10:12</p>
<div><p>{LEAD}</p><p>{SECOND}</p><p>Lê Vy</p></div></body></html>"""


def split_tones(text):
    """Text as windows-1258 writes it: letters with their tone marks apart."""
    tones = "\u0300\u0301\u0309\u0303\u0323"
    result = []
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        base = "".join(part for part in parts if part not in tones)
        result.append(unicodedata.normalize("NFC", base) + "".join(part for part in parts if part in tones))
    return "".join(result)


def declared(charset):
    return PAGE.replace("<head>", f'<head><meta charset="{charset}">')


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (declared("utf-8").encode(), None),
        (PAGE.encode(), "text/html; charset=iso-8859-1"),
        (b"\xef\xbb\xbf" + PAGE.encode(), None),
        (b"\xff\xfe" + PAGE.encode("utf-16-le"), None),
        (unicodedata.normalize("NFD", PAGE).encode(), None),
        (split_tones(declared("windows-1258")).encode("cp1258"), None),
        (split_tones(PAGE).encode("cp1258"), "text/html; charset=windows-1258"),
        (split_tones(PAGE).encode("cp1258"), None),
        (split_tones(declared("utf-8")).encode("cp1258"), None),
        (declared("utf-8").encode() + b"<p>\xe1\xbb</p>", "text/html; charset=utf-8"),
        (PAGE.encode("ascii", "xmlcharrefreplace"), None),
    ],
    ids=[
        "utf-8",
        "wrong header",
        "mark",
        "utf-16",
        "decomposed",
        "1258 in meta",
        "1258 in header",
        "1258 undeclared",
        "1258 called utf-8",
        "cut",
        "references",
    ],
)
def test_every_charset_gives_the_same_article(body, content_type):
    page = parse_page(body, URL, content_type=content_type)
    assert (page.title, page.published, page.author) == (TITLE, "2024-01-08T10:12", "Lê Vy")
    assert page.text == f"{LEAD}\n{SECOND}"


def test_pages_in_the_fonts_before_unicode_are_converted():
    back = {unicodedata.normalize("NFC", letter): chr(code) for code, letter in _TABLE.items()}
    old = "".join(
        back.get(character, character) for character in "mỗi xóm một tiếng kẻng, đường làng yên ắng"
    )
    body = f'<p style="font-family: .VnTime">{old}</p>'.encode("latin-1")
    assert "mỗi xóm một tiếng kẻng, đường làng yên ắng" in decode(body)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.4 \x00\x00", "not_html"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "not_html"),
        ("chỉ là chữ, không có thẻ nào".encode(), "not_html"),
        (b'{"ListData": [{"Id": 1, "Name": "a"}]}', "not_html"),
        (b"<html></html>", "no_text"),
        (b"<html><body><div id=app></div></body></html>", "no_text"),
    ],
)
def test_what_is_no_page_is_no_article_and_says_why(body, reason):
    page = parse_page(body, URL)
    assert (page.kind, page.reason, page.text) == (PageKind.NOT_ARTICLE, reason, "")


def test_a_page_cut_anywhere_is_still_parsed():
    body = PAGE.encode()
    for end in range(0, len(body), 37):
        parse_page(body[:end], URL)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<p>",
                "<table><tr><td>",
                "</table>",
                "<br>",
                "<a href=x>",
                "<b>",
                "<!--",
                "-->",
                "<script>",
                "<h1>",
                "chữ ",
                "08/01/2024 ",
                LEAD,
                "\x00",
                "&#x110000;",
                "<img src=a>",
            ]
        ),
        max_size=60,
    )
)
def test_any_soup_of_tags_gives_a_page(pieces):
    page = parse_page("".join(pieces).encode(), URL)
    assert json.dumps(page.as_json())


def test_markup_nested_far_too_deep_is_survived():
    body = ("<div>" * 5000 + f"<h1>{TITLE}</h1><p>{LEAD}</p>" + "</div>" * 5000).encode()
    assert parse_page(body, URL).kind in PageKind


def test_hidden_text_and_scripts_never_reach_the_body():
    body = PAGE.replace(
        "<p>Lê Vy</p>",
        f'<div style="display:none"><p>{LEAD[::-1]}</p></div><script>var p = "<p>x</p>";</script><p>Lê Vy</p>',
    )
    assert parse_page(body.encode(), URL).text == f"{LEAD}\n{SECOND}"


def test_an_article_from_a_json_service_is_read_like_a_page():
    answer = {
        "Data": {
            "Id": 7,
            "Name": TITLE,
            "Description": LEAD,
            "PublishTime": "2026-01-19T08:50:00",
            "FullContent": f"<p>{SECOND}</p>",
        }
    }
    page = parse_page(
        json.dumps(answer).encode(), "https://congan.hanoi.gov.vn/tin-tuc/xom-7-giu-binh-yen-28900"
    )
    assert (page.title, page.published, page.text) == (TITLE, "2026-01-19T08:50", f"{LEAD}\n{SECOND}")


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        (
            "https://amp.cand.com.vn/guong-sang/a-i80369?utm_source=x",
            "https://cand.com.vn/guong-sang/a-i80369",
        ),
        ("https://beta.anhp.vn/a-d1.html#top", "https://anhp.vn/a-d1.html"),
        ("https://cadn.com.vn/print/a-post1.html", "https://cadn.com.vn/a-post1.html"),
        ("http://congan.haugiang.gov.vn/savefile/a/b-859.html", "http://congan.haugiang.gov.vn/a/b-859.html"),
        (
            "https://congan.tuyenquang.gov.vn/vi/tin-bai/a?type=NEWS&id=7",
            "https://congan.tuyenquang.gov.vn/vi/tin-bai/a?id=7&type=NEWS",
        ),
    ],
)
def test_copies_lead_back_to_one_address(url, canonical):
    assert parse_page(PAGE.encode(), url).canonical_url == canonical


def test_a_canonical_link_to_the_home_page_or_another_site_is_not_believed():
    for wrong in ("/", "https://other.example.vn/a.html"):
        page = PAGE.replace("<head>", f'<head><link rel="canonical" href="{wrong}">')
        assert parse_page(page.encode(), URL).canonical_url == URL


def test_a_text_that_has_nothing_of_the_addresss_words_is_flagged():
    page = parse_page(
        PAGE.encode(), "https://baoxanh.example.vn/doi-tuyen-bong-da-quoc-gia-thang-dam-123.html"
    )
    assert "slug_mismatch" in page.issues


def test_no_article_address_of_the_registry_is_refused_for_its_form():
    examples = [url for source in load_registry().sources for url in source.examples]
    assert len(examples) > 20
    assert [url for url in examples if refused_address(url)] == []


def test_a_body_class_that_only_speaks_of_a_sidebar_hides_nothing():
    for wrapped in (
        PAGE.replace("<body>", '<body class="single has-sidebar sidebar">'),
        PAGE.replace("<div>", '<div class="sidebar">'),
    ):
        assert parse_page(wrapped.encode(), URL).text == f"{LEAD}\n{SECOND}"
