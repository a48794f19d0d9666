"""Following listings into the past: HTML pages and “load more” services, stopped and taken up again."""

from __future__ import annotations

import json
from datetime import date

import pytest

from crawler.discovery.dates import day_in_address, listed_days, read_day
from crawler.discovery.services import Listed, read_service
from crawler.layout import load_layouts
from crawler.registry import load_registry
from crawler.service import Service
from crawler.warc_import import import_warc
from db.connection import open_database
from nightly.steps.parse import Reader, parse_step
from tests.crawler.small_site import Reply, Site, crawl, only, page, rows, stored


def day_of(number: int) -> date:
    """The articles of the site: a-0 of December 2024, each a month older than the one before."""
    return date(2024 - number // 12, 12 - number % 12, 15)


def listing(numbers, following: str | None) -> bytes:
    cards = "".join(
        f'<li><h3><a href="/bai/a-{n}.html">Bài {n}</a></h3><p><span>{day_of(n):%d/%m/%Y}</span> <a href="/bai/a-{n}.html">xem</a></p></li>'
        for n in numbers
    )
    more = f'<a href="{following}">Trang sau</a>' if following else ""
    clock = f"<div>Hôm nay, {date(2026, 11, 25):%d/%m/%Y}</div>"
    return f"<html><body>{clock}<ul>{cards}</ul>{more}</body></html>".encode()


@pytest.fixture
def site():
    with Site() as running:
        for number in range(1, 9):
            path = "/tin/" if number == 1 else f"/tin/page/{number}/"
            running.pages[path] = listing(
                range(5 * (number - 1), 5 * number), f"/tin/page/{number + 1}/" if number < 8 else None
            )
        running.pages |= {f"/bai/a-{n}.html": page(f"Bài {n}") for n in range(40)}
        yield running


def backfill(folder):
    (row,) = rows(folder, "SELECT state, pages, reached, ended FROM backfills")
    return dict(zip(("state", "pages", "reached", "ended"), row, strict=True))


def test_a_listing_is_followed_back_to_the_day_and_no_further(site, tmp_path):
    report = only(crawl(tmp_path, site.entry(max_pages=1), since="2023-06-01"))
    wanted = [n for n in range(40) if day_of(n) >= date(2023, 6, 1)]
    assert sorted(site.asked("/bai")) == sorted(f"/bai/a-{n}.html" for n in wanted)
    assert "/tin/page/5/" in site.asked()  # the first whose articles are all older
    assert "/tin/page/6/" not in site.asked()
    assert len(site.asked("/tin")) == len(set(site.asked("/tin")))
    assert backfill(tmp_path)["state"] == "done"
    assert "reached 2022-12-15" in report["backfill"][0]


def test_it_goes_on_night_after_night_within_the_budget_where_it_was_stopped(site, tmp_path):
    entry = site.entry(max_pages=1, budget=24)
    for night in range(6):
        crawl(tmp_path, entry, since="2015-01-01") if night == 0 else crawl(tmp_path, entry)
        if len(stored(tmp_path)) == 40:
            break
    assert 1 <= night < 5
    assert len(site.asked("/bai")) == 40
    deeper = site.asked("/tin/page")
    assert len(deeper) == len(set(deeper)) == 7
    assert backfill(tmp_path) == {
        "state": "done", "pages": 8, "reached": day_of(39).isoformat(), "ended": f"{site.url}/tin/page/8/ is the last page",
    }  # fmt: skip


def test_known_articles_do_not_end_it_but_the_same_page_again_does(site, tmp_path):
    crawl(tmp_path, site.entry(max_pages=8))
    site.pages["/tin/page/4/"] = listing(range(15, 20), "/tin/page/5/")
    site.pages["/tin/page/5/"] = site.pages["/tin/page/6/"] = listing(range(15, 20), "/tin/page/6/")
    crawl(tmp_path, site.entry(max_pages=8), since="2015-01-01")
    assert "/tin/page/5/ shows the same articles again" in backfill(tmp_path)["ended"]


def test_a_page_that_is_not_there_is_the_end_and_no_failure(site, tmp_path):
    site.pages["/tin/page/3/"] = Reply(b"", 404)
    report = only(crawl(tmp_path, site.entry(), since="2015-01-01"))
    assert "/tin/page/3/ is not there (404)" in backfill(tmp_path)["ended"]
    assert report["errors"] == []


RECORDS = [{"Id": n, "Url": f"bai-so-{n}", "PublishTime": f"{day_of(n)}T08:00:00"} for n in range(20)]


def test_a_load_more_service_leads_to_its_articles_and_into_the_past(site, tmp_path):
    def answer(first):
        data = {"ListData": RECORDS[first : first + 2], "ListMoreData": RECORDS[first + 2 : first + 4]}
        return Reply(json.dumps({"Data": data}).encode(), headers={"Content-Type": "application/json"})

    site.pages = {f"/api/list?PageIndex={n}": answer(4 * (n - 1)) for n in range(1, 7)}
    site.pages |= {f"/tin-tuc/bai-so-{n}": page(f"Bài {n}") for n in range(20)}
    site.pages["/tin/"] = page("Tin", "/an-ninh/bai-so-0")  # the first article, in its section
    site.pages["/an-ninh/bai-so-0"] = page("Bài 0")
    entry = site.entry(article=r"^/[a-z-]+/[a-z-]+-\d+$", identity=r"-(\d+)$", max_pages=2) + (
        "[[source.services]]\n"
        f'list = "{site.url}/api/list?PageIndex={{page}}"\nitems = ["Data.ListData", "Data.ListMoreData"]\n'
        'address = "/tin-tuc/{Url}"\npublished = ["PublishTime"]\n'
    )
    crawl(tmp_path, entry)
    assert sorted(site.asked("/tin-tuc", "/an-ninh")) == sorted(
        ["/an-ninh/bai-so-0", *(f"/tin-tuc/bai-so-{n}" for n in range(1, 8))]
    )
    crawl(tmp_path, entry, since="2023-12-01")
    assert len(stored(tmp_path)) == 13  # December 2024 to December 2023
    assert "/api/list?PageIndex=5" in site.asked()
    assert "/api/list?PageIndex=6" not in site.asked()


def test_services_are_read_as_records_or_as_html_and_nothing_else():
    service = Service(
        "https://x.vn/l?p={page}", items=("a", "b.c"), address="/t/{slug}-{id}", published=("at",)
    )
    records = {"a": [{"slug": "mot", "id": 1, "at": "/Date(1700000000000)/"}, {"slug": "", "id": 2}, 7], "b": {"c": [{"slug": "ba", "id": "3"}]}}  # fmt: skip
    assert read_service(json.dumps(records).encode(), service, "https://x.vn/l?p=1") == (
        Listed("https://x.vn/t/mot-1", date(2023, 11, 14)),
        Listed("https://x.vn/t/ba-3", None),
    )
    assert read_service(b'{"a": []}', service, "https://x.vn/l") == ()
    for wrong in (b"<html>", b'{"error": 1}', b"[1, 2]", b'{"a": '):
        assert read_service(wrong, service, "https://x.vn/l") is None
    piece = Service("https://x.vn/l?p={page}", html="data.html")
    body = json.dumps({"data": {"html": "<a href='/bai/x-1.html'>Xã</a>"}}).encode()
    assert read_service(body, piece, "https://x.vn/l") == (Listed("https://x.vn/bai/x-1.html", None),)
    assert service.number_of("https://x.vn/l?p=12") == 12
    assert service.number_of("https://x.vn/l?p=12&q=1") is None


def test_days_are_read_beside_the_link_they_belong_to():
    body = listing([0, 3], None)
    days = listed_days(body, "https://x.vn/tin/", None, lambda url: url if "/bai/" in url else None)
    assert days == {"https://x.vn/bai/a-0.html": day_of(0), "https://x.vn/bai/a-3.html": day_of(3)}
    assert read_day("lúc 7:30, 31-12-2024") == date(2024, 12, 31)
    assert read_day("31/02/2024") is None
    assert day_in_address("https://x.vn/tin/202402/mot-bai-1/") == date(2024, 2, 29)
    assert day_in_address("https://x.vn/tin/mot-bai-202402.html") is None


def test_the_bundled_registry_declares_the_services_of_ha_noi_and_keeps_articles_by_number():
    (source,) = load_registry().select(["congan-hanoi"])
    assert len(source.services) == 4
    one, other = (
        "https://congan.hanoi.gov.vn/tin-tuc/mot-bai-28868",
        "https://congan.hanoi.gov.vn/an-ninh/bai-khac-28868",
    )
    assert source.is_article(one)
    assert source.identity_of(one) == source.identity_of(other) == "28868"


def test_an_article_whose_text_a_service_has_is_asked_there_and_kept_under_its_own_address(site, tmp_path):
    text = (
        "Công an xã Ví Dụ vừa ra mắt mô hình “Tiếng kẻng an ninh” tại ba thôn với một trăm hộ dân tham gia. "
    )
    record = {
        "Id": 7, "Url": "ra-mat-mo-hinh", "Name": "Ra mắt mô hình tại xã Ví Dụ", "Description": text,
        "PublishTime": "2026-01-19T08:50:00", "FullContent": f"<p>{text}</p><p>{text * 2}</p>",
    }  # fmt: skip
    api = "/api/getbyid?id="
    site.pages |= {
        "/tin/": page("Tin", "/an-ninh/ra-mat-mo-hinh-7", "/an-ninh/da-go-8"),
        f"{api}7": Reply(json.dumps(record).encode(), headers={"Content-Type": "application/json"}),
    }
    entry = site.entry(
        article=r"^/[a-z-]+/[a-z-]+-\d+$", identity=r"-(\d+)$", detail=f"{site.url}{api}{{identity}}"
    )
    report = only(crawl(tmp_path, entry))
    assert sorted(site.asked("/an-ninh", "/api")) == [f"{api}7", f"{api}8"]
    assert (report["new_pages"], report["gone"]) == (1, 1)
    assert stored(tmp_path) == [f"{site.url}/an-ninh/ra-mat-mo-hinh-7"]
    registry = load_registry(tmp_path / "registry.toml")
    (path,) = (tmp_path / "archive").glob("*.warc.gz")
    copy = import_warc(tmp_path / "new.db", tmp_path / "new", registry, [path])
    assert copy.total("imported") == 1
    db = open_database(tmp_path / "new.db")
    counts = parse_step(db, Reader(tmp_path / "new", registry, load_layouts()))
    ((title, published),) = db.execute("SELECT title, published FROM articles").fetchall()
    db.close()
    assert (counts.articles, title, published) == (1, "Ra mắt mô hình tại xã Ví Dụ", "2026-01-19T08:50")
