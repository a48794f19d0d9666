"""Opening the database: what it is afterwards, and what a person reads when it cannot be opened."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from db import migrations
from db.connection import open_database, writing
from db.errors import NewerDatabaseError, StoreError, explain
from db.store import save_sources
from tests.db.db_samples import SOURCE, column

ROOT = Path(__file__).parents[2]
CONTRACT = [
    "sources",
    "runs",
    "pages",
    "articles",
    "models",
    "model_aliases",
    "localities",
    "facts",
    "flags",
    "reviews",
]


def test_a_new_database_has_every_table_of_the_contract_and_the_view(db):
    assert set(CONTRACT) <= set(db.table_names())
    assert "facts_effective" in db.view_names()


def test_it_is_in_wal_mode_with_foreign_keys_on(db):
    assert column(db, "PRAGMA journal_mode") == ["wal"]
    assert column(db, "PRAGMA foreign_keys") == [1]
    with pytest.raises(sqlite3.IntegrityError):
        db.conn.execute("INSERT INTO model_aliases (model_id, alias, key) VALUES (99, 'a', 'a')")


def test_opening_again_keeps_what_was_stored_and_migrates_nothing_twice(path):
    first = open_database(path)
    save_sources(first, [SOURCE])
    applied = column(first, "SELECT name FROM _sqlite_migrations")
    first.close()
    again = open_database(path, create=False)
    assert column(again, "SELECT id FROM sources") == ["qn"]
    assert column(again, "SELECT name FROM _sqlite_migrations") == applied == list(migrations.schema_files())
    again.close()


def test_a_database_of_an_older_version_is_brought_up_to_date_with_its_rows(path, monkeypatch):
    files = migrations.schema_files()
    only_first = {name: sql for name, sql in files.items() if name.startswith("0001")}
    with monkeypatch.context() as older:
        older.setattr(migrations, "schema_files", lambda: only_first)
        migrations.migrations.cache_clear()
        old = open_database(path)
        save_sources(old, [SOURCE])
        assert "facts_effective" not in old.view_names()
        old.close()
    migrations.migrations.cache_clear()
    db = open_database(path)
    assert "facts_effective" in db.view_names()
    assert column(db, "SELECT name FROM sources") == [SOURCE.name]
    db.close()


def test_a_migration_that_fails_leaves_the_database_as_it_was(path, monkeypatch):
    files = migrations.schema_files() | {
        "0999_broken": "CREATE TABLE half (id INTEGER);\nCREATE TABLE half (id INTEGER);\n"
    }
    monkeypatch.setattr(migrations, "schema_files", lambda: files)
    migrations.migrations.cache_clear()
    with pytest.raises(StoreError, match=r"mohinh\.db: table half already exists"):
        open_database(path)
    monkeypatch.undo()
    migrations.migrations.cache_clear()
    db = open_database(path)
    assert "half" not in db.table_names()
    db.close()


def test_a_database_of_a_newer_version_is_refused_by_name_and_left_untouched(path):
    db = open_database(path)
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('mohinh', '9000_future', 'now')"
    )
    db.close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabaseError, match=r"mohinh\.db: made by a newer mohinh.*9000_future.*Upgrade"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_higher_schema_number_alone_is_also_a_newer_version(path):
    db = open_database(path)
    db.execute("PRAGMA user_version = 9001")
    db.close()
    with pytest.raises(NewerDatabaseError, match="schema 9001"):
        open_database(path)


def test_a_file_that_is_no_database_is_named_and_left_alone(path):
    path.write_text("not a database at all", encoding="utf-8")
    with pytest.raises(StoreError, match=r"mohinh\.db: this is not a SQLite database"):
        open_database(path)
    assert path.read_text(encoding="utf-8") == "not a database at all"


def test_a_damaged_database_is_told_from_a_bug(path):
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    with pytest.raises(StoreError, match=r"mohinh\.db: "):
        open_database(path)


def test_somebody_elses_database_is_not_filled_with_our_tables(path):
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE mine (id INTEGER)")
    other.close()
    with pytest.raises(StoreError, match="not one of mohinh's"):
        open_database(path)


def test_a_missing_database_says_what_makes_one(path):
    with pytest.raises(StoreError, match=r"no database there.*mohinh run"):
        open_database(path, create=False)
    assert not path.exists()


def test_a_folder_or_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreError, match="this is a folder"):
        open_database(tmp_path)
    with pytest.raises(StoreError, match="nowhere does not exist"):
        open_database(tmp_path / "nowhere" / "mohinh.db")


@pytest.mark.parametrize(
    ("sqlite_says", "we_say"),
    [
        ("attempt to write a readonly database", "is read-only for this user"),
        ("unable to open database file", "check that its folder exists and is writable"),
        ("database is locked", "another process has kept it locked"),
        ("database or disk is full", "the disk is full"),
        ("database disk image is malformed", "Restore a copy"),
    ],
)
def test_what_sqlite_says_is_put_into_words_with_the_file(sqlite_says, we_say):
    message = str(explain(sqlite3.OperationalError(sqlite_says), "x/mohinh.db"))
    assert message.startswith("x/mohinh.db: ")
    assert we_say in message


def test_a_full_disk_is_told_and_nothing_of_the_step_is_stored(db):
    def fill():
        with writing(db):
            db.execute("PRAGMA max_page_count = 1")
            db.conn.executemany(
                "INSERT INTO models (key, name) VALUES (?, ?)", [(str(n), "x" * 500) for n in range(2000)]
            )

    with pytest.raises(StoreError, match=r"the disk is full\. Nothing of the last step was stored"):
        fill()
    assert column(db, "SELECT count(*) FROM models") == [0]
    assert not db.conn.in_transaction


def test_an_error_inside_a_batch_stores_nothing_of_it(db):
    def fail():
        with writing(db):
            save_sources(db, [SOURCE])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert column(db, "SELECT count(*) FROM sources") == [0]


def test_a_writer_killed_in_the_middle_of_a_batch_loses_only_that_batch(path):
    script = textwrap.dedent(
        f"""
        import sys, time
        from pathlib import Path
        from db.connection import open_database, writing
        db = open_database(Path({str(path)!r}))
        with writing(db):
            db.conn.execute("INSERT INTO models (key, name) VALUES ('kept', 'kept')")
        db.conn.execute("BEGIN IMMEDIATE")
        db.conn.execute("INSERT INTO models (key, name) VALUES ('lost', 'lost')")
        print("ready", flush=True)
        time.sleep(60)
        """
    )
    writer = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT)
    assert writer.stdout.readline() == b"ready\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    db = open_database(path)
    assert column(db, "SELECT key FROM models") == ["kept"]
    assert column(db, "PRAGMA integrity_check") == ["ok"]
    db.close()


def test_two_processes_may_make_the_database_at_the_same_moment(path):
    script = f"from pathlib import Path; from db.connection import open_database; open_database(Path({str(path)!r}))"
    makers = [
        subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, cwd=ROOT) for _ in range(3)
    ]
    assert [(maker.communicate()[1].decode(), maker.returncode) for maker in makers] == [("", 0)] * 3


def test_opening_again_does_not_make_another_process_delete_the_log_that_is_written_to(tmp_path):
    """Closing any descriptor of the file drops the locks of all connections of a process: SQLite must be the only one to."""
    path = tmp_path / "x.db"
    writer, second = open_database(path), open_database(path)
    reads_and_closes = f"from pathlib import Path; from db.connection import open_database as o; o(Path({str(path)!r})).close()"
    for number in range(3):
        subprocess.run([sys.executable, "-c", reads_and_closes], check=True, cwd=ROOT)
        with writing(writer):
            writer.conn.execute(
                "INSERT INTO refusals (at, path, reason) VALUES ('2026', 'x', ?)", (str(number),)
            )
    count = f"import sqlite3; print(sqlite3.connect({str(path)!r}).execute('SELECT count(*) FROM refusals').fetchone()[0])"
    seen = subprocess.run([sys.executable, "-c", count], check=True, capture_output=True, encoding="utf-8")
    assert seen.stdout.strip() == "3"
    writer.close()
    second.close()
