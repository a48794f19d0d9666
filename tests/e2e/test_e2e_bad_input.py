"""Bad input: each kind is named, the rest goes on, nothing stored is lost, and the exit code says so."""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing
from types import SimpleNamespace

import pytest

from demo.faults import Fault, Kind
from demo.server import DemoServer
from tests.cli.test_cli_parse import PAGE, URL
from tests.e2e.conftest import Sites


@pytest.fixture(scope="module")
def bad_night(tmp_path_factory, module_mohinh):
    """One night on which everything that can go wrong with a page goes wrong, each with an article of its own."""
    with DemoServer(0) as server:
        sites = Sites(server, tmp_path_factory.mktemp("bad"))
        down, *others = server.urls
        articles = [
            article for article in server.articles() if article.site in others and "?" not in article.path
        ]
        faults = {
            "not there": Fault(Kind.STATUS, status=404),
            "server error": Fault(Kind.STATUS, status=500),
            "empty": Fault(Kind.EMPTY),
            "huge": Fault(Kind.HUGE, size=30_000_000),
            "broken html": Fault(Kind.BROKEN_HTML),
            "wrong charset": Fault(Kind.WRONG_CHARSET),
        }
        broken = dict(zip(faults, articles[:: len(articles) // len(faults)], strict=False))
        for name, article in broken.items():
            server.faults.add(article.site, article.path, faults[name])
        server.take_down(down)
        result = sites.run(module_mohinh)
        yield SimpleNamespace(
            sites=sites,
            result=result,
            down=down,
            url={name: server.url_of(article) for name, article in broken.items()},
            unharmed={
                sites.address(a) for a in server.articles() if a.site != down and a not in broken.values()
            },
        )


def line_with(result, *words):
    """The one line of the report that holds all these words."""
    lines = [line for line in result.stdout.splitlines() if all(word in line for word in words)]
    assert lines, f"no line with {words} in:\n{result.stdout}\n{result.stderr}"
    return lines[0]


def test_the_night_needs_attention_and_says_so_without_a_traceback(bad_night):
    assert bad_night.result.returncode == 3
    assert "## Needs attention" in bad_night.result.stdout
    assert "Traceback" not in bad_night.result.stdout + bad_night.result.stderr


def test_everything_else_is_found_all_the_same(bad_night):
    assert bad_night.unharmed <= bad_night.sites.articles()


def test_a_host_that_cannot_be_reached_is_named(bad_night):
    assert "connection refused" in line_with(bad_night.result, f"demo-{bad_night.down}: left before its end")


def test_a_404_is_named(bad_night):
    assert "404" in line_with(bad_night.result, "not there", bad_night.url["not there"])


def test_a_500_is_named_and_will_be_asked_again(bad_night):
    assert ("failed",) in bad_night.sites.ask(
        "SELECT state FROM ledger WHERE url = ?", bad_night.url["server error"]
    )
    ((error, due),) = bad_night.sites.ask(
        "SELECT last_error, next_due FROM ledger WHERE url = ?", bad_night.url["server error"]
    )
    assert "500" in error
    assert due is not None
    assert "the site answers 500" in line_with(bad_night.result, bad_night.url["server error"])


def test_an_empty_page_is_named(bad_night):
    assert "the page is empty" in line_with(bad_night.result, bad_night.url["empty"])


def test_a_page_of_30_mb_is_cut_off_and_named(bad_night):
    ((state, error),) = bad_night.sites.ask(
        "SELECT state, last_error FROM ledger WHERE url = ?", bad_night.url["huge"]
    )
    assert state in ("failed", "refused")
    assert "larger than" in error
    assert "larger than" in line_with(bad_night.result, bad_night.url["huge"])


def test_the_words_of_broken_html_are_read(bad_night):
    expected = bad_night.sites.server.expected(bad_night.url["broken html"])
    ((title, text),) = bad_night.sites.ask(
        "SELECT title, text FROM articles WHERE url = ?", bad_night.url["broken html"]
    )
    assert title == expected.title
    assert len(set(expected.text.split()) & set(text.split())) > 0.9 * len(set(expected.text.split()))


def test_a_page_announced_in_the_wrong_charset_is_read_right(bad_night):
    expected = bad_night.sites.server.expected(bad_night.url["wrong charset"])
    assert bad_night.sites.ask(
        "SELECT title FROM articles WHERE url = ?", bad_night.url["wrong charset"]
    ) == [(expected.title,)]


def test_a_page_in_windows_1258_is_read_right(mohinh, tmp_path):
    (tmp_path / "page.html").write_bytes(as_windows_1258(PAGE.replace("utf-8", "windows-1258")))
    result = mohinh("parse", "--file", "page.html", "--url", URL)
    assert result.returncode == 0
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    assert result.stdout == mohinh("parse", "--file", "page.html", "--url", URL).stdout


def as_windows_1258(text):
    """windows-1258 writes five tone marks as combining characters behind their vowel."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in tones)
        rest = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
        out.append(rest + tone)
    return "".join(out).encode("cp1258")


def test_the_next_night_gets_what_failed(bad_night, module_mohinh):
    sites = bad_night.sites
    sites.server.faults.clear()
    sites.server.bring_up(bad_night.down)
    with closing(sqlite3.connect(sites.folder / "x.db")) as connection, connection:
        connection.execute(
            "UPDATE ledger SET next_due = first_seen WHERE state IN ('failed', 'gone', 'refused') AND kind = 'article'"
        )
    sites.run(module_mohinh)
    assert sites.articles() == sites.wanted()


def test_a_mistake_in_the_registry_names_file_entry_and_field_and_nothing_is_touched(sites, mohinh):
    text = sites.registry.read_text(encoding="utf-8")
    sites.registry.write_text(text.replace('kind = "police"', 'kind = "polise"', 1), encoding="utf-8")
    result = sites.run(mohinh)
    assert result.returncode == 1
    assert result.stderr.startswith("mohinh: sources.toml: entry “demo-nghean”: field “kind”")
    assert result.stderr.count("\n") == 1
    assert not (sites.folder / "x.db").exists()


def test_a_misspelt_province_is_named_with_the_one_that_is_meant(sites, mohinh):
    text = sites.registry.read_text(encoding="utf-8")
    sites.registry.write_text(text.replace('"Nghệ An"', '"Nghệ Anh"', 1), encoding="utf-8")
    result = sites.run(mohinh)
    assert result.returncode == 1
    assert result.stderr == (
        "mohinh: sources.toml: entry “demo-nghean”: field “province”: no province is called “Nghệ Anh”; "
        "is it “Nghệ An”?\n"
    )


def test_a_layout_that_no_longer_fits_is_noticed_the_same_night_and_the_others_are_unharmed(sites, mohinh):
    text = sites.registry.read_text(encoding="utf-8")
    sites.registry.write_text(text.replace('layout = "newsroom"', 'layout = "phutho"'), encoding="utf-8")
    result = sites.run(mohinh, "demo-nghean", "demo-gialai")
    assert result.returncode == 3
    attention = result.stdout.partition("## Needs attention")[2].partition("##")[0].strip().splitlines()
    assert len(attention) == 1
    assert attention[0].startswith("- demo-nghean: its pages seem to have changed (layout phutho): ")
    assert "`mohinh sources check demo-nghean --suggest`" in result.stdout.partition("## What to do")[2]


def test_an_unknown_source_is_named(sites, mohinh):
    result = sites.run(mohinh, "demo-ngean")
    assert result.returncode == 1
    assert "no source “demo-ngean”" in result.stderr


def test_a_database_of_a_newer_version_is_left_untouched(sites, mohinh):
    path = sites.folder / "x.db"
    sites.run(mohinh, "demo-halong")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 9999")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    result = sites.run(mohinh)
    assert result.returncode == 1
    assert "x.db: made by a newer mohinh" in result.stderr
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_left_untouched(sites, mohinh):
    (sites.folder / "x.db").write_text("Không phải cơ sở dữ liệu, chỉ là một tệp văn bản.")
    result = sites.run(mohinh)
    assert result.returncode == 1
    assert "x.db: this is not a SQLite database" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("room", [70_000, 400_000])
def test_a_full_disk_is_named_and_the_next_run_ends_as_if_nothing_had_been(sites, mohinh, room):
    result = sites.run(mohinh, largest_file=room)
    assert result.returncode == 1, result.stdout
    assert result.stderr.startswith("mohinh: ")
    assert "Traceback" not in result.stderr
    stored = sites.ask("SELECT name FROM sqlite_master WHERE name = 'pages'")
    before = set(sites.ask("SELECT url FROM pages")) if stored else set()
    again = sites.run(mohinh)
    assert again.returncode in (0, 3), again.stderr
    assert sites.articles() == sites.wanted()
    assert before <= set(sites.ask("SELECT url FROM pages"))
