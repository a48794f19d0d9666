"""Pages, articles and what is still to be done with them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.runs import finish_run, last_run, start_run
from db.store import (
    articles_to_extract,
    count_to_extract,
    count_to_parse,
    mark_parsed,
    pages_to_parse,
    save_article,
    save_extraction,
    save_page,
    save_sources,
)
from tests.db.db_samples import ARTICLE, SOURCE, URL, column, extraction, page, with_article


def test_a_source_saved_again_is_updated(db):
    save_sources(db, [SOURCE])
    save_sources(db, [replace(SOURCE, name="Báo mới")])
    assert column(db, "SELECT name FROM sources") == ["Báo mới"]


def test_a_page_waits_until_it_is_parsed(db):
    save_sources(db, [SOURCE])
    page_id = save_page(db, page())
    assert [waiting.id for waiting in pages_to_parse(db)] == [page_id]
    save_article(db, replace(ARTICLE, page_id=page_id))
    assert list(pages_to_parse(db)) == []
    assert column(db, "SELECT parsed_as FROM pages") == ["article"]


def test_a_page_that_is_no_article_or_fails_does_not_wait_any_longer(db):
    save_sources(db, [SOURCE])
    mark_parsed(db, save_page(db, page("https://bao.example/tag")), "not_article")
    mark_parsed(db, save_page(db, page("https://bao.example/broken")), "error", "no title")
    assert count_to_parse(db) == 0
    assert column(db, "SELECT parse_error FROM pages WHERE parsed_as = 'error'") == ["no title"]


def test_the_same_content_again_makes_no_new_page_and_no_work(db):
    save_sources(db, [SOURCE])
    first = save_page(db, page())
    mark_parsed(db, first, "article")
    assert save_page(db, page(fetched_at="2026-11-25T20:00:00Z")) == first
    assert count_to_parse(db) == 0


def test_of_several_versions_all_are_parsed(db):
    save_sources(db, [SOURCE])
    older = save_page(db, page(content="v1"))
    newest = save_page(db, page(content="v2", fetched_at="2026-11-25T20:00:00Z"))
    assert [waiting.id for waiting in pages_to_parse(db)] == [older, newest]


def test_an_edit_taken_back_is_parsed_again(db):
    save_sources(db, [SOURCE])
    first = save_page(db, page(content="v1"))
    for page_id in (first, save_page(db, page(content="v2", fetched_at="2026-11-25T20:00:00Z"))):
        mark_parsed(db, page_id, "article")
    assert save_page(db, page(content="v1", fetched_at="2026-11-26T20:00:00Z", warc_offset=7)) == first
    assert [(waiting.id, waiting.warc_offset) for waiting in pages_to_parse(db)] == [(first, 7)]


def test_more_pages_than_one_batch_are_all_met_once_while_they_are_worked_off(db, monkeypatch):
    monkeypatch.setattr("db.store.BATCH", 3)
    save_sources(db, [SOURCE])
    ids = [save_page(db, page(f"https://bao.example/{n}", content=str(n))) for n in range(10)]
    met = []
    for waiting in pages_to_parse(db):
        met.append(waiting.id)
        if waiting.id % 2:  # half of them fail and stay as they are
            mark_parsed(db, waiting.id, "article")
    assert met == ids


def test_work_can_be_limited_to_sources(db):
    save_sources(db, [SOURCE, replace(SOURCE, id="other")])
    save_page(db, page())
    _, article_id = with_article(db)
    assert count_to_parse(db, ["qn"]) == 1
    assert count_to_parse(db, ["other"]) == 0
    assert [a.id for a in articles_to_extract(db, "1", ["qn"])] == [article_id]
    assert list(articles_to_extract(db, "1", ["other"])) == []


def test_an_article_saved_again_keeps_its_id_and_its_first_date(db):
    save_sources(db, [SOURCE])
    first = save_article(db, ARTICLE)
    seen = column(db, "SELECT first_seen FROM articles")
    assert save_article(db, replace(ARTICLE, title="Tít mới")) == first
    assert column(db, "SELECT title FROM articles") == ["Tít mới"]
    assert column(db, "SELECT first_seen FROM articles") == seen


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({"text": "Một câu khác."}, True),
        ({"title": "Tít khác"}, True),
        ({"published": "2023-08-02"}, True),
        ({"author": "Người khác"}, False),
        ({"captions": ("Ảnh khác",)}, False),
    ],
)
def test_an_article_is_extracted_again_only_when_something_extraction_reads_has_changed(db, change, again):
    run, article_id = with_article(db)
    save_extraction(db, article_id, extraction(), run)
    assert count_to_extract(db, "1") == 0
    save_article(db, replace(ARTICLE, **change))
    assert count_to_extract(db, "1") == int(again)


def test_another_version_of_the_extractor_reads_everything_again(db):
    run, article_id = with_article(db)
    save_extraction(db, article_id, extraction(), run)
    (waiting,) = articles_to_extract(db, "2")
    assert (waiting.url, waiting.province) == (URL, "Quảng Ninh")
    assert [a.id for a in articles_to_extract(db, "1", everything=True)] == [article_id]


def test_a_run_is_logged_with_its_end(db):
    run = start_run(db, "crawl", "0.1.0")
    assert last_run(db).finished_at is None
    finish_run(db, run, 3, {"warnings": ["báo: không có ngày"]})
    assert (last_run(db).exit_code, last_run(db).summary["warnings"]) == (3, ["báo: không có ngày"])
