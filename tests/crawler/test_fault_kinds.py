"""The fault server: every kind of fault in one crawl, each handled as docs/crawling.md says, the other sources unharmed."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from crawler.layout import load_layouts
from crawler.registry import load_registry
from db.connection import open_database
from nightly.steps.parse import Reader, parse_step
from tests.crawler.fault_kinds import ARTICLE, CASES, HTML, path_of
from tests.crawler.small_site import ROOT, Reply, Site, crawl, ledger, page, rows

LINKS = [f"/bai/a-{number}.html" for number in range(12)]
HOSTS = ("server error storm", "429 without Retry-After", "429 with Retry-After", "503 with Retry-After",
         "broken TLS", "endless calendar", "connection refused", "name that is not found", "robots.txt that fails")  # fmt: skip


def busy(site, status, headers):
    """Every article answers that, the listing does not."""
    site.pages = {"/tin/": page("Tin", *LINKS)} | dict.fromkeys(LINKS, Reply(b"", status, headers=headers))
    return site


def calendar(handler):
    number = int(handler.path.strip("/").rpartition("/")[2] or 1) if "/page/" in handler.path else 1
    body = page("Lịch", f"/bai/ngay-{number}.html", f"/tin/page/{number + 1}/")
    handler.send_response(200)
    for name, value in (HTML | {"Content-Length": str(len(body))}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """One crawl of ten sources, nine of them bad."""
    folder = tmp_path_factory.mktemp("faults")
    sites = [Site() for _ in range(9)]
    for site in sites:
        site.__enter__()
        site.server.site = site
    many, storm, plain429, told429, told503, endless, closed, healthy, plain = sites
    many.pages = {path_of(n, case): case.reply for n, case in enumerate(CASES, 1)}
    many.pages["/bai/redirect-loop-back-900.html"] = Reply(
        b"", 301, headers={"Location": path_of(13, CASES[12])}
    )
    many.pages["/tin/"] = page("Tin", *(path_of(n, case) for n, case in enumerate(CASES, 1)))
    busy(storm, 500, {})
    busy(plain429, 429, {})
    busy(told429, 429, {"Retry-After": "3600"})
    busy(told503, 503, {"Retry-After": "7200"})
    endless.pages = {f"/tin/page/{n}/": Reply(act=calendar) for n in range(2, 60)} | {
        "/tin/": Reply(act=calendar)
    }
    closed.pages = {"/robots.txt": Reply(b"", 500), "/tin/": page("Tin", *LINKS)}
    healthy.pages = {"/tin/": page("Tin", *LINKS)} | dict.fromkeys(
        LINKS, Reply(ARTICLE.encode(), headers=HTML)
    )
    free = "127.0.0.1:9"
    entries = [
        many.entry("many"), storm.entry("storm"), plain429.entry("plain429"), told429.entry("told429"),
        told503.entry("told503"), endless.entry("endless"), closed.entry("closed"), healthy.entry("healthy"),
        plain.entry("tls", start=[f"https://{plain.host}/tin/"]),
        healthy.entry("refused", hosts=[free], start=[f"http://{free}/tin/"]),
        healthy.entry("nowhere", hosts=["khong-co.invalid"], start=["http://khong-co.invalid/tin/"]),
    ]  # fmt: skip
    try:
        report = crawl(
            folder, *entries, timeout=1.5, longest_wait=2.0, breaker=40, max_page_bytes=3_000_000, max_pages=6
        )
    finally:
        for site in sites:
            site.__exit__()
    db = open_database(folder / "m.db")
    parsed = parse_step(
        db, Reader(folder / "archive", load_registry(folder / "registry.toml"), load_layouts())
    )
    db.close()
    return SimpleNamespace(
        folder=folder,
        report=report,
        of={source["source_id"]: source for source in report["sources"]},
        sites=dict(zip(("many", "storm", "plain429", "told429", "told503", "endless", "closed", "healthy", "tls"), sites, strict=True)),
        parsed=parsed,
    )  # fmt: skip


@pytest.mark.parametrize(("number", "case"), list(enumerate(CASES, 1)), ids=[case.name for case in CASES])
def test_a_page_with_a_fault_is_handled_as_documented(night, number, case):
    url = night.sites["many"].url + path_of(number, case)
    entry = ledger(night.folder, url)
    assert entry["state"] == case.state, entry
    if case.words:
        assert case.words in entry["error"]
    assert bool(entry["error"]) == (case.state != "done")
    assert rows(night.folder, "SELECT parsed_as FROM pages WHERE url = ?", url) == (
        [(case.read,)] if case.read else []
    )
    if case.state == "failed":
        assert entry["due"] is not None  # asked again in a later night


def test_the_text_survives_what_is_wrong_about_its_bytes(night):
    titles = rows(
        night.folder,
        "SELECT DISTINCT title FROM articles WHERE source_id = 'many' AND url NOT LIKE '%broken%'",
    )
    assert titles == [("Ra mắt mô hình “Tiếng kẻng an ninh” tại thôn Đông",)]


def test_the_other_sources_are_unharmed_and_nothing_is_left_unparsed(night):
    healthy = night.of["healthy"]
    assert (healthy["new_pages"], healthy["failed"], healthy["stopped"]) == (12, 0, None)
    assert night.parsed.failures == ()


def test_a_storm_of_errors_is_met_by_a_breaker_and_nothing_is_lost(tmp_path):
    with Site() as site:
        busy(site, 500, {})
        (source,) = crawl(tmp_path, site.entry(), breaker=3)["sources"]
        assert "3 failures in a row" in source["stopped"]
        assert len(site.asked("/bai")) <= 2 * 4
        assert source["not_reached"] + source["failed"] == 12


@pytest.mark.parametrize(
    ("source", "words"), [("plain429", "wait 30 s"), ("told429", "wait 3600 s"), ("told503", "wait 7200 s")]
)
def test_a_host_that_asks_to_wait_is_left_alone_at_once(night, source, words):
    assert words in night.of[source]["stopped"]
    assert len(night.sites[source].asked("/bai")) <= 2
    assert night.of[source]["not_reached"] >= 10


def test_a_calendar_without_end_is_followed_for_as_many_pages_as_a_listing_may_have(night):
    assert len(night.sites["endless"].asked("/tin")) == 6


@pytest.mark.parametrize(
    ("source", "words"),
    [("tls", "TLS"), ("refused", "connection refused"), ("nowhere", "host not found"), ("closed", "robots.txt cannot be had")],
)  # fmt: skip
def test_a_host_that_cannot_be_reached_is_told_in_words(night, source, words):
    assert words in night.of[source]["stopped"]


def test_nothing_was_asked_where_robots_txt_could_not_be_had(night):
    assert night.sites["closed"].asked() == []


def test_memory_stays_bounded(night):
    assert night.report["peak_mb"] < 350


def test_the_documentation_names_every_kind_and_no_other():
    text = (ROOT / "docs" / "crawling.md").read_text(encoding="utf-8")
    table = text[text.index("## What sites do wrong") :]
    named = re.findall(r"^\| ([^|]+?) \|", table, flags=re.MULTILINE)
    assert [name for name in named if name not in {"fault", "---"}] == [
        *(case.name for case in CASES),
        *HOSTS,
    ]
