"""HTTP for one demo site: pages, conditional requests, faults, and a record of every request."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from demo.content import Site, normal_target
from demo.damage import break_html
from demo.faults import Fault, Faults, Kind
from demo.pictures import picture
from demo.render import Page

_IDLE_SECONDS = 20  # how long a connection may stay open without a request
_NOT_FOUND = "<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>404</title></head><body><h1>Không tìm thấy trang</h1></body></html>"
_STATUS_OF = {Kind.RESET: 0, Kind.REDIRECT: 302, Kind.REDIRECT_LOOP: 302}
_FILLER = "<p>Nội dung lặp lại để trang thật dài, không có tin tức nào ở đây.</p>\n".encode()


@dataclass(frozen=True, slots=True)
class Access:
    """One request as it was answered. ``headers`` are the request's, names in lower case; status 0: no answer."""

    time: datetime
    site: str
    method: str
    path: str
    status: int
    headers: Mapping[str, str]
    fault: Kind | None = None


class SiteServer(ThreadingHTTPServer):
    """The HTTP server of one site; `close` ends it with all its connections."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, site: Site, port: int, faults: Faults, record: Callable[[Access], None]) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.site = site
        self.pages: Mapping[str, Page] = {}
        self.faults = faults
        self.record = record
        self.stopping = threading.Event()
        self._connections: set[socket.socket] = set()
        self._thread = threading.Thread(
            target=self.serve_forever, args=(0.05,), name=f"demo-{site.id}", daemon=True
        )

    def start(self) -> None:
        """Answer requests from now on."""
        self._thread.start()

    def close(self) -> None:
        """Stop listening and cut open connections."""
        self.stopping.set()
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join(timeout=5)
        self.server_close()
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as in the base class
        """Remember the connection, so that `close` can cut it."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - as in the base class
        """Forget the connection."""
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as in the base class
        """A client that hangs up is no news; the base class would print a traceback."""


class _Handler(BaseHTTPRequestHandler):
    server: SiteServer
    protocol_version = "HTTP/1.1"
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True
    server_version = "demo"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - name given by the base class
        """Nothing on standard error: requests are in the access log."""

    def _answer(self) -> None:
        fault = self.server.faults.take(self.server.site.id, self.path)
        page = self.server.pages.get(normal_target(self.path))
        if fault is not None:
            self._log(
                _STATUS_OF.get(fault.kind, fault.status if fault.kind is Kind.STATUS else 200), fault.kind
            )
            self._fail(fault, page)
        elif page is None and self.path.endswith(".jpg"):
            self._log(200)
            self._send(200, Page(picture(self.path), "image/svg+xml"))
        elif page is None:
            self._log(404)
            self._send(404, Page(_NOT_FOUND.encode(), "text/html; charset=utf-8"))
        elif self._unchanged(page):
            self._log(304)
            self._send(304, page)
        else:
            self._log(200)
            self._send(200, page)

    def _log(self, status: int, fault: Kind | None = None) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        now = datetime.now(UTC)
        self.server.record(Access(now, self.server.site.id, self.command, self.path, status, headers, fault))

    def _unchanged(self, page: Page) -> bool:
        """RFC 9110: If-None-Match decides alone when it is there and the page has an entity tag."""
        tags = self.headers.get("If-None-Match")
        if tags is not None and page.etag is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in known or page.etag.removeprefix("W/") in known
        since = self.headers.get("If-Modified-Since")
        if since is not None and page.last_modified is not None:
            with contextlib.suppress(ValueError, TypeError):
                return page.last_modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        return False

    def _send(self, status: int, page: Page, extra: Mapping[str, str] | None = None) -> None:
        body = b"" if status == 304 else page.body
        self._head(status, page, len(body), extra)
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(
        self, status: int, page: Page, length: int | None, extra: Mapping[str, str] | None = None
    ) -> None:
        """Send the headers; without a length the connection's end is the body's end."""
        self.send_response(status)
        if status != 304:
            self.send_header("Content-Type", page.content_type)
            if length is not None:
                self.send_header("Content-Length", str(length))
        if page.etag is not None:
            self.send_header("ETag", page.etag)
        if page.last_modified is not None:
            self.send_header(
                "Last-Modified", format_datetime(page.last_modified.astimezone(UTC), usegmt=True)
            )
        if page.cache_control:
            self.send_header("Cache-Control", page.cache_control)
        for name, value in (extra or {}).items():
            self.send_header(name, value)
        if length is None and status != 304:
            self.send_header("Connection", "close")
        self.end_headers()

    def _fail(self, fault: Fault, page: Page | None) -> None:
        page = page or Page(_NOT_FOUND.encode(), "text/html; charset=utf-8")
        getattr(self, f"_fault_{fault.kind.name.lower()}")(fault, page)

    def _fault_status(self, fault: Fault, _page: Page) -> None:
        extra = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
        body = f"<html><head><title>{fault.status}</title></head><body><h1>{fault.status}</h1></body></html>"
        self._send(fault.status, Page(body.encode(), "text/html; charset=utf-8"), extra)

    def _fault_empty(self, _fault: Fault, page: Page) -> None:
        self._send(200, Page(b"", page.content_type))

    def _fault_reset(self, _fault: Fault, _page: Page) -> None:
        # A linger time of zero turns the close into a reset.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.rfile.close()
        self.connection.close()

    def _fault_stall(self, fault: Fault, page: Page) -> None:
        self._head(200, page, len(page.body))
        self.server.stopping.wait(fault.seconds)
        self.close_connection = True

    def _fault_drip(self, fault: Fault, page: Page) -> None:
        self._head(200, page, len(page.body))
        steps = 20
        size = -(-len(page.body) // steps)
        for start in range(0, len(page.body), size):
            self.wfile.write(page.body[start : start + size])
            if self.server.stopping.wait(fault.seconds / steps):
                break

    def _fault_huge(self, fault: Fault, page: Page) -> None:
        self._head(200, Page(b"", page.content_type), None)
        chunk = _FILLER * 1000
        for _ in range(0, fault.size, len(chunk)):
            self.wfile.write(chunk)
        self.close_connection = True

    def _fault_broken_html(self, _fault: Fault, page: Page) -> None:
        self._send(200, Page(break_html(page.body), page.content_type))

    def _fault_wrong_charset(self, _fault: Fault, page: Page) -> None:
        self._send(200, Page(page.body, "text/html; charset=windows-1252"))

    def _fault_truncated(self, _fault: Fault, page: Page) -> None:
        self._head(200, page, len(page.body))
        self.wfile.write(page.body[: len(page.body) // 2])
        self.close_connection = True

    def _fault_redirect_loop(self, _fault: Fault, _page: Page) -> None:
        self._redirect(self.path)

    def _fault_redirect(self, fault: Fault, _page: Page) -> None:
        self._redirect(fault.location)

    def _redirect(self, location: str) -> None:
        self._send(302, Page(b"", "text/html; charset=utf-8"), {"Location": location})
