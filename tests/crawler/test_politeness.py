"""Politeness, as the access log of a site shows it, and the rule for addresses as a function."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from crawler.addresses import is_forbidden_address
from crawler.pace import JITTER, Pace, retry_after
from crawler.registry import load_registry
from crawler.settings import CrawlSettings
from tests.crawler.small_site import Reply, Site, crawl, ledger, only, page


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "100.100.100.200", "168.63.129.16",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1", "[::1]", "khong-phai-dia-chi", "",
    ],
)  # fmt: skip
def test_addresses_no_public_site_has_are_forbidden(address):
    assert is_forbidden_address(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "113.160.1.1", "2001:ee0:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_allowed(address):
    assert not is_forbidden_address(address)


def test_a_private_address_is_not_asked_unless_the_source_allows_it(tmp_path):
    with Site() as site:
        site.pages = {"/tin/": page("Tin")}
        port = site.host.partition(":")[2]
        by_name = site.entry(
            "by-name",
            hosts=[f"localhost:{port}"],
            start=[f"http://localhost:{port}/tin/"],
            allow_private=False,
        )
        report = crawl(tmp_path, site.entry("by-number", allow_private=False), by_name)
        assert site.log == []
    number, name = report["sources"]
    assert "is not a public address" in number["errors"][0]
    assert "localhost resolves to 127.0.0.1, which is not a public address" in name["stopped"]


def test_robots_txt_is_obeyed_and_asked_first(tmp_path):
    with Site() as site:
        site.pages = {
            "/robots.txt": b"User-agent: *\nDisallow: /bai/kin\nAllow: /\n\nUser-agent: mohinh\nDisallow: /bai/rieng\n",
            "/tin/": page("Tin", "/bai/mo-1.html", "/bai/rieng-2.html"),
            "/bai/mo-1.html": page("Mở"),
            "/bai/rieng-2.html": page("Riêng"),
        }
        report = only(crawl(tmp_path, site.entry(), contact="https://example.org/we"))
        assert [one.path for one in site.log] == ["/robots.txt", "/tin/", "/bai/mo-1.html"]
        assert {one.headers["User-Agent"] for one in site.log} == {
            "mohinh/0.1 (research crawler; +https://example.org/we)"
        }
    assert (report["new_pages"], report["refused"]) == (1, 1)
    assert "robots.txt" in ledger(tmp_path, f"{site.url}/bai/rieng-2.html")["error"]


def test_without_a_readable_robots_txt_nothing_is_asked(tmp_path):
    with Site() as site:
        site.pages = {"/robots.txt": Reply(b"", 503), "/tin/": page("Tin")}
        report = only(crawl(tmp_path, site.entry()))
        assert site.asked() == []
    assert "robots.txt cannot be had: the host answers 503" in report["stopped"]
    assert report["failed"] == 1


def gaps(site):
    times = [one.at for one in site.log]
    return [after - before for before, after in pairwise(times)]


def test_one_request_at_a_time_with_at_least_the_delay_between_them(tmp_path):
    with Site() as site:
        links = [f"/bai/a-{number}.html" for number in range(6)]
        site.pages = {"/tin/": page("Tin", *links)} | {link: page(link) for link in links}
        crawl(tmp_path, site.entry(delay=0.2))
        assert len(site.log) == 8
        assert min(gaps(site)) >= 0.19
        assert max(one.running for one in site.log) == 1


def test_a_crawl_delay_of_robots_txt_is_kept(tmp_path):
    with Site() as site:
        site.pages = {
            "/robots.txt": b"User-agent: *\nCrawl-delay: 0.4\n",
            "/tin/": page("Tin", "/bai/mot-1.html", "/bai/hai-2.html"),
            "/bai/mot-1.html": page("Một"),
            "/bai/hai-2.html": page("Hai"),
        }
        crawl(tmp_path, site.entry())
        assert len(site.log) == 4
        assert min(gaps(site)) >= 0.39


def test_a_short_retry_after_is_waited_for(tmp_path):
    with Site() as site:

        def busy(handler):
            site.pages["/bai/mot-1.html"] = page("Một")
            handler.send_response(429)
            handler.send_header("Retry-After", "1")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        site.pages = {
            "/tin/": page("Tin", "/bai/mot-1.html", "/bai/hai-2.html"),
            "/bai/mot-1.html": Reply(act=busy),
        }
        site.pages["/bai/hai-2.html"] = page("Hai")
        report = only(crawl(tmp_path, site.entry()))
        busy_at = next(index for index, one in enumerate(site.log) if one.path == "/bai/mot-1.html")
        assert gaps(site)[busy_at] >= 0.99
    assert (report["new_pages"], report["failed"]) == (2, 0)


def test_a_long_retry_after_ends_the_night_for_that_host(tmp_path):
    with Site() as site:
        links = [f"/bai/a-{number}.html" for number in range(9)]
        site.pages = {"/tin/": page("Tin", *links)}
        site.pages |= dict.fromkeys(links, Reply(b"", 503, headers={"Retry-After": "7200"}))
        report = only(crawl(tmp_path, site.entry()))
        assert len(site.asked("/bai")) <= 2
    assert "asks to wait 7200 s" in report["stopped"]
    assert report["not_reached"] >= 7


def test_a_storm_of_429_is_waited_out_three_times_and_then_left_alone(tmp_path):
    with Site() as site:
        links = [f"/bai/a-{number}.html" for number in range(9)]
        site.pages = {"/tin/": page("Tin", *links)}
        site.pages |= dict.fromkeys(links, Reply(b"", 429, headers={"Retry-After": "1"}))
        report = only(crawl(tmp_path, site.entry(), longest_wait=5.0))
        storm = [one for one in site.log if one.path.startswith("/bai")]
        assert 4 <= len(storm) <= 5  # one address asked four times, and the one that waited behind it
        assert min(after.at - before.at for before, after in pairwise(storm)) >= 0.99
    assert report["not_reached"] + report["failed"] == 9
    assert "asks to wait" in report["stopped"]


def test_robots_txt_that_changes_during_a_run_is_noticed(tmp_path):
    with Site(etags=False) as site:
        links = [f"/bai/a-{number}.html" for number in range(30)]

        def close_the_door(handler):
            site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /bai/\n"
            site.pages["/bai/a-5.html"] = page("Năm")
            site.answer(handler)

        site.pages = {"/tin/": page("Tin", *links)} | {link: page(link) for link in links}
        site.pages |= {
            "/robots.txt": b"User-agent: *\nAllow: /\n",
            "/bai/a-5.html": Reply(act=close_the_door),
        }
        report = only(crawl(tmp_path, site.entry(delay=0.1), robots_fresh=0.5))
        asked = [one.path for one in site.log]
        closed_at = asked.index("/bai/a-5.html")
        read_again = asked.index("/robots.txt", closed_at)
        assert (
            len([path for path in asked[read_again + 1 :] if path.startswith("/bai/")]) <= 1
        )  # on its way already
        assert 6 <= len(site.asked("/bai")) < 20
    assert report["refused"] > 10


def test_the_budget_of_a_night_is_kept_and_the_next_night_goes_on(tmp_path):
    with Site() as site:
        links = [f"/bai/a-{number}.html" for number in range(12)]
        site.pages = {"/tin/": page("Tin", *links)} | {link: page(link) for link in links}
        report = only(crawl(tmp_path, site.entry(budget=8)))
        assert 8 <= len(site.log) <= 9  # robots.txt is fetched while the first request waits for it
        assert report["stopped"] == "budget of 8 requests used up"
        assert report["not_reached"] == 12 - report["new_pages"]
        report = only(crawl(tmp_path, site.entry(budget=100)))
        assert report["stopped"] is None
        assert sorted(site.asked("/bai")) == sorted(links)


def test_a_run_that_is_out_of_time_ends_in_order(tmp_path):
    with Site() as site:
        links = [f"/bai/a-{number}.html" for number in range(20)]
        site.pages = {"/tin/": page("Tin", *links)} | {link: page(link) for link in links}
        report = only(crawl(tmp_path, site.entry(delay=0.3), max_seconds=3.0))
        assert report["stopped"] == "the run's time was up"
        assert 0 < report["new_pages"] < 20
        assert report["not_reached"] == 20 - report["new_pages"]


def test_the_shortest_wait_with_jitter_is_the_promised_delay_and_slow_hosts_get_more():
    source = load_registry().select(["congan-nghean"])[0]
    pace = Pace([source], CrawlSettings(delay=2.0))
    host = source.hosts[0]
    assert pace.least(host) * (1 - JITTER) == pytest.approx(2.0)
    pace.crawl_delay(host, 8.0)
    assert pace.least(host) * (1 - JITTER) == pytest.approx(8.0)
    assert pace.adapted(host, 10.0, 30.0, ok=True) == 30.0
    assert pace.adapted(host, 30.0, 0.1, ok=False) == 30.0  # an error page that comes fast makes us no faster
    assert pace.adapted(host, 30.0, 0.1, ok=True) == pytest.approx(15.05)


def test_retry_after_is_read_as_seconds_or_date():
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert retry_after("120", now) == 120
    assert retry_after("Tue, 24 Nov 2026 12:01:30 GMT", now) == 90
    assert retry_after("Tue, 24 Nov 2026 11:00:00 GMT", now) == 0
    assert retry_after("soon", now) is None
    assert retry_after(None, now) is None
