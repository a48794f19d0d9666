"""`mohinh parse` on files, by contract: no network, no database."""

from __future__ import annotations

import json

import pytest

PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Ra mắt mô hình Tiếng kẻng an ninh</title>
<meta property="og:type" content="article">
<meta property="article:published_time" content="2024-03-05T08:30:00+07:00"></head>
<body><header><a href="/">Trang chủ</a></header>
<article><h1>Ra mắt mô hình Tiếng kẻng an ninh</h1>
<p>Sáng 5/3, xã Hiệp Hòa tổ chức ra mắt mô hình “Tiếng kẻng an ninh” tại thôn Đoài với sự tham gia của đông đảo bà con.</p>
<p>Đến nay, toàn xã đã có 12 mô hình, góp phần giữ gìn an ninh trật tự và phòng ngừa tội phạm ngay từ cơ sở.</p>
<p>Thời gian tới, xã tiếp tục nhân rộng mô hình ra các thôn còn lại, gắn trách nhiệm của từng hộ dân với việc báo tin.</p>
</article><footer>Giấy phép số 12/GP ngày 01/02/2010</footer></body></html>
"""
KEYS = {
    "url", "canonical_url", "kind", "title", "lead", "text", "captions", "author", "published", "published_from",
    "layout", "method",
}  # fmt: skip
URL = "https://tin.example/xa-hiep-hoa-ra-mat-mo-hinh-123.html"


@pytest.fixture
def page(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")


def test_one_page_becomes_one_json_object(mohinh, page, tmp_path):
    result = mohinh("parse", "--file", "page.html", "--url", URL)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.count("\n") == 1
    found = json.loads(result.stdout)
    assert found.keys() >= KEYS
    assert found["url"] == URL
    assert found["kind"] == "article"
    assert found["title"] == "Ra mắt mô hình Tiếng kẻng an ninh"
    assert found["published"] == "2024-03-05T08:30"
    assert found["layout"] is None
    assert found["method"] == "fallback"
    assert len(found["text"].splitlines()) == 3
    assert {path.name for path in tmp_path.iterdir()} == {"page.html"}


def test_many_pages_become_a_line_each_in_order(mohinh, page, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE, encoding="utf-8")
    entries = [{"file": "a.html", "url": f"https://tin.example/bai-viet-so-{n}.html"} for n in (3, 1, 2)]
    (folder / "list.jsonl").write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    result = mohinh("parse", "--input", "pages/list.jsonl")
    assert result.returncode == 0
    assert [json.loads(line)["url"] for line in result.stdout.splitlines()] == [
        entry["url"] for entry in entries
    ]


def test_a_list_on_standard_input_names_files_of_the_working_folder(mohinh, page):
    result = mohinh("parse", "--input", "-", stdin=json.dumps({"file": "page.html", "url": URL}))
    assert json.loads(result.stdout)["kind"] == "article"


def test_a_file_is_looked_for_beside_the_list_then_in_the_working_folder_and_may_be_absolute(
    mohinh, page, tmp_path
):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "both.html").write_text(PAGE.replace("thôn Đoài", "thôn Đông"), encoding="utf-8")
    (tmp_path / "both.html").write_text(PAGE, encoding="utf-8")
    files = ["both.html", "page.html", str(tmp_path / "both.html"), "pages/both.html", "none.html"]
    entries = [{"file": file, "url": URL} for file in files]
    (folder / "list.jsonl").write_text("\n".join(map(json.dumps, entries)), encoding="utf-8")
    result = mohinh("parse", "--input", "pages/list.jsonl")
    places = ["Đông" if "thôn Đông" in line else "Đoài" for line in result.stdout.splitlines()]
    assert places == ["Đông", "Đoài", "Đoài", "Đông"]
    assert result.returncode == 1
    assert "line 5: pages/none.html: No such file or directory" in result.stderr


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{broken", "not valid JSON"),
        ("[1]", "must be a JSON object"),
        ('{"file": "page.html"}', "“url” is missing"),
        ('{"file": "none.html", "url": "https://a.example/"}', "none.html: No such file or directory"),
        ('{"file": "page.html", "url": "tin"}', "“tin” is not an address"),
    ],
)
def test_a_wrong_line_is_named_and_the_others_are_done(mohinh, page, line, complaint):
    good = json.dumps({"file": "page.html", "url": URL})
    result = mohinh("parse", "--input", "-", stdin=f"{good}\n{line}\n{good}\n")
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr.startswith("mohinh: standard input, line 2: ")
    assert complaint in result.stderr


def test_a_missing_file_is_named(mohinh):
    result = mohinh("parse", "--file", "none.html", "--url", URL)
    assert (result.returncode, result.stderr) == (1, "mohinh: none.html: No such file or directory\n")


def test_an_empty_page_is_called_so(mohinh, tmp_path):
    (tmp_path / "empty.html").write_text(" \n")
    result = mohinh("parse", "--file", "empty.html", "--url", URL)
    assert (result.returncode, result.stderr) == (1, "mohinh: empty.html: the page is empty\n")


def test_without_files_a_database_is_needed(mohinh):
    result = mohinh("parse", "--db", "none.db")
    assert result.returncode == 1
    assert "none.db: no database there" in result.stderr
