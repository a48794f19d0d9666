"""Telling somebody about a run: a mail server and a webhook of the test's own on 127.0.0.1."""

from __future__ import annotations

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from nightly.config import NotifyConfig, Security, load_config
from nightly.errors import ConfigError
from nightly.notify import Message, notify

MESSAGE = Message(7, 3, "mohinh, run 7: 1 thing needs attention", ("a: hỏng",), "# Lần chạy 7", "<h1>7</h1>")


@pytest.fixture
def mail_server():
    """Speaks as much SMTP as it takes; gives host:port and the mails it got."""
    mails: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as stream:

            def say(line):
                stream.write(line.encode() + b"\r\n")
                stream.flush()

            say("220 test")
            for line in stream:
                verb = line[:4].upper()
                if verb == b"DATA":
                    say("354 go on")
                    body = []
                    for text in stream:
                        if text == b".\r\n":
                            break
                        body.append(text.decode())
                    mails.append("".join(body))
                say("221 bye" if verb == b"QUIT" else "250 ok")
                if verb == b"QUIT":
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"127.0.0.1:{listener.getsockname()[1]}", mails
    listener.close()


@pytest.fixture
def hook():
    """Takes POSTs; gives its address, what it got, and the status to answer."""
    got, status = [], [200]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status[0])
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", got, status
    server.shutdown()
    server.server_close()


def test_the_report_goes_by_mail_as_text_and_page(mail_server):
    address, mails = mail_server
    config = NotifyConfig(smtp=address, security=Security.NONE, sender="crawl@x.vn", to=("a@x.vn", "b@x.vn"))
    assert notify(config, MESSAGE) == []
    (mail,) = mails
    assert "Subject: mohinh, run 7: 1 thing needs attention" in mail
    assert "To: a@x.vn, b@x.vn" in mail
    assert "text/plain" in mail
    assert "<h1>7</h1>" in mail


def test_the_webhook_gets_it_as_json(hook):
    url, got, _ = hook
    assert notify(NotifyConfig(webhook=url), MESSAGE) == []
    assert got == [
        {
            "run": 7,
            "exit_code": 3,
            "subject": MESSAGE.subject,
            "attention": ["a: hỏng"],
            "text": "# Lần chạy 7",
        }
    ]


def test_a_quiet_night_is_told_only_to_who_wants_it(hook):
    url, got, _ = hook
    quiet = Message(7, 0, "mohinh, run 7: all is well", (), "#", "")
    notify(NotifyConfig(webhook=url), quiet)
    assert got == []
    notify(NotifyConfig(webhook=url, when="always"), quiet)
    assert len(got) == 1


def test_what_cannot_be_sent_is_said_and_the_other_is_sent(hook):
    url, got, status = hook
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"127.0.0.1:{closed.getsockname()[1]}"
        (problem,) = notify(
            NotifyConfig(smtp=nowhere, security=Security.NONE, to=("a@x.vn",), webhook=url), MESSAGE
        )
    assert "the e-mail about this run could not be sent to 127.0.0.1" in problem
    assert len(got) == 1
    status[0] = 500
    (problem,) = notify(NotifyConfig(webhook=url), MESSAGE)
    assert "500" in problem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('smtp = "mail.x.vn:587"', "notify.to is missing"),
        ('webhook = "ftp://x.vn"', "notify.webhook must be an http or https address"),
        ('security = "ssl3"', "notify.security must be one of starttls, tls, none"),
        ('smtp = "mail.x.vn:abc"\nto = "a@x.vn"', "notify.smtp must be a host or host:port"),
        ('passwort = "x"', "unknown key notify.passwort"),
    ],
)
def test_a_mistake_in_the_settings_is_named(tmp_path, text, words):
    (tmp_path / "mohinh.toml").write_text(f"[notify]\n{text}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        load_config(tmp_path / "mohinh.toml")
