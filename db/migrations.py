"""The schema as numbered SQL files, applied in order, each in one transaction with the record of it.

A file that has been part of a release is never edited: what is to change goes into the next number. Views too: a
changed view is dropped and created again in a new file.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

SET_NAME = "mohinh"
_FILE_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")


def split_statements(sql: str) -> Iterator[str]:
    """The single statements of a script. `executescript` would commit, and a migration must be all or nothing."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if re.sub(r"--[^\n]*", "", pending).strip():
        raise ValueError(f"The SQL script ends inside a statement: {pending.strip()[:80]!r}")


def schema_files() -> dict[str, str]:
    """The scripts by name ("0001_first"), in the order of their numbers."""
    found = {}
    for entry in files("db").joinpath("schema").iterdir():
        if entry.name.endswith(".sql"):
            if not _FILE_NAME.fullmatch(entry.name):
                raise ValueError(f"db/schema/{entry.name}: expected a name like 0007_what_it_adds.sql")
            found[entry.name.removesuffix(".sql")] = entry.read_text(encoding="utf-8")
    return dict(sorted(found.items()))


@cache
def migrations() -> Migrations:
    """The migration set of mohinh; every file of db/schema is one migration."""
    made = Migrations(SET_NAME)
    for name, sql in schema_files().items():
        _register(made, name, sql)
    return made


def _register(to: Migrations, name: str, sql: str) -> None:
    statements = tuple(split_statements(sql))

    @to(name=name)
    def _apply(db: Database) -> None:
        for statement in statements:
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {int(name[:4])}")


def schema_version() -> int:
    """The number of the newest migration this mohinh knows."""
    return max(int(name[:4]) for name in schema_files())


def unknown_migrations(db: Database) -> list[str]:
    """Names of migrations that were applied to *db* and that this mohinh does not know."""
    known = set(schema_files())
    return [applied.name for applied in migrations().applied(db) if applied.name not in known]
