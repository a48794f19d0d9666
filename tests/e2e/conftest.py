"""The demo sites on free ports, and whole runs of the installed command against them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

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

    def wanted(self):
        """The addresses of all articles that a crawler should find."""
        return {self.server.url_of(article) for article in self.server.articles()}


@pytest.fixture
def sites(tmp_path: Path):
    """Demo sites of a test's own, that it may break."""
    with DemoServer(0) as server:
        yield Sites(server, tmp_path)
