"""mohinh.toml: optional, complete with defaults, and every mistake named with file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from nightly.config import Config, load_config
from nightly.errors import ConfigError


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(text):
        path = tmp_path / "mohinh.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_without_a_file_everything_has_a_default(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_config() == Config()
    assert load_config().archive_dir == Path("mohinh-archive")


def test_the_file_of_the_working_folder_is_found(write):
    write("confidence = 0.7")
    assert load_config().confidence == 0.7


def test_relative_paths_are_taken_from_the_folder_of_the_file(write, tmp_path):
    path = write('db = "data/x.db"\narchive = "pages"\nregistry = "/etc/sites.toml"')
    config = load_config(path)
    assert config.db == tmp_path / "data" / "x.db"
    assert config.archive_dir == tmp_path / "pages"
    assert config.registry == Path("/etc/sites.toml")


def test_the_archive_lies_beside_its_database(write):
    config = load_config(write(""), db=Path("/data/demo.db"))
    assert config.archive_dir == Path("/data/demo-archive")


def test_the_command_line_wins_over_the_file(write):
    assert load_config(write('db = "file.db"'), db=Path("other.db")).db == Path("other.db")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("confidence = 1.5", "confidence must be a number from 0 to 1, not 1.5"),
        ("confidence = true", "confidence must be a number from 0 to 1, not True"),
        ("db = 3", "db must be a text, not 3"),
        ('crawl = "slow"', "crawl must be a table ([crawl]), not 'slow'"),
        ("[crawl]\ndelay = -1", "crawl.delay must be a number of 0 or more, not -1"),
        ("[crawl]\nbudget = 0.5", "crawl.budget must be a whole number of 1 or more, not 0.5"),
        ("[crawl]\ncontact = ''", "crawl.contact must be a text, not ''"),
        ("[crawl]\nspeed = 3", "unknown key crawl.speed (known here: "),
        (
            "databse = 'x'",
            "unknown key databse (known here: archive, confidence, crawl, db, notify, registry)",
        ),
        ("db = ", "is not valid TOML: "),
    ],
)
def test_a_mistake_is_named_with_file_and_key(write, text, complaint):
    path = write(text)
    with pytest.raises(ConfigError) as error:
        load_config(path)
    assert str(error.value).startswith(f"{path}: ")
    assert complaint in str(error.value)


def test_a_file_that_is_named_must_be_there(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read"):
        load_config(tmp_path / "none.toml")
