"""What holds for every command: help with an example, the common options, exit codes, errors in one line."""

from __future__ import annotations

import os
from importlib.metadata import version

import click
import pytest
from click.testing import CliRunner

from pipeline import cli


def all_commands(group=cli, path=()):
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from all_commands(command, (*path, name))


COMMANDS = dict(all_commands())


def test_the_commands_of_the_contract_are_there():
    assert set(cli.commands) == {
        "run", "crawl", "parse", "extract", "report", "sources", "import-warc", "evaluate", "explain", "serve", "demo", "export",
        "editors", "review", "publish",
    }  # fmt: skip
    assert set(cli.commands["sources"].commands) == {"list", "check", "new"}


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(path):
    result = CliRunner().invoke(cli, [*path, "--help"])
    assert result.exit_code == 0
    assert f"Example:  mohinh {path[0]}" in result.output
    if not isinstance(COMMANDS[path], click.Group):
        assert "--db PATH" in result.output
        assert "--config PATH" in result.output


@pytest.mark.parametrize("path", [(), *COMMANDS], ids=" ".join)
def test_no_line_of_the_overview_is_cut_off(path):
    assert "..." not in CliRunner().invoke(cli, [*path, "--help"], terminal_width=80).output.replace(
        "]...", ""
    ).replace("E...", "")


def test_help_comes_at_once(mohinh):
    mohinh("--help")  # the first call may have to compile
    fastest = min(_processor_seconds(lambda: mohinh("--help")) for _ in range(3))
    assert fastest < 0.3


def _processor_seconds(call):
    """Of the processes that the call starts: what else the machine has to do at the time does not count."""
    before = os.times()
    call()
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def test_the_version_is_that_of_the_package(mohinh):
    result = mohinh("--version")
    assert (result.returncode, result.stdout) == (0, f"mohinh {version('mohinh')}\n")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["fly"], "No such command 'fly'"),
        (["run", "--nights", "3"], "No such option"),
        (["evaluate"], "Missing argument 'GOLD.jsonl'"),
        (["export", "--format", "xml"], "'xml' is not one of 'csv', 'jsonl', 'parquet'"),
        (["parse", "--file", "page.html"], "--file and --url go together"),
        (["parse", "--all", "--input", "x"], "--all is for the pages of the database"),
        (["extract", "--output", "x"], "--output needs --input"),
    ],
)
def test_wrong_usage_is_said_and_leaves_with_1(mohinh, arguments, complaint):
    result = mohinh(*arguments)
    assert result.returncode == 1
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr


def test_an_error_is_one_line_and_debug_shows_where_it_came_from(mohinh):
    result = mohinh("export", "--db", "none.db")
    assert result.returncode == 1
    assert (
        result.stderr
        == "mohinh: none.db: no database there. `mohinh run` makes one, or give another with --db.\n"
    )
    assert "Traceback" in mohinh("export", "--db", "none.db", "--debug").stderr
    assert "Traceback" in mohinh("export", "--db", "none.db", env={"MOHINH_DEBUG": "1"}).stderr


def test_a_mistake_in_the_settings_names_file_and_key(mohinh, tmp_path):
    (tmp_path / "mohinh.toml").write_text("[crawl]\nspeed = 3\n")
    result = mohinh("report")
    assert result.returncode == 1
    assert result.stderr.startswith("mohinh: mohinh.toml: unknown key crawl.speed")
