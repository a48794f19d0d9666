"""The report of a run, and the facts shown to somebody new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.connection import open_database
from db.nights import SourceNight, save_source_nights
from db.records import ArticleRow, SourceRow
from db.runs import finish_run, start_run
from db.store import save_article, save_sources
from nightly.attention import About, Notice, attention
from nightly.month import month
from nightly.quiet import usual_gap
from nightly.report import NightReport, SourceLine, markdown, night_report
from nightly.report_page import html
from nightly.showcase import count_text, place_text

QUIET = SourceLine("b-site", "B", 0, 0, 40, 0, 90, 12)
BUSY = SourceLine("a-site", "A", 12, 10, 1200, 31, 2400, 300, changed=2, failed=1, seconds=0.44)


def report(*notices, lines=(BUSY, QUIET), **more):
    return NightReport("Run 3", tuple(lines), tuple(notices), **more)


def test_busy_sources_are_listed_quiet_ones_counted_and_all_added_up():
    assert markdown(report()).splitlines() == [
        "# Run 3",
        "",
        "| source        | new pages | changed | failed | new articles | articles | new facts | facts | flagged | s/answer |",
        "| ------------- | --------: | ------: | -----: | -----------: | -------: | --------: | ----: | ------: | -------: |",
        "| a-site        |        12 |       2 |      1 |           10 |    1,200 |        31 | 2,400 |     300 |      0.4 |",
        "| all 2 sources |        12 |       2 |      1 |           10 |    1,240 |        31 | 2,490 |     312 |          |",
        "",
        "Nothing new from 1 of them.",
        "",
        "All is well.",
    ]  # fmt: skip


def test_what_needs_attention_is_followed_by_what_to_do():
    text = markdown(
        report(
            Notice(About.PAGES, "a-site: 2 pages failed", "a-site"),
            Notice(About.DRIFT, "b-site: its pages seem to have changed", "b-site"),
            Notice(About.SLOW, "a-site: took 9.0 s to answer; usually 1.0 s", "a-site", urgent=False),
        )
    )
    assert (
        "## Needs attention\n\n- a-site: 2 pages failed\n- b-site: its pages seem to have changed\n" in text
    )
    assert "## Good to know\n\n- a-site: took 9.0 s" in text
    assert "`mohinh sources check b-site --suggest` shows three articles field by field" in text
    assert "All is well" not in text


def test_the_page_says_the_same_and_escapes_what_a_site_wrote():
    page = html(report(Notice(About.PAGES, "a-site: <script>alert(1)</script>", "a-site")))
    assert "<td>1,200</td>" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
    assert "All is well." in html(report())
    told = html(report(Notice(About.DRIFT, "b-site: its pages seem to have changed", "b-site")))
    assert "<code>mohinh sources check b-site --suggest</code>" in told
    assert "Good to know" not in told


@pytest.fixture
def db(tmp_path):
    opened = open_database(tmp_path / "m.db")
    save_sources(opened, [SourceRow("a-site", "A", None, "police", ("a.vn",), None, "verified")])
    yield opened
    opened.close()


NIGHT = SourceNight("a-site", 10, 0, 0, 0, 10, 0, 0, 0, 0, 5000, 1.0, None)


def nights(db, *seconds):
    """A run for each number of seconds the site took; gives the last one's id and start."""
    for one in seconds:
        run_id = start_run(db, "run", "test")
        save_source_nights(db, run_id, [replace(NIGHT, seconds=one)])
    return run_id, db.execute("SELECT started_at FROM runs WHERE id = ?", (run_id,)).fetchone()[0]


def published(db, *days_ago):
    for days in days_ago:
        day = date.today() - timedelta(days=days)  # noqa: DTZ011
        save_article(
            db, ArticleRow(f"https://a.vn/{days}", "a-site", "Văn bản.", "layout", published=day.isoformat())
        )


def told(db, run_id, since):
    return [(one.about, one.text, one.urgent) for one in attention(db, (), since, run_id)]


def test_a_site_that_is_silent_for_longer_than_usual_is_named(db):
    published(db, *range(12, 40, 2))
    run_id, since = nights(db, 1.0)
    ((about, text, urgent),) = told(db, run_id, since)
    assert (about, urgent) == (About.SILENT, True)
    assert text.startswith("a-site: no new article for 1")
    assert text.endswith("usually the next one comes within 2")


def test_a_site_that_writes_seldom_is_not_silent_after_a_week(db):
    published(db, 8, *range(20, 200, 15))
    assert told(db, *nights(db, 1.0)) == []
    assert usual_gap([date(2026, 1, 1)]) is None


def test_a_site_slower_than_usual_is_good_to_know_and_no_alarm(db):
    ((about, text, urgent),) = told(db, *nights(db, 1.0, 1.2, 0.9, 8.0))
    assert (about, urgent) == (About.SLOW, False)
    assert text == "a-site: took 8.0 s to answer; usually 1.0 s"


def test_the_last_nights_are_set_beside_each_other(db):
    run_id, since = nights(db, 1.0, 1.0, 1.0)
    text = markdown(night_report(db, run_id, since, "Run 3", []))
    trend = text[text.index("## The last nights") :].splitlines()
    assert len(trend) == 2 + 2 + 3
    assert trend[-1].count("|") == 11


def test_a_count_is_shown_as_a_reader_writes_it():
    assert count_text(136000.0, None, "at_least") == "≥ 136,000"
    assert count_text(10.0, 15.0, "exact") == "10–15"
    assert count_text(86000000.0, None, "approx") == "≈ 86,000,000"


def test_a_place_is_shown_with_leaf_and_province():
    assert place_text("xã A | huyện B | tỉnh C") == "xã A, C"
    assert place_text("tỉnh C") == "tỉnh C"


DOWN = replace(NIGHT, failed=1, not_reached=3, stopped="a.vn: robots.txt cannot be had: connection refused")


def down(db, *stops):
    """A run for each: why the source was left, None when it was not. The list has failed in each that was."""
    for stopped in stops:
        run_id = start_run(db, "run", "test")
        save_source_nights(db, run_id, [replace(DOWN if stopped else NIGHT, stopped=stopped)])
    db.execute(
        "INSERT INTO ledger (url, source_id, kind, state, tries, last_error, last_fetched, first_seen, last_seen) VALUES "
        "('https://a.vn/tin/', 'a-site', 'listing', 'failed', 3, 'robots.txt cannot be had: connection refused', ?1, ?1, ?1)",
        (db.execute("SELECT started_at FROM runs WHERE id = ?", (run_id,)).fetchone()[0],),
    )
    return run_id, "2000-01-01T00:00:00Z"


def test_a_host_that_cannot_be_reached_is_told_once_and_since_when(db):
    ((about, text, urgent),) = told(db, *down(db, None, DOWN.stopped, DOWN.stopped, DOWN.stopped))
    assert (about, urgent) == (About.LEFT, True)
    assert text.startswith("a-site: left before its end, for the 3rd run in a row, since 20")
    assert text.endswith(": a.vn: robots.txt cannot be had: connection refused; 3 addresses wait")


def test_a_list_that_failed_for_a_reason_of_its_own_is_told_beside_it(db):
    run_id, since = down(db, "a.vn: 5 failures in a row")
    assert [about for about, _, _ in told(db, run_id, since)] == [About.LEFT, About.LIST]


def test_a_budget_that_was_used_up_is_good_to_know_and_no_alarm(db):
    run_id = start_run(db, "run", "test")
    save_source_nights(db, run_id, [replace(NIGHT, stopped="budget of 10 requests used up", not_reached=1)])
    ((about, text, urgent),) = told(db, run_id, "2000-01-01T00:00:00Z")
    assert (about, urgent) == (About.LIMIT, False)
    assert text == "a-site: left before its end: budget of 10 requests used up; 1 address waits"


def test_the_last_thirty_days_are_summed_up_for_who_looks_only_now(db):
    """Down on three nights of five, another trouble once, a run that was killed, a day without a run."""
    texts = {
        5: [
            "a-site: left before its end, for the 1st run in a row, since 2026-01-01: a.vn: down; 3 addresses wait"
        ],
        4: [
            "a-site: left before its end, for the 2nd run in a row, since 2026-01-01: a.vn: down; 9 addresses wait"
        ],
        3: [],
        2: ["a-site: 1 page is not there, https://a.vn/7"],
        0: ["a-site: left before its end: a.vn: down"],
    }
    for days, warnings in texts.items():
        run_id = start_run(db, "run", "test")
        if days != 3:
            finish_run(db, run_id, 3, {"warnings": warnings})
        db.execute(
            "UPDATE runs SET started_at = datetime(started_at, ?) || 'Z' WHERE id = ?",
            (f"-{days} days", run_id),
        )
    lines = month(db, run_id)
    assert len(lines) == 4
    assert lines[0].startswith("3 nights, 20")
    assert lines[0].endswith(": a-site: left before its end: a.vn: down (run 5)")
    assert lines[1].endswith(": the run was cut short; the next one went on from there (run 3)")
    assert lines[2].endswith(": a-site: 1 page is not there, https://a.vn/7 (run 4)")
    assert lines[3].startswith("no run on 20")


def test_what_only_this_night_had_is_not_told_twice(db):
    run_id = start_run(db, "run", "test")
    finish_run(db, run_id, 3, {"warnings": ["a-site: 1 page is not there"]})
    assert month(db, run_id) == ()
