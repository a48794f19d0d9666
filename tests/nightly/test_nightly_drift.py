"""Layout drift: noticed in the night in which a site changes its pages."""

from __future__ import annotations

from contextlib import closing

import pytest

from crawler.source import Floors
from db.connection import open_database
from db.records import ArticleRow, PageRow, SourceRow
from db.store import mark_parsed, save_article, save_page, save_sources
from nightly.drift import coverage, drift

GOOD = {"title": "Tiêu đề", "published": "2026-11-20", "text": "Nội dung bài viết. " * 40, "method": "layout"}


@pytest.fixture
def db(tmp_path):
    with closing(open_database(tmp_path / "x.db")) as opened:
        save_sources(
            opened, [SourceRow("a", "A", "Quảng Ninh", "police", ("a.example",), "nukeviet", "verified")]
        )
        yield opened


def add(db, number, parsed_at, *, article=True, **changes):
    """A page parsed at that time, which gave a good article but for the changes."""
    url = f"https://a.example/{number}"
    page = save_page(db, PageRow(url, "a", parsed_at, 200, f"hash{number}", 10, "w", number, f"r{number}"))
    if article:
        save_article(db, ArticleRow(url=url, source_id="a", page_id=page, **(GOOD | changes)))
    else:
        mark_parsed(db, page, "not_article")
    db.execute("UPDATE pages SET parsed_at = ? WHERE id = ?", (parsed_at, page))


def found(db, since="2026-11-24"):
    return drift(coverage(db, "a", since), Floors())


def test_a_healthy_site_is_quiet(db):
    for number in range(8):
        add(db, number, "2026-11-24T20:00:00Z")
    assert found(db) == ()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"published": None}, "0% have a date (floor 90%)"),
        ({"title": ""}, "0% have a title (floor 95%)"),
        ({"text": "Ngắn."}, "half the texts are shorter than 5 characters (floor 300)"),
        ({"method": "fallback"}, "100% were read by the fall-back (at most 30%)"),
    ],
)
def test_a_field_that_is_lost_is_named_with_its_floor(db, changes, complaint):
    for number in range(6):
        add(db, number, "2026-11-24T20:00:00Z", **changes)
    assert found(db) == (complaint,)


def test_articles_that_are_no_longer_recognised_are_noticed(db):
    for number in range(6):
        add(db, number, "2026-11-24T20:00:00Z", article=number == 0)
    assert found(db) == ("only 17% of 6 pages were recognised as articles",)


def test_a_change_shows_the_same_night_however_many_good_articles_there_were(db):
    for number in range(50):
        add(db, number, "2026-11-01T20:00:00Z")
    for number in range(50, 56):
        add(db, number, "2026-11-24T20:00:00Z", published=None)
    assert found(db) == ("0% have a date (floor 90%)",)


def test_a_quiet_night_is_not_judged_by_a_single_page(db):
    for number in range(20):
        add(db, number, "2026-11-01T20:00:00Z")
    add(db, 20, "2026-11-24T20:00:00Z", title="")
    assert coverage(db, "a", "2026-11-24").pages == 5


def test_too_few_pages_say_nothing(db):
    add(db, 1, "2026-11-24T20:00:00Z", title="", published=None, text="")
    assert found(db) == ()
