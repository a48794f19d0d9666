"""The demo sites on 127.0.0.1, one port each: for a first run, and for tests that want a site to misbehave.

    with DemoServer() as server:                      # ports 8901 and up; ports=0 takes free ones
        server.write_registry(Path("sources.toml"))
        server.faults.add("nghean", "/robots.txt", Fault(Kind.STATUS, status=500))
        ...
        server.log                                    # what was asked, with which headers

`python -m demo.server` serves them until Ctrl-C or until its time is up.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from demo import content
from demo.content import Article, Expected, Site, normal_target
from demo.dates import VIETNAM
from demo.faults import Faults
from demo.handler import Access, SiteServer
from demo.registry import registry_text
from demo.render import Page, render_site

FIRST_PORT = 8901


class DemoError(Exception):
    """The demo cannot be served; the message says why."""


class DemoServer:
    """All demo sites, served from threads while the context is open.

    ``ports`` gives the port of each site in order; 0 alone takes any free ones, None the default ports 8901 and up.
    """

    def __init__(self, ports: Sequence[int] | int | None = None) -> None:
        sites = content.sites()
        if ports is None:
            ports = range(FIRST_PORT, FIRST_PORT + len(sites))
        elif isinstance(ports, int):
            ports = [ports] * len(sites) if ports == 0 else range(ports, ports + len(sites))
        if len(ports) != len(sites):
            raise DemoError(f"{len(ports)} ports given for {len(sites)} demo sites")
        self.faults = Faults()
        self._wanted = dict(zip((site.id for site in sites), ports, strict=True))
        self._articles = {site.id: list(content.articles_of(site.id)) for site in sites}
        self._pages: dict[str, dict[str, Page]] = {}
        self._servers: dict[str, SiteServer] = {}
        self._log: list[Access] = []
        self._lock = threading.Lock()

    def __enter__(self) -> DemoServer:
        try:
            for site in content.sites():
                self._open(site)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def urls(self) -> Mapping[str, str]:
        """The address of each site by its id, without trailing slash."""
        return {site_id: f"http://127.0.0.1:{port}" for site_id, port in self._wanted.items()}

    @property
    def log(self) -> tuple[Access, ...]:
        """Every request so far, oldest first."""
        with self._lock:
            return tuple(self._log)

    def clear_log(self) -> None:
        """Forget the requests so far."""
        with self._lock:
            self._log.clear()

    def write_registry(self, path: Path) -> Path:
        """Write the registry of these sites, with the ports they are served on, and return its path."""
        path.write_text(registry_text(self.urls), encoding="utf-8")
        return path

    def articles(self, site_id: str | None = None) -> tuple[Article, ...]:
        """The articles as served now, without those that a crawler must leave alone."""
        wanted = [site_id] if site_id else list(self._articles)
        return tuple(each for one in wanted for each in self._articles[one] if each.trap is None)

    def url_of(self, article: Article) -> str:
        """The address an article is served at."""
        return self.urls[article.site] + article.path

    def expected(self, url: str) -> Expected:
        """What a parser should say of a page as it is served now, changes included."""
        parts = urlsplit(url)
        target = normal_target(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        for article in self.articles():
            if normal_target(article.path) == target:
                return content.expected_of(article, url)
        return content.expected(url)

    def change_article(self, url: str, **changes: Any) -> Article:  # noqa: ANN401 - any field of Article
        """Give an article other content (fields of `Article`); its pages get new validators."""
        article = self._find(url)
        changed = dataclasses.replace(article, **changes)
        own = self._articles[article.site]
        own[own.index(article)] = changed
        self._render(content.site(article.site))
        return changed

    def add_article(self, article: Article) -> str:
        """Publish a further article; returns its address."""
        self._articles[article.site].insert(0, article)
        self._render(content.site(article.site))
        return self.url_of(article)

    def remove_article(self, url: str) -> None:
        """Withdraw an article: its address answers 404 and no page links to it."""
        article = self._find(url)
        self._articles[article.site].remove(article)
        self._render(content.site(article.site))

    def take_down(self, site_id: str) -> None:
        """Close a site's port and its open connections: the site is unreachable."""
        self._servers.pop(site_id).close()

    def bring_up(self, site_id: str) -> None:
        """Serve a site again on the port it had."""
        self._open(content.site(site_id))

    def close(self) -> None:
        """Close every port and end every connection, stalled ones too."""
        for server in self._servers.values():
            server.close()
        self._servers.clear()

    def _find(self, url: str) -> Article:
        for article in self.articles():
            if self.url_of(article) == url:
                return article
        raise DemoError(f"no article is served at {url}")

    def _open(self, site: Site) -> None:
        port = self._wanted[site.id]
        try:
            server = SiteServer(site, port, self.faults, self._record)
        except OSError as error:
            raise DemoError(
                f"cannot serve the demo site “{site.id}”: port {port} of 127.0.0.1 is {error.strerror or error}; "
                f"end what uses it or choose other ports"
            ) from error
        self._wanted[site.id] = server.server_port
        self._servers[site.id] = server
        self._render(site)
        server.start()

    def _render(self, site: Site) -> None:
        fresh = render_site(site, self.urls[site.id], self._articles[site.id])
        before = self._pages.get(site.id)
        if before is not None and "last-modified" in site.validators:
            now = datetime.now(VIETNAM)
            for target, page in fresh.items():
                old = before.get(target)
                same = old is not None and old.body == page.body
                stamp = old.last_modified if old is not None and same else now
                fresh[target] = dataclasses.replace(page, last_modified=stamp)
        self._pages[site.id] = fresh
        if site.id in self._servers:
            self._servers[site.id].pages = fresh

    def _record(self, access: Access) -> None:
        with self._lock:
            self._log.append(access)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the demo sites from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m demo.server", description="Serve the demo sites on 127.0.0.1."
    )
    parser.add_argument(
        "--port",
        type=int,
        default=FIRST_PORT,
        help="port of the first site, the others follow (0: any free ones)",
    )
    parser.add_argument(
        "--seconds", type=float, default=600, help="stop by itself after this time (default: 600)"
    )
    parser.add_argument("--registry", type=Path, help="write a registry of the served sites to this file")
    options = parser.parse_args(arguments)
    try:
        with DemoServer(options.port) as server:
            for site in content.sites():
                print(
                    f"{server.urls[site.id]}/  {site.name} ({site.layout}, {len(server.articles(site.id))} articles)"
                )
            if options.registry:
                print(f"registry: {server.write_registry(options.registry)}")
            sys.stdout.flush()
            time.sleep(options.seconds)
    except (DemoError, content.ContentError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
