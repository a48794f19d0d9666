"""Every field of an article with where it came from, whoever was asked."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from crawler.article import parse_page
from crawler.layout import load_layouts
from db.connection import open_database
from db.records import PageToParse, SourceRow
from db.store import save_article, save_sources
from nightly.steps.parse import as_row

TEXT = "Xã Ví Dụ vừa ra mắt mô hình “Tiếng kẻng an ninh” tại ba thôn với một trăm hộ dân tham gia đóng góp."
FIELDS = {"title", "lead", "text", "captions", "author", "published", "section", "tags", "language"}


def page(head="", before="", body="", after=""):
    return (
        f"<html><head><meta charset='utf-8'>{head}</head><body>{before}{body}{after}</body></html>".encode()
    )


BY_LAYOUT = page(
    before="<div class='bread'>An ninh</div><h1 class='entry-title'>Ra mắt mô hình tại xã Ví Dụ</h1>"
    "<time class='entry-date' datetime='2024-03-20T08:15:00+07:00'>20/03/2024 08:15</time>",
    body=f"<div class='td-post-content'><p>{TEXT}</p><figure><img src='/a.jpg'><figcaption>Quang cảnh buổi ra mắt</figcaption>"
    f"</figure><p>{TEXT} Người dân ủng hộ và đề nghị nhân rộng.</p><p>Nguyễn Văn Mẫu - Trần Thị Thử</p></div>",
    after="<ul class='td-tags'><li><a href='/tag/a'>an ninh</a></li></ul>",
)  # fmt: skip

BY_MACHINE = page(
    head="<script type='application/ld+json'>"
    + json.dumps(
        {
            "@type": "NewsArticle", "headline": "Ra mắt mô hình tại xã Ví Dụ", "datePublished": "2024-03-20T08:15:00+07:00",
            "author": {"@type": "Person", "name": "Nguyễn Văn Mẫu"}, "articleSection": "An ninh", "keywords": "an ninh, cơ sở",
        }
    )
    + "</script>",
    body=f"<div><p>{TEXT}</p><p>{TEXT} Người dân ủng hộ và đề nghị nhân rộng.</p></div>",
)  # fmt: skip


@pytest.fixture(scope="module")
def layouts():
    return load_layouts()


def test_what_a_layout_gave_names_its_selector(layouts):
    found = parse_page(BY_LAYOUT, "https://a.vn/ra-mat-mo-hinh/", layout=layouts["wordpress"]).witnesses
    assert found["text"] == "layout: .td-post-content"
    assert found["title"].startswith("layout: ")
    assert found["published"].startswith("layout: ")
    assert found["tags"] == "layout: .td-tags a"
    assert found["author"] == "byline"
    assert found["captions"] == "layout: figcaption"
    assert found["lead"] == "first paragraph"
    assert found["language"] == "text"


def test_what_stands_in_the_head_is_told_from_what_is_printed():
    found = parse_page(BY_MACHINE, "https://khong-ro.vn/ra-mat-mo-hinh-1.html").witnesses
    wanted = {"title", "published", "author", "section", "tags"}
    assert {field for field, witness in found.items() if witness == "jsonld"} == wanted
    assert found["text"] in {"density", "trafilatura", "density, trafilatura"}


def test_a_field_without_value_has_no_witness_and_one_with_a_value_has():
    for body in (
        BY_LAYOUT,
        BY_MACHINE,
        page(body=f"<h1>Ra mắt mô hình tại xã Ví Dụ</h1><p>{TEXT}</p><p>Sau đó, {TEXT}</p>"),
    ):
        parsed = parse_page(body, "https://khong-ro.vn/ra-mat-mo-hinh-1.html")
        assert parsed.kind == "article"
        assert set(parsed.witnesses) == {field for field in FIELDS if getattr(parsed, field)}


def test_they_are_stored_and_follow_the_newest_wording(tmp_path):
    db = open_database(tmp_path / "m.db")
    save_sources(db, [SourceRow("a", "A", None, "police", ("a.vn",), None, "verified")])
    url = "https://khong-ro.vn/ra-mat-mo-hinh-1.html"
    row = as_row(PageToParse(1, url, "a", None, "2024-03-21T00:00:00Z", "x", 0), parse_page(BY_MACHINE, url))
    save_article(db, replace(row, page_id=None))
    save_article(db, replace(row, page_id=None, witnesses={"title": "heading"}))
    ((stored,),) = db.execute("SELECT witnesses FROM articles").fetchall()
    db.close()
    assert json.loads(stored) == {"title": "heading"}


def test_a_page_that_is_no_article_has_none():
    assert parse_page(page(body="<p>Không tìm thấy trang</p>"), "https://a.vn/x").witnesses == {}
