"""Faults of sites as a table: what a page does, and what a crawl must make of it. Each name stands in docs/crawling.md."""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
from dataclasses import dataclass

from tests.crawler.small_site import Reply

HTML = {"Content-Type": "text/html; charset=utf-8"}
TITLE = "Ra mắt mô hình “Tiếng kẻng an ninh” tại thôn Đông"
TEXT = (
    "Công an xã vừa ra mắt mô hình với sự tham gia của đông đảo nhân dân trong thôn và các tổ tự quản. " * 6
)
ARTICLE = (
    f"<html><head><title>{TITLE}</title><meta property='og:type' content='article'>"
    "<meta property='article:published_time' content='2024-05-06T07:30:00+07:00'></head>"
    f"<body><h1>{TITLE}</h1><div class='content'><p>{TEXT}</p><p>{TEXT}</p></div></body></html>"
)


@dataclass(frozen=True)
class Case:
    """``state`` and ``words`` as in the ledger; ``read`` as what the stored page is read, None when none is stored."""

    name: str
    reply: object
    state: str
    words: str | None = None
    read: str | None = None


def raw(*parts: bytes, reset: bool = False, hold: float = 0.0):
    """Send these bytes and nothing else, then hang up, by a TCP reset if wanted."""

    def act(handler):
        with contextlib.suppress(OSError):
            for part in parts:
                handler.wfile.write(part)
                handler.wfile.flush()
                if hold:
                    handler.server.site.stopped.wait(hold)
        if reset:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
        handler.close_connection = True

    return Reply(act=act)


def head(length: int | None, extra: str = "", status: str = "200 OK") -> bytes:
    size = "" if length is None else f"Content-Length: {length}\r\n"
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{size}{extra}\r\n".encode()


def cookie_wall(handler):
    """The page for who brings the cookie back, a redirect to itself for others."""
    known = "wall=1" in handler.headers.get("Cookie", "")
    body = ARTICLE.encode() if known else b""
    handler.send_response(200 if known else 302)
    for name, value in (
        HTML if known else {"Set-Cookie": "wall=1; Path=/", "Location": handler.path}
    ).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def moved(location: str) -> Reply:
    return Reply(b"", 302, headers={"Location": location} if location else {})


PAGE = ARTICLE.encode()
CUT_OFF = "connection closed before the answer was complete"
TOO_LARGE = "larger than 3000000 bytes"

CASES = (
    Case("reset", raw(reset=True), "failed", CUT_OFF),
    Case("reset in mid-body", raw(head(9000), PAGE[:300], reset=True), "failed", CUT_OFF),
    Case("stall", raw(head(9000), b"", hold=4), "failed", "no complete answer in time"),
    Case("slow drip", raw(head(9000), *[b"<p>"] * 9, hold=0.4), "failed", "no complete answer in time"),
    Case("truncated body", raw(head(len(PAGE)), PAGE[:500]), "failed", CUT_OFF),
    Case("chunks that end early", raw(head(None, "Transfer-Encoding: chunked\r\n"), b"1f4\r\n" + PAGE[:500] + b"\r\n"), "failed", CUT_OFF),
    Case("longer than announced", raw(head(len(PAGE), "Connection: close\r\n"), PAGE, b"HTTP/1.1 200 OK\r\n<html>rest"), "done", read="article"),
    Case("wrong charset", Reply(PAGE, headers={"Content-Type": "text/html; charset=windows-1252"}), "done", read="article"),
    Case("unknown charset", Reply(PAGE, headers={"Content-Type": "text/html; charset=tcvn-unheard-of"}), "done", read="article"),
    Case("gzip bomb", Reply(gzip.compress(b"0" * 20_000_000), headers=HTML | {"Content-Encoding": "gzip"}), "failed", TOO_LARGE),
    Case("broken gzip", Reply(b"\x1f\x8b\x08\x00 no gzip at all", headers=HTML | {"Content-Encoding": "gzip"}), "failed", "cannot be unpacked"),
    Case("endless body", raw(head(None, "Connection: close\r\n"), *[b"x" * 100_000] * 60), "failed", TOO_LARGE),
    Case("redirect loop", moved("/bai/redirect-loop-back-900.html"), "gone", "moved to"),
    Case("redirect to itself", moved("/bai/redirect-to-itself-14.html"), "refused", "redirects to itself more than 5 times"),
    Case("redirect to another host", moved("http://localhost.example/bai/x-1.html"), "refused", "redirects to “localhost.example”: not followed"),
    Case("redirect to a private address", moved("http://169.254.169.254/latest/meta-data/"), "refused", "redirects to “169.254.169.254”: not followed"),
    Case("redirect to nowhere", moved(""), "failed", "answers 302 without a usable target"),
    Case("redirect to a section", moved("/tin/"), "gone", "which is no article"),
    Case("cookie wall", Reply(act=cookie_wall), "done", read="article"),
    Case("soft 404", Reply("<html><head><title>Không tìm thấy</title></head><body><h1>Không tìm thấy trang</h1><p>Nội dung không tồn tại.</p></body></html>".encode(), headers=HTML), "done", read="not_article"),
    Case("empty page", Reply(b"  \n", headers=HTML), "failed", "the page is empty"),
    Case("no content", raw(head(None, status="204 No Content")), "failed", "the page is empty"),
    Case("picture in place of a page", Reply(b"\x89PNG....", headers={"Content-Type": "image/png"}), "refused", "is image/png, not a page"),
    Case("bytes that are no text", Reply(bytes(range(256)) * 40, headers=HTML), "done", read="not_article"),
    Case("broken HTML", Reply(PAGE.replace(b"</p>", b"<div><<p></table>").replace(b"</h1>", b"<br>"), headers=HTML), "done", read="article"),
    Case("thousands of nested elements", Reply(b"<div>" * 3000 + PAGE + b"</div>" * 3000, headers=HTML), "done", read="not_article"),
    Case("no HTTP", raw(b"220 mail.example ESMTP ready\r\n"), "failed", ""),
    Case("header without end", raw(b"HTTP/1.1 200 OK\r\nX-Long: " + b"y" * 200_000), "failed", ""),
    Case("forbidden", Reply(b"no", 403), "failed", "the site answers 403"),
    Case("server error", Reply(b"oops", 500), "failed", "the site answers 500"),
    Case("not found", Reply(b"", 404), "gone", "the site answers 404"),
    Case("gone", Reply(b"", 410), "gone", "the site answers 410"),
    Case("304 to a first visit", raw(head(None, status="304 Not Modified")), "failed", "304 to a first visit"),
)  # fmt: skip


def path_of(number: int, case: Case) -> str:
    return f"/bai/{case.name.lower().replace(' ', '-')}-{number}.html"
