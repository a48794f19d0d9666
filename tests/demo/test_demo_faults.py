"""Each fault looks to a client like the real thing."""

from __future__ import annotations

import time

import pytest
import requests

from demo.faults import Fault, Kind

PATH = "/phong-trao-toan-dan/"


@pytest.fixture
def ask(server):
    """Put a fault on a page, then ask for it."""

    def _ask(fault, **options):
        server.faults.add("nghean", PATH, fault)
        return requests.get(server.urls["nghean"] + PATH, timeout=5, **options)

    return _ask


@pytest.fixture
def sound(server):
    return requests.get(server.urls["nghean"] + PATH, timeout=5)


@pytest.mark.parametrize("status", [404, 500])
def test_an_error_status(ask, status):
    assert ask(Fault(Kind.STATUS, status=status)).status_code == status


def test_please_come_back_later(ask):
    answer = ask(Fault(Kind.STATUS, status=503, retry_after="1"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


def test_an_empty_page(ask):
    answer = ask(Fault(Kind.EMPTY))
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_connection_reset(ask):
    with pytest.raises(requests.ConnectionError, match=r"(?i)reset"):
        ask(Fault(Kind.RESET))


def test_a_site_that_falls_silent(ask, server):
    server.faults.add("nghean", PATH, Fault(Kind.STALL, seconds=30))
    with pytest.raises(requests.RequestException):
        requests.get(server.urls["nghean"] + PATH, timeout=0.3)


def test_a_page_that_drips(ask, sound):
    started = time.monotonic()
    answer = ask(Fault(Kind.DRIP, seconds=0.4))
    assert answer.content == sound.content
    assert time.monotonic() - started >= 0.35


def test_a_page_of_thirty_megabytes(ask):
    assert len(ask(Fault(Kind.HUGE)).content) >= 30_000_000


def test_broken_html_keeps_every_word(ask, sound):
    answer = ask(Fault(Kind.BROKEN_HTML))
    assert "</p>" not in answer.text
    assert answer.text.count("Tổng kết phong trào") == sound.text.count("Tổng kết phong trào")


def test_a_wrong_charset_is_announced_for_the_same_bytes(ask, sound):
    answer = ask(Fault(Kind.WRONG_CHARSET))
    assert answer.headers["Content-Type"] == "text/html; charset=windows-1252"
    assert answer.content == sound.content


def test_a_body_shorter_than_promised(ask):
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        ask(Fault(Kind.TRUNCATED))


def test_a_redirect_loop(ask):
    with pytest.raises(requests.TooManyRedirects):
        ask(Fault(Kind.REDIRECT_LOOP))


def test_a_redirect_to_another_host(ask):
    answer = ask(Fault(Kind.REDIRECT, location="http://127.0.0.9/"), allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "http://127.0.0.9/")


def test_a_fault_can_pass_after_a_number_of_requests(server):
    url = server.urls["nghean"] + PATH
    server.faults.add("nghean", PATH, Fault(Kind.STATUS, status=500, after=1, times=2))
    assert [requests.get(url, timeout=5).status_code for _ in range(4)] == [200, 500, 500, 200]


def test_a_fault_can_hold_for_a_whole_site_and_be_taken_back(server):
    url = server.urls["nghean"] + "/robots.txt"
    server.faults.add("nghean", "*", Fault(Kind.STATUS, status=500))
    assert requests.get(url, timeout=5).status_code == 500
    server.faults.remove("nghean", "*")
    assert requests.get(url, timeout=5).status_code == 200


def test_the_log_names_the_fault_that_was_shown(server, ask):
    ask(Fault(Kind.EMPTY))
    assert server.log[-1].fault is Kind.EMPTY
