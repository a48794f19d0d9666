"""Pages made to hold a parser up: each is dealt with in seconds, and none makes it fail."""

from __future__ import annotations

import time

import pytest

from crawler.article import PageKind, parse_page
from crawler.discovery.links import MOST_LINKS, read_links

URL = "https://baoxanh.example.vn/xom-bay-giu-binh-yen-777.html"
HEAD = "<html><head><title>Xóm 7 giữ bình yên</title></head><body><h1>Xóm 7 giữ bình yên</h1>"
TEXT = "".join(
    f"<p>Công an xã phân công cán bộ bám xóm {n}, mỗi tháng dự sinh hoạt một lần để nắm tình hình.</p>"
    for n in range(3)
)
MOST_SECONDS = 15
"""Of processor time. They take 0.1 to 3; what looks at everything again for each thing it finds takes minutes."""

PAGES = {
    "elements in one another": HEAD + "<div>" * 100_000 + TEXT,
    "marks in one another": HEAD + "<p>" + "<b>" * 100_000 + "x",
    "links": HEAD + "".join(f"<li><a href='/bai/x-{n}.html'>Bài số {n}</a></li>" for n in range(50_000)),
    "names": HEAD + TEXT + "<p>Nguyễn Văn A</p>" * 20_000,
    "pictures": HEAD + TEXT + "<img src='/a.jpg' alt='Ảnh'><p>Lực lượng ra quân</p>" * 10_000,
    "short lines": HEAD + "<p>" + "ngày 10/10/2024<br>" * 50_000,
    "one line of five megabytes": HEAD + "<p>" + "Công an xã 12/3/2024 mô hình. " * 150_000 + "</p>",
    "one word of five megabytes": HEAD + "<p>" + "a" * 5_000_000,
    "classes": HEAD + f"<div class='{' '.join(f'c{n}' for n in range(100_000))}'>" + TEXT,
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_is_read_in_seconds(page):
    began = time.process_time()
    assert parse_page(page.encode(), URL).kind in PageKind
    assert time.process_time() - began < MOST_SECONDS


def test_a_listing_of_fifty_thousand_links_is_read_in_seconds_and_not_to_its_end():
    began = time.process_time()
    assert len(read_links(PAGES["links"].encode(), URL).links) == MOST_LINKS
    assert time.process_time() - began < MOST_SECONDS


def test_the_text_beside_what_holds_up_is_found():
    assert "bám xóm 2" in parse_page(PAGES["names"].encode(), URL).text
