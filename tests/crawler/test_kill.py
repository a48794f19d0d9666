"""A crawl that is killed or interrupted, and started again: the same pages as an undisturbed one, none twice."""

from __future__ import annotations

import json
import random
import signal
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.stored import read_page
from tests.crawler.small_site import Site, crawl, only, page, rows, start_crawl, stored

ARTICLES = 60


@pytest.fixture
def site():
    with Site() as running:
        for number in range(1, 7):
            ten = [f"/bai/a-{index}.html" for index in range((number - 1) * 10, number * 10)]
            running.pages["/tin/" if number == 1 else f"/tin/page/{number}/"] = page(
                "Tin", *ten, f"/tin/page/{number + 1}/"
            )
        for index in range(ARTICLES):
            running.pages[f"/bai/a-{index}.html"] = page(
                f"Bài {index}", text="Tổ tự quản về an ninh trật tự. " * 100
            )
        yield running


def check_archive(folder: Path) -> None:
    """Every file reads to its end with right digests, every page row leads to its page."""
    assert not list((folder / "archive").glob("*.open"))
    for path in (folder / "archive").iterdir():
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
    for url, file, offset in rows(folder, "SELECT url, warc_file, warc_offset FROM pages"):
        assert read_page(folder / "archive", file, offset).url == url


def test_killed_again_and_again_and_resumed_nothing_is_lost_and_nothing_double(site, tmp_path):
    dice = random.Random(4)
    killed = 0
    for _ in range(4):
        process = start_crawl(tmp_path, site.entry(delay=0.005), show_progress=True, fsync=True)
        for _ in range(dice.randint(1, 20)):
            if not process.stdout.readline():
                break
        process.send_signal(signal.SIGKILL)
        killed += process.wait(30) == -signal.SIGKILL
        process.stdout.close()
        process.stderr.close()
    assert killed == 4
    before = len(stored(tmp_path))
    assert 0 < before < ARTICLES
    report = only(crawl(tmp_path, site.entry()))
    assert report["new_pages"] == ARTICLES - before
    assert stored(tmp_path) == sorted(f"{site.url}/bai/a-{index}.html" for index in range(ARTICLES))
    check_archive(tmp_path)


def test_ctrl_c_ends_in_order_and_the_next_run_goes_on(site, tmp_path):
    process = start_crawl(tmp_path, site.entry(delay=0.05), show_progress=True)
    for _ in range(5):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    report = json.loads(out.splitlines()[-1])
    assert report["interrupted"]
    done = report["sources"][0]["new_pages"]
    assert 0 < done < ARTICLES
    assert len(stored(tmp_path)) == done
    assert only(crawl(tmp_path, site.entry()))["new_pages"] == ARTICLES - done
    check_archive(tmp_path)
