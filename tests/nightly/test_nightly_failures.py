"""Any error becomes one line and an exit code."""

from __future__ import annotations

import errno
import sqlite3

import pytest

from crawler.errors import CrawlerError
from db.errors import StoreError
from extract.errors import ExtractError
from nightly.errors import AlreadyRunningError, NightlyError
from nightly.failures import describe


@pytest.mark.parametrize("kind", [NightlyError, CrawlerError, ExtractError, StoreError])
def test_errors_of_ours_speak_for_themselves(kind):
    assert describe(kind("x.toml: wrong")) == (1, "x.toml: wrong")


def test_another_run_is_a_matter_for_attention():
    assert describe(AlreadyRunningError("x.db: at work"))[0] == 3


def test_ctrl_c_says_that_nothing_is_lost():
    code, message = describe(KeyboardInterrupt())
    assert code == 130
    assert "goes on from there" in message


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT])
def test_a_full_disk_is_called_so(number):
    code, message = describe(OSError(number, "no room", "out.jsonl"))
    assert code == 1
    assert message.startswith("out.jsonl: no space left to write")


@pytest.mark.parametrize("words", ["database or disk is full", "disk I/O error"])
def test_a_database_that_cannot_be_written_is_called_so(words):
    assert "could not be written" in describe(sqlite3.OperationalError(words))[1]


def test_an_error_nobody_foresaw_says_how_to_see_more():
    assert describe(KeyError("x")) == (
        1,
        "internal error, please report it: KeyError: 'x' (--debug shows where)",
    )
