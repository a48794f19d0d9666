"""What a crawl stores and what it asks again: real HTTP, a real database, a real archive."""

from __future__ import annotations

import gzip

import pytest

from crawler.stored import read_page
from tests.crawler.small_site import Reply, Site, crawl, ledger, make_due, only, page, rows, stored

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def site():
    with Site() as running:
        yield running


def test_articles_of_a_listing_are_stored_with_their_page_in_the_archive(site, tmp_path):
    site.pages = {
        "/tin/": page("Tin", "/bai/mot-1.html", "/bai/hai-2.html?utm_source=fb#binh-luan", "/gioi-thieu", "https://khac.vn/bai/x-9.html"),
        "/bai/mot-1.html": page("Một"),
        "/bai/hai-2.html": page("Hai"),
    }  # fmt: skip
    report = only(crawl(tmp_path, site.entry()))
    assert (report["found"], report["new_pages"], report["failed"]) == (2, 2, 0)
    assert stored(tmp_path) == [f"{site.url}/bai/hai-2.html", f"{site.url}/bai/mot-1.html"]
    for url, file, offset in rows(tmp_path, "SELECT url, warc_file, warc_offset FROM pages"):
        kept = read_page(tmp_path / "archive", file, offset)
        assert kept.url == url
        assert kept.body == site.pages[url.removeprefix(site.url)]


def test_an_unchanged_site_costs_conditional_requests_for_its_listings_and_no_article(site, tmp_path):
    site.pages = {"/tin/": page("Tin", "/bai/mot-1.html"), "/bai/mot-1.html": page("Một")}
    crawl(tmp_path, site.entry())
    site.log.clear()
    report = only(crawl(tmp_path, site.entry()))
    assert site.asked() == ["/tin/"]
    assert (report["unchanged_304"], report["new_pages"]) == (1, 0)


def test_an_article_is_asked_again_and_kept_as_a_second_page_only_when_it_changed(site, tmp_path):
    site.pages = {
        "/tin/": page("Tin", "/bai/mot-1.html", "/bai/hai-2.html"),
        "/bai/mot-1.html": page("Một"),
        "/bai/hai-2.html": page("Hai"),
    }
    crawl(tmp_path, site.entry())
    make_due(tmp_path)
    site.pages["/bai/hai-2.html"] = page("Hai, sửa lại")
    report = only(crawl(tmp_path, site.entry()))
    assert (report["changed"], report["new_pages"], report["unchanged_304"]) == (1, 0, 2)
    assert stored(tmp_path) == [f"{site.url}/bai/hai-2.html"] * 2 + [f"{site.url}/bai/mot-1.html"]
    assert ledger(tmp_path, f"{site.url}/bai/mot-1.html")["visits"] == 2


def test_a_site_without_etags_is_unchanged_by_its_content(tmp_path):
    with Site(etags=False) as site:
        site.pages = {"/tin/": page("Tin", "/bai/mot-1.html"), "/bai/mot-1.html": page("Một")}
        crawl(tmp_path, site.entry())
        make_due(tmp_path)
        report = only(crawl(tmp_path, site.entry()))
    assert (report["unchanged"], report["unchanged_304"], report["changed"]) == (2, 0, 0)
    assert len(stored(tmp_path)) == 1


def test_a_listing_is_followed_while_its_pages_show_something_new(site, tmp_path):
    for number in range(1, 8):
        links = [
            f"/bai/a-{number}.html",
            f"/tin/?page={number + 1}",
            f"/tin/?page={number - 1}",
            "/tin/?page=7",
        ]
        site.pages["/tin/" if number == 1 else f"/tin/?page={number}"] = page("Tin", *links)
        site.pages[f"/bai/a-{number}.html"] = page(f"Bài {number}")
    report = only(crawl(tmp_path, site.entry(), max_pages=5))
    assert site.asked("/tin/") == ["/tin/", *(f"/tin/?page={number}" for number in range(2, 6))]
    assert report["new_pages"] == 5
    site.log.clear()
    site.pages["/tin/"] = page("Tin", "/bai/moi-99.html", "/tin/?page=2")
    site.pages["/tin/?page=2"] = page("Tin", "/bai/a-1.html", "/bai/a-2.html", "/tin/?page=3")
    site.pages["/bai/moi-99.html"] = page("Mới")
    crawl(tmp_path, site.entry(), max_pages=5)
    assert site.asked() == ["/tin/", "/tin/?page=2", "/bai/moi-99.html"]


def test_feeds_and_sitemaps_lead_to_articles_and_tell_of_changes(site, tmp_path):
    feed = f"""<?xml version="1.0"?><rss version="2.0"><channel>
        <item><link>{site.url}/bai/tin-1.html?utm_medium=rss</link></item>
        <item><link>https://khac.vn/bai/x-1.html</link></item></channel></rss>"""
    index = f"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>{site.url}/sm-1.xml.gz</loc></sitemap></sitemapindex>"""

    def urls(lastmod):
        return gzip.compress(
            f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{site.url}/bai/so-do-2.html</loc>
            <lastmod>{lastmod}</lastmod></url><url><loc>{site.url}/gioi-thieu</loc></url></urlset>""".encode()
        )

    site.pages = {
        "/rss": Reply(feed.encode(), headers={"Content-Type": "application/rss+xml"}),
        "/sitemap.xml": Reply(index.encode(), headers={"Content-Type": "application/xml"}),
        "/sm-1.xml.gz": Reply(urls("2020-01-01T00:00:00Z"), headers={"Content-Type": "application/gzip"}),
        "/bai/tin-1.html": page("Từ RSS"),
        "/bai/so-do-2.html": page("Từ sơ đồ"),
    }
    entry = site.entry(start=[], feeds=[f"{site.url}/rss"], sitemaps=[f"{site.url}/sitemap.xml"])
    assert only(crawl(tmp_path, entry))["new_pages"] == 2
    site.pages["/sm-1.xml.gz"] = Reply(
        urls("2099-01-01T00:00:00+07:00"), headers={"Content-Type": "application/gzip"}
    )
    site.pages["/bai/so-do-2.html"] = page("Từ sơ đồ, sửa lại")
    site.pages["/sitemap.xml"] = Reply(
        index.replace("</loc>", "</loc><lastmod>2099-01-01T00:00:00Z</lastmod>").encode()
    )
    site.log.clear()
    assert only(crawl(tmp_path, entry))["changed"] == 1
    assert site.asked("/bai") == ["/bai/so-do-2.html"]


def test_a_page_that_lists_feeds_stands_for_them(site, tmp_path):
    feed = f"""<rss><channel><item><guid>{site.url}/xem/mot</guid></item></channel></rss>"""
    site.pages = {
        "/rss/": page("RSS", "/rss/tin/", "/gioi-thieu"),
        "/rss/tin/": Reply(feed.encode()),
        "/xem/mot": page("Một"),
    }
    entry = site.entry(start=[], feeds=[f"{site.url}/rss/"], article=None)
    assert (
        only(crawl(tmp_path, entry))["new_pages"] == 1
    )  # no article pattern known: items of feeds are articles
    assert only(crawl(tmp_path, entry))["unchanged_304"] == 1  # the feed; the page itself is read every time


def test_where_no_form_of_article_addresses_is_known_long_slugs_are_looked_at(site, tmp_path):
    site.pages = {
        "/tin/": page("Tin", "/an-ninh/ra-mat-mo-hinh-tieng-keng-an-ninh", "/gioi-thieu-chung", "/tag/mot-hai-ba-bon-nam-sau-bay"),
        "/an-ninh/ra-mat-mo-hinh-tieng-keng-an-ninh": page("Ra mắt mô hình"),
    }  # fmt: skip
    crawl(tmp_path, site.entry(article=None, deny=["^/tag/"]))
    assert site.asked() == ["/tin/", "/an-ninh/ra-mat-mo-hinh-tieng-keng-an-ninh"]


def test_copies_are_asked_for_once_under_the_address_of_the_article(site, tmp_path):
    site.pages = {
        "/tin/": page(
            "Tin", "/savefile/bai/mot-1.html", "/bai/mot-1.html?fbclid=x", "/index.php/bai/mot-1.html"
        ),
        "/bai/mot-1.html": page("Một"),
    }
    crawl(tmp_path, site.entry(rewrite=[["^/savefile/", "/"], [r"^/index\.php/", "/"]]))
    assert site.asked("/bai", "/savefile", "/index.php") == ["/bai/mot-1.html"]


def test_redirects_move_an_article_within_its_site_and_never_off_it(site, tmp_path):
    with Site() as other:
        other.pages["/bai/lay-1.html"] = page("Trang khác")

        def to(target):
            return Reply(status=301, headers={"Location": target})

        site.pages = {
            "/tin/": page("Tin", "/bai/cu-1.html", "/bai/di-2.html", "/bai/mat-3.html", "/bai/vong-4.html", "/bai/rieng-5.html"),
            "/bai/cu-1.html": to("/bai/moi-11.html"),
            "/bai/moi-11.html": page("Bài đã dời"),
            "/bai/di-2.html": to(f"{other.url}/bai/lay-1.html"),
            "/bai/mat-3.html": to("/"),
            "/bai/vong-4.html": to("/bai/vong-4.html"),
            "/bai/rieng-5.html": to("http://169.254.169.254/latest/meta-data"),
        }  # fmt: skip
        report = only(crawl(tmp_path, site.entry()))
        assert other.log == []
    assert stored(tmp_path) == [f"{site.url}/bai/moi-11.html"]
    assert ledger(tmp_path, f"{site.url}/bai/cu-1.html")["error"] == f"moved to {site.url}/bai/moi-11.html"
    assert "not followed" in ledger(tmp_path, f"{site.url}/bai/di-2.html")["error"]
    assert ledger(tmp_path, f"{site.url}/bai/mat-3.html")["state"] == "gone"
    assert "redirects to itself" in ledger(tmp_path, f"{site.url}/bai/vong-4.html")["error"]
    assert "169.254.169.254" in ledger(tmp_path, f"{site.url}/bai/rieng-5.html")["error"]
    assert (report["refused"], report["gone"]) == (3, 1)


def test_a_page_that_waits_for_its_cookie_gets_it(site, tmp_path):
    def wall(handler):
        if "pass=1" in (handler.headers.get("Cookie") or ""):
            site.pages["/tin/"], wait = page("Tin", "/bai/mot-1.html"), site.pages["/tin/"]
            site.answer(handler)
            site.pages["/tin/"] = wait
            return
        handler.send_response(302)
        handler.send_header("Set-Cookie", "pass=1; Path=/")
        handler.send_header("Location", "/tin/")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.pages = {"/tin/": Reply(act=wall), "/bai/mot-1.html": page("Một")}
    assert only(crawl(tmp_path, site.entry()))["new_pages"] == 1


def test_a_corrected_pattern_makes_an_unchanged_listing_be_read_anew(site, tmp_path):
    site.pages = {"/tin/": page("Tin", "/bai/mot-1.html"), "/bai/mot-1.html": page("Một")}
    assert only(crawl(tmp_path, site.entry(article=r"^/sai/\d+$")))["found"] == 0
    assert only(crawl(tmp_path, site.entry()))["new_pages"] == 1


def test_compressed_answers_are_kept_as_they_came(site, tmp_path):
    body = page("Nén", text="Tổ tự quản " * 200)
    site.pages = {
        "/tin/": page("Tin", "/bai/nen-1.html"),
        "/bai/nen-1.html": Reply(gzip.compress(body), headers={**HTML, "Content-Encoding": "gzip"}),
    }
    crawl(tmp_path, site.entry())
    ((file, offset, size),) = rows(tmp_path, "SELECT warc_file, warc_offset, size FROM pages")
    assert size == len(body)
    kept = read_page(tmp_path / "archive", file, offset)
    assert kept.body == body
    assert kept.header("Content-Encoding") == "gzip"


def test_progress_is_told_as_the_crawl_goes(site, tmp_path):
    site.pages = {"/tin/": page("Tin", "/bai/mot-1.html"), "/bai/mot-1.html": page("Một")}
    report = crawl(tmp_path, site.entry())
    assert report["progress"] == [2, 3]  # robots.txt and the listing, then the article
