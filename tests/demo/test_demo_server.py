"""The demo server answers as a news site does: pages, validators, robots, a log of who asked what."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time

import pytest
import requests

from demo import content
from demo.faults import Fault, Kind
from demo.server import DemoError, DemoServer


def with_validator(server, name):
    return next(site for site in content.sites() if name in site.validators)


def test_every_article_is_served_where_it_is_said_to_be(server):
    for article in server.articles():
        answer = requests.get(server.url_of(article), timeout=5)
        assert answer.status_code == 200, article.path
        assert answer.headers["Content-Type"] == f"text/html; charset={article.charset}"


def test_a_page_unchanged_since_its_last_modified_date_is_not_sent_again(server):
    site = with_validator(server, "last-modified")
    url = server.urls[site.id] + "/"
    first = requests.get(url, timeout=5)
    again = requests.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]}, timeout=5)
    assert (again.status_code, again.content) == (304, b"")


def test_an_entity_tag_decides_before_a_date(server):
    site = with_validator(server, "etag")
    url = server.urls[site.id] + "/"
    etag = requests.get(url, timeout=5).headers["ETag"]
    assert requests.get(url, headers={"If-None-Match": f'"other", {etag}'}, timeout=5).status_code == 304
    later = {"If-None-Match": '"other"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert requests.get(url, headers=later, timeout=5).status_code == 200


def test_the_log_holds_time_site_path_status_and_the_headers_sent(server):
    requests.get(server.urls["nghean"] + "/robots.txt", headers={"User-Agent": "mohinh-test"}, timeout=5)
    record = server.log[-1]
    assert (record.site, record.method, record.path, record.status) == ("nghean", "GET", "/robots.txt", 200)
    assert record.headers["user-agent"] == "mohinh-test"
    assert record.time.tzinfo is not None


def test_an_unknown_page_is_a_404(server):
    answer = requests.get(server.urls["nghean"] + "/khong-co-trang-nay/", timeout=5)
    assert answer.status_code == 404


def test_head_sends_the_headers_of_get_and_no_body(server):
    answer = requests.head(server.urls["nghean"] + "/", timeout=5)
    assert answer.status_code == 200
    assert answer.content == b""
    assert int(answer.headers["Content-Length"]) > 1000


@pytest.mark.parametrize("site", content.sites(), ids=lambda site: site.id)
def test_a_changed_article_shows_and_its_validators_change(site):
    with DemoServer(0) as server:
        article = server.articles(site.id)[0]
        url = server.url_of(article)
        before = requests.get(url, timeout=5)
        server.change_article(url, title="Tiêu đề đã sửa lại", lead="Đoạn mở đầu đã sửa lại.")
        known = {
            "If-None-Match": before.headers.get("ETag", '"none"'),
            "If-Modified-Since": before.headers.get("Last-Modified", "Thu, 01 Jan 1970 00:00:00 GMT"),
        }
        after = requests.get(url, headers=known, timeout=5)
        assert after.status_code == 200
        assert "Đoạn mở đầu đã sửa lại." in after.text
        assert server.expected(url).lead == "Đoạn mở đầu đã sửa lại."


def test_an_article_can_be_published_and_withdrawn_while_the_site_runs():
    with DemoServer(0) as server:
        article = server.articles("nghean")[0]
        url = server.url_of(article)
        server.remove_article(url)
        assert requests.get(url, timeout=5).status_code == 404
        assert article.path not in requests.get(server.urls["nghean"] + "/", timeout=5).text
        assert server.add_article(article) == url
        assert requests.get(url, timeout=5).status_code == 200


def test_a_site_taken_down_refuses_connections_until_it_is_brought_up_on_its_old_port():
    with DemoServer(0) as server, requests.Session() as session:
        url = server.urls["nghean"] + "/"
        assert session.get(url, timeout=5).status_code == 200
        server.take_down("nghean")
        with pytest.raises(requests.ConnectionError):
            session.get(url, timeout=5)
        server.bring_up("nghean")
        assert session.get(url, timeout=5).status_code == 200


def test_closing_ends_stalled_answers_and_frees_the_ports():
    with DemoServer(0) as server:
        port = int(server.urls["nghean"].rpartition(":")[2])
        server.faults.add("nghean", "/", Fault(Kind.STALL, seconds=60))
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(100)
            started = time.monotonic()
            server.close()
            while connection.recv(65536):
                pass
            assert time.monotonic() - started < 3
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_busy_port_is_named():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ports = [port] + [0] * (len(content.sites()) - 1)
        with pytest.raises(DemoError, match=rf"port {port} of 127\.0\.0\.1 is Address already in use"):
            DemoServer(ports).__enter__()


def test_the_command_line_serves_and_stops_by_itself(tmp_path):
    registry = tmp_path / "sources.toml"
    command = [
        sys.executable,
        "-m",
        "demo.server",
        "--port",
        "0",
        "--seconds",
        "0.2",
        "--registry",
        str(registry),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "Công an tỉnh Nghệ An" in done.stdout
    assert "127.0.0.1:{" not in registry.read_text(encoding="utf-8")


def test_ctrl_c_ends_it_without_a_traceback():
    command = [sys.executable, "-u", "-m", "demo.server", "--port", "0", "--seconds", "60"]
    # A shell starts what runs in the background with Ctrl-C ignored, and children inherit that.
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    ) as running:
        assert "http://127.0.0.1:" in running.stdout.readline()
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=20)
    assert (running.returncode, errors) == (0, "")


def test_a_busy_port_is_one_readable_line_on_the_command_line():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        command = [sys.executable, "-m", "demo.server", "--port", str(port), "--seconds", "5"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"port {port}" in done.stderr
