"""A site of the test's own on 127.0.0.1, and a crawl of it in a process of its own (Scrapy's reactor starts once)."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class Reply:
    """What a path answers. ``act`` (handler → None) takes the place of a normal answer."""

    body: bytes = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    act: object = None


@dataclass
class Asked:
    """A line of the access log; ``running`` is how many requests were being answered when this one came."""

    path: str
    headers: dict
    at: float
    running: int


def page(title: str, *links: str, head: str = "", text: str = "Nội dung.") -> bytes:
    """An HTML page in UTF-8."""
    anchors = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1><p>{text}</p><ul>{anchors}</ul></body></html>"
    ).encode()


class Site:
    """A site that answers from ``pages``; everything else is 404. ETags are given and honoured where ``etags`` is on."""

    def __init__(self, *, etags: bool = True, host: str = "127.0.0.1", port: int = 0, tls=None) -> None:
        self.pages: dict[str, Reply | bytes] = {}
        self.etags = etags
        self.log: list[Asked] = []
        self.running = 0
        self.lock = threading.Lock()
        self.stopped = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                with site.lock:
                    site.running += 1
                    site.log.append(Asked(self.path, dict(self.headers), time.monotonic(), site.running))
                try:
                    site.answer(self)
                finally:
                    with site.lock:
                        site.running -= 1

            def log_message(self, *args):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, request, client_address):
                pass

        self.server = Server((host, port), Handler)
        self.host = f"{host}:{self.server.server_address[1]}"
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.url = f"{'https' if tls is not None else 'http'}://{self.host}"
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *exc):
        self.stopped.set()
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler):
        reply = self.pages.get(handler.path)
        if reply is None:
            reply = Reply(b"not here", 404)
        elif isinstance(reply, bytes):
            reply = Reply(reply, headers={"Content-Type": "text/html; charset=utf-8"})
        if reply.act is not None:
            reply.act(handler)
            return
        headers = dict(reply.headers)
        body, status = reply.body, reply.status
        if self.etags and status == 200:
            tag = f'"{hash(body) & 0xFFFFFFFF:x}"'
            headers["ETag"] = tag
            if handler.headers.get("If-None-Match") == tag:
                status, body = 304, b""
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def asked(self, *prefixes: str) -> list[str]:
        """The paths asked for so far, robots.txt aside, with one of the prefixes if any is given."""
        with self.lock:
            paths = [one.path for one in self.log if one.path != "/robots.txt"]
        return [path for path in paths if not prefixes or path.startswith(prefixes)]

    def entry(self, identifier: str = "test", **fields) -> str:
        """A registry entry for this site as TOML; ``fields`` are added or take the place of the usual ones."""
        values = {
            "id": identifier,
            "name": "Trang thử",
            "kind": "police",
            "status": "inferred",
            "note": "of a test",
            "hosts": [self.host],
            "start": [f"{self.url}/tin/"],
            "article": r"^/bai/[a-z0-9-]+-\d+\.html$",
            "delay": 0.0,
            "allow_private": True,
            **fields,
        }
        lines = [f"{name} = {json.dumps(value)}" for name, value in values.items() if value is not None]
        return "[[source]]\n" + "\n".join(lines) + "\n"


def start_crawl(folder: Path, *entries: str, **settings) -> subprocess.Popen:
    """A crawl of the entries in a process of its own, database and archive in ``folder``."""
    (folder / "registry.toml").write_text("\n".join(entries), encoding="utf-8")
    command = [sys.executable, "-m", "tests.crawler.crawl_once", str(folder), json.dumps(settings)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def crawl(folder: Path, *entries: str, **settings) -> dict:
    """The same, waited for; gives the report as a dictionary, ``{"error": …}`` when the crawl raised."""
    process = start_crawl(folder, *entries, **settings)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert not err, err
    return json.loads(out.splitlines()[-1])


def only(report: dict) -> dict:
    """The report of the one source."""
    assert "error" not in report, report
    (source,) = report["sources"]
    return source


def rows(folder, sql, *values):
    """What a query on the crawl's database gives."""
    with sqlite3.connect(folder / "m.db") as db:
        return db.execute(sql, values).fetchall()


def ledger(folder, url):
    """The ledger's row of an address."""
    (row,) = rows(
        folder,
        "SELECT state, last_status, last_error, tries, visits, next_due FROM ledger WHERE url = ?",
        url,
    )
    return dict(zip(("state", "status", "error", "tries", "visits", "due"), row, strict=True))


def stored(folder):
    """The addresses of all stored pages, one for each version."""
    return sorted(url for (url,) in rows(folder, "SELECT url FROM pages"))


def make_due(folder):
    """As if the time for the next visit of everything had come."""
    with sqlite3.connect(folder / "m.db") as db:
        db.execute("UPDATE ledger SET next_due = '2020-01-01T00:00:00Z' WHERE kind = 'article'")
