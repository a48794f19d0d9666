"""The main job on the demo sites: everything found, fields right, and a second night that asks but fetches nothing again."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest

from demo.server import DemoServer
from tests.e2e.conftest import Sites

FIELDS = ("title", "published", "author", "text", "captions")
FLOOR = 0.98


@pytest.fixture(scope="module")
def nights(tmp_path_factory, module_mohinh):
    """Two nights in a row on unchanged sites."""
    with DemoServer(0) as server:
        sites = Sites(server, tmp_path_factory.mktemp("nights"))
        first = sites.run(module_mohinh)
        first_log = server.log
        pages = sites.ask("SELECT id, parsed_at FROM pages ORDER BY id")
        server.clear_log()
        second = sites.run(module_mohinh)
        yield SimpleNamespace(
            sites=sites, first=first, first_log=first_log, pages=pages, second=second, second_log=server.log
        )


def article_requests(sites, log):
    """The requests for articles in a log, with their addresses."""
    wanted = sites.wanted()
    return [(url, entry) for url, entry in zip(sites.asked(log), log, strict=True) if url in wanted]


def test_a_first_night_on_healthy_sites_is_well(nights):
    assert (nights.first.returncode, nights.first.stderr) == (0, "")
    assert "All is well." in nights.first.stdout


def test_every_article_is_found_and_nothing_else(nights):
    assert nights.sites.articles() == nights.sites.wanted()


def test_the_fields_of_the_articles_are_right(nights, capsys):
    right, wrong = 0, []
    rows = nights.sites.ask("SELECT url, title, published, author, text, captions FROM articles")
    for url, *values in rows:
        expected = nights.sites.server.expected(url)
        for field, value in zip(FIELDS, values, strict=True):
            found = tuple(json.loads(value)) if field == "captions" else value
            if found == getattr(expected, field):
                right += 1
            else:
                wrong.append(f"{url}: {field}: {found!r}, not {getattr(expected, field)!r}"[:600])
    share = right / (right + len(wrong))
    with capsys.disabled():
        print(f"\ndemo sites: {len(rows)} articles, {share:.2%} of {right + len(wrong)} fields right")
    assert share >= FLOOR, "\n".join(wrong)


def test_no_article_is_asked_for_twice_in_a_night(nights):
    asked = [url for url, _ in article_requests(nights.sites, nights.first_log)]
    assert len(asked) == len(set(asked))


def test_a_second_night_fetches_and_parses_no_article_again(nights):
    assert nights.second.returncode == 0
    assert article_requests(nights.sites, nights.second_log) == []
    assert nights.sites.ask("SELECT id, parsed_at FROM pages ORDER BY id") == nights.pages
    assert "parse    nothing new" in nights.second.stdout
    assert "extract  nothing new" in nights.second.stdout


def test_a_second_night_asks_the_listings_with_their_validators_and_hears_304(nights):
    conditional = [
        e for e in nights.second_log if "if-none-match" in e.headers or "if-modified-since" in e.headers
    ]
    assert conditional
    assert {entry.status for entry in conditional} == {304}


def test_articles_that_are_due_again_are_asked_with_their_validators(nights, module_mohinh):
    sites = nights.sites
    sites.server.clear_log()
    with_validators = sites.ask(
        "SELECT count(*) FROM ledger WHERE kind = 'article' AND (etag IS NOT NULL OR last_modified IS NOT NULL)"
    )
    with closing(sqlite3.connect(sites.folder / "x.db")) as connection, connection:
        connection.execute("UPDATE ledger SET next_due = first_seen WHERE kind = 'article'")
    result = sites.run(module_mohinh)
    assert result.returncode == 0
    answers = [entry.status for _, entry in article_requests(sites, sites.server.log)]
    assert answers.count(304) == with_validators[0][0] > 0
    assert sites.ask("SELECT id, parsed_at FROM pages ORDER BY id") == nights.pages


def test_each_run_leaves_its_report_in_the_database(nights):
    rows = nights.sites.ask("SELECT command, exit_code, summary FROM runs ORDER BY id")
    assert [row[:2] for row in rows[:2]] == [("run", 0), ("run", 0)]
    (report, page), *_ = nights.sites.ask("SELECT markdown, html FROM reports ORDER BY run_id")
    assert report in nights.first.stdout
    assert "| demo-nghean " in report
    assert "<td>demo-nghean</td>" in page
    asked = nights.sites.ask(
        "SELECT source_id, new_pages FROM run_sources WHERE run_id = 1 AND new_pages > 0"
    )
    assert len(asked) == 6


def test_the_report_can_be_asked_for_again(nights, module_mohinh):
    result = module_mohinh(
        "report", "--db", "x.db", "--registry", nights.sites.registry, cwd=nights.sites.folder
    )
    assert result.returncode == 0
    assert "All is well." in result.stdout


def test_the_facts_can_be_taken_away(nights, module_mohinh):
    result = module_mohinh("export", "--db", "x.db", "--format", "csv", cwd=nights.sites.folder)
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    assert len(rows) == len(nights.sites.facts())
    assert {"Tiếng kẻng an ninh"} <= {row["model"] for row in rows}


def test_parsing_and_extracting_everything_again_changes_nothing(nights, module_mohinh):
    before = nights.sites.articles(), nights.sites.facts()
    assert nights.sites.run(module_mohinh, "--all", command="parse").returncode == 0
    again = module_mohinh("extract", "--all", "--db", "x.db", cwd=nights.sites.folder)
    assert again.returncode == 0
    assert " 0 facts new" in again.stdout
    assert (nights.sites.articles(), nights.sites.facts()) == before


def test_the_archive_alone_gives_the_same_articles_and_facts_again(nights, module_mohinh):
    warc_files = sorted((nights.sites.folder / "x-archive").glob("*.warc.gz"))
    result = nights.sites.run(module_mohinh, *warc_files, command="import-warc", db="again.db")
    assert result.returncode == 0, result.stderr
    assert nights.sites.articles(db="again.db") == nights.sites.articles()
    assert nights.sites.facts(db="again.db") == nights.sites.facts()
    repeated = nights.sites.run(module_mohinh, *warc_files, command="import-warc", db="again.db")
    assert " 0 new, " in repeated.stdout
