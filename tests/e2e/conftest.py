"""The demo sites on free ports, and whole runs of the installed command against them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.registry import load_registry
from demo.server import DemoServer


class Sites:
    """The served demo sites with their registry, and questions to a database made from them."""

    def __init__(self, server, folder):
        self.server = server
        self.folder = folder
        self.registry = server.write_registry(folder / "sources.toml")

    def run(self, mohinh, *arguments, command="run", db="x.db", **options):
        """``mohinh run --registry … --db …`` in the folder of these sites."""
        return mohinh(
            command, *arguments, "--registry", self.registry, "--db", db, cwd=self.folder, **options
        )

    def ask(self, sql, *parameters, db="x.db"):
        with closing(sqlite3.connect(self.folder / db)) as connection:
            return connection.execute(sql, parameters).fetchall()

    def articles(self, db="x.db"):
        return {url for (url,) in self.ask("SELECT url FROM articles", db=db)}

    def facts(self, db="x.db"):
        return self.ask(
            "SELECT f.id, m.name, f.value, f.unit, l.path, f.date FROM facts f LEFT JOIN models m ON m.id = f.model_id "
            "LEFT JOIN localities l ON l.id = f.locality_id WHERE f.state = 'current' ORDER BY f.id",
            db=db,
        )

    def address(self, article):
        """Where an article is kept: its address as the registry spells it."""
        url = self.server.url_of(article)
        return load_registry(self.registry).source_for(url).canonical(url)

    def wanted(self):
        """The addresses of all articles that a crawler should find."""
        return {self.address(article) for article in self.server.articles()}

    def asked(self, log=None):
        """The addresses that were asked for, as the registry spells them."""
        registry = load_registry(self.registry)
        urls = [self.server.urls[entry.site] + entry.path for entry in log or self.server.log]
        return [registry.source_for(url).canonical(url) for url in urls]


@pytest.fixture
def sites(tmp_path: Path):
    """Demo sites of a test's own, that it may break."""
    with DemoServer(0) as server:
        yield Sites(server, tmp_path)
