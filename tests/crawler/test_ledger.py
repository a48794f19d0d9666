"""The ledger: what is due when, whatever came of it before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.crawl import source_row
from crawler.entry import Answer, State, UrlKind
from crawler.ledger import Ledger
from crawler.registry import load_registry
from crawler.schedule import RETRIES, REVISITS
from db.connection import open_database
from db.records import ArticleRow
from db.store import save_article, save_sources

SOURCE = load_registry().select(["congan-nghean"])[0]
LISTING = SOURCE.start[0]
ARTICLE = "https://congan.nghean.gov.vn/thoi-su/202504/mot-bai-1/"
OTHER = "https://congan.nghean.gov.vn/thoi-su/202504/hai-bai-2/"


class Clock:
    def __init__(self):
        self.now = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def forward(self, **step):
        self.now += timedelta(**step)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    db = open_database(tmp_path / "m.db")
    save_sources(db, [source_row(SOURCE)])
    yield Ledger(db, clock)
    db.close()


def due(ledger, **limits):
    return [entry.url for entry in ledger.due(SOURCE.id, 10, **limits)]


def found(ledger, *urls):
    return ledger.discover(urls, SOURCE.id, UrlKind.ARTICLE, LISTING)


def test_start_pages_are_due_in_every_run_and_come_first(ledger, clock):
    ledger.begin(SOURCE)
    assert found(ledger, ARTICLE) == 1
    assert due(ledger) == [LISTING, ARTICLE]
    ledger.fetched(ledger.entry(LISTING), Answer(200, "h1"))
    assert due(ledger) == [ARTICLE]
    ledger.begin(SOURCE)
    assert due(ledger) == [LISTING, ARTICLE]
    ledger.failed(ledger.entry(LISTING), "no connection")
    ledger.begin(SOURCE)
    assert due(ledger)[0] == LISTING


def test_an_address_is_new_once(ledger):
    assert found(ledger, ARTICLE, OTHER) == 2
    assert found(ledger, OTHER) == 0
    assert ledger.entry("https://congan.nghean.gov.vn/never") is None


def test_articles_are_asked_again_ever_later_and_then_no_more(ledger, clock):
    found(ledger, ARTICLE)
    ledger.fetched(ledger.entry(ARTICLE), Answer(200, "h1", etag='"a"'))
    for wait in REVISITS:
        clock.forward(seconds=wait.total_seconds() - 1)
        assert due(ledger) == []
        clock.forward(seconds=1)
        assert due(ledger) == [ARTICLE]
        ledger.unchanged(ledger.entry(ARTICLE), 304)
    clock.forward(days=3000)
    assert due(ledger) == []
    assert ledger.entry(ARTICLE).etag == '"a"'


def test_articles_never_fetched_go_before_those_to_be_looked_at_again(ledger, clock):
    found(ledger, ARTICLE)
    ledger.fetched(ledger.entry(ARTICLE), Answer(200, "h1"))
    clock.forward(days=40)
    found(ledger, OTHER)
    assert due(ledger) == [OTHER, ARTICLE]


def test_a_failure_backs_off_and_keeps_what_was_known(ledger, clock):
    found(ledger, ARTICLE)
    ledger.fetched(ledger.entry(ARTICLE), Answer(200, "h1"))
    clock.forward(days=1)
    for wait in RETRIES:
        ledger.failed(ledger.entry(ARTICLE), "the site answers 500", 500)
        clock.forward(seconds=wait.total_seconds() - 1)
        assert due(ledger) == []
        clock.forward(seconds=1)
        assert due(ledger) == [ARTICLE]
    ledger.failed(ledger.entry(ARTICLE), "the site answers 500", 500)
    clock.forward(days=3000)
    assert due(ledger) == []
    entry = ledger.entry(ARTICLE)
    assert (entry.state, entry.content_hash, entry.visits) == (State.FAILED, "h1", 1)


def test_a_host_that_asks_for_longer_gets_longer(ledger, clock):
    found(ledger, ARTICLE)
    ledger.failed(ledger.entry(ARTICLE), "asks to wait", 503, clock.now + timedelta(hours=5))
    clock.forward(hours=4)
    assert due(ledger) == []
    clock.forward(hours=1)
    assert due(ledger) == [ARTICLE]


def test_what_is_gone_is_asked_again_only_when_a_listing_shows_it_much_later(ledger, clock):
    found(ledger, ARTICLE)
    ledger.gone(ledger.entry(ARTICLE), 404, "the site answers 404")
    clock.forward(days=2)
    found(ledger, ARTICLE)
    assert due(ledger) == []
    clock.forward(days=6)
    assert due(ledger) == []
    found(ledger, ARTICLE)
    assert due(ledger) == [ARTICLE]


def test_what_was_refused_is_looked_at_again_after_a_week(ledger, clock):
    found(ledger, ARTICLE)
    ledger.refused(ledger.entry(ARTICLE), "robots.txt forbids it")
    clock.forward(days=6)
    assert due(ledger) == []
    clock.forward(days=1)
    assert due(ledger) == [ARTICLE]


def test_a_site_that_says_a_page_changed_has_it_asked_again(ledger, clock):
    found(ledger, ARTICLE)
    ledger.fetched(ledger.entry(ARTICLE), Answer(200, "h1"))
    ledger.changed_since(ARTICLE, clock.now - timedelta(days=1))
    assert due(ledger) == []
    ledger.changed_since(ARTICLE, clock.now + timedelta(minutes=1))
    assert due(ledger) == [ARTICLE]


def test_hosts_and_addresses_can_be_left_out(ledger):
    found(ledger, ARTICLE, OTHER)
    assert due(ledger, skip={ARTICLE}) == [OTHER]
    assert due(ledger, without_hosts={"congan.nghean.gov.vn"}) == []
    assert ledger.count_due(SOURCE.id) == 2


def test_an_imported_article_is_done_and_an_address_known_before_keeps_its_history(ledger):
    found(ledger, OTHER)
    for url in (ARTICLE, OTHER):
        ledger.register(url, SOURCE.id, Answer(200, "h1"), "2020-01-01T00:00:00Z", "warc:x.warc.gz")
    assert [ledger.entry(url).state for url in (ARTICLE, OTHER)] == [State.DONE, State.WAITING]
    assert due(ledger) == [OTHER]


def article_of(db, published):
    save_article(db, ArticleRow(ARTICLE, SOURCE.id, "Văn bản.", "layout", title="Bài", published=published))


@pytest.mark.parametrize(("published", "days"), [("2026-11-20", 1), ("2019-03-01", 30)])
def test_old_news_is_looked_at_once_a_month(ledger, clock, published, days):
    found(ledger, ARTICLE)
    ledger.fetched(ledger.entry(ARTICLE), Answer(200, "h1"))
    article_of(ledger._db, published)
    ledger.let_old_news_rest()
    clock.forward(days=days, seconds=-1)
    assert ARTICLE not in due(ledger)
    clock.forward(seconds=1)
    assert ARTICLE in due(ledger)


def test_a_clock_that_was_a_year_ahead_leaves_nothing_waiting_for_a_year(ledger, clock):
    clock.forward(days=365)
    found(ledger, ARTICLE)
    ledger.failed(ledger.entry(ARTICLE), "the site answers 500", 500)
    clock.forward(days=-365)
    assert due(ledger) == []
    ledger.begin(SOURCE)
    assert ARTICLE in due(ledger)
