"""`mohinh editors …` and `mohinh review …`: what of the review desk is done from the command line.

Importing this costs nothing but click; the desk's modules are imported inside the commands.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nightly.command import FILE, common

if TYPE_CHECKING:
    from nightly.config import Config

_FORMATS = ("gold", "label-studio", "prodigy")
_by = click.option(
    "--editor", default="admin", show_default=True, metavar="NAME", help="In whose name it is done."
)


@click.group(epilog="Example:  mohinh editors add lan")
def editors() -> None:
    """Say who may sit at the review desk."""


@editors.command("add", epilog="Example:  mohinh editors add lan --role editor")
@click.argument("name")
@click.option("--role", default="editor", show_default=True, type=click.Choice(["reader", "editor", "admin"]))
@click.option("--stdin", "from_stdin", is_flag=True, help="Read the password from standard input.")
@common()
def add(config: Config, name: str, role: str, from_stdin: bool) -> int:
    """Add an editor, or give her another password and role.

    A reader looks, an editor decides, an admin also takes back what others did and what was taught. They are kept in
    a file beside the database that only its owner can read.
    """
    from review.editors import Role, add_editor, editors_file

    if from_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    add_editor(editors_file(config.db), name, password, Role(role))
    print(f"{name} may sign in as {role}.")
    return 0


@editors.command("remove", epilog="Example:  mohinh editors remove lan")
@click.argument("name")
@common()
def remove(config: Config, name: str) -> int:
    """Take an editor away. Her decisions stay, and she is signed out at once."""
    from review.editors import editors_file, remove_editor

    remove_editor(editors_file(config.db), name)
    return 0


@editors.command("list", epilog="Example:  mohinh editors list")
@common()
def list_editors(config: Config) -> int:
    """Show who may sign in, and how."""
    from review.editors import editors_file, load_editors

    for one in load_editors(editors_file(config.db)).people:
        print(f"{one.role:<8}{one.name}")
    return 0


@click.group(epilog="Example:  mohinh review export --output gold.jsonl")
def review() -> None:
    """Work with editors' decisions."""


@review.command("export", epilog="Example:  mohinh review export --format label-studio --output tasks.json")
@click.option("--format", "file_format", default="gold", show_default=True, type=click.Choice(_FORMATS))
@click.option(
    "--output", "output_file", default="-", metavar="FILE", help="Where to write; - is stdout.  [default: -]"
)
@click.option("--decided", is_flag=True, help="Tasks that are decided too, with their decision.")
@common()
def export_decisions(config: Config, file_format: str, output_file: str, decided: bool) -> int:
    """Write decisions as gold documents, or tasks for other tools.

    Gold holds the articles in which every statement is decided, for `mohinh evaluate`. Tasks are the flagged statements that
    nobody has decided.
    """
    from nightly.desk_files import export_tasks

    return export_tasks(config, file_format, output_file, decided=decided)


@review.command("import", epilog="Example:  mohinh review import --format prodigy answers.jsonl")
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--format", "file_format", required=True, type=click.Choice(_FORMATS[1:]))
@_by
@common()
def import_decisions(config: Config, file: Path, file_format: str, editor: str) -> int:
    """Take decisions from Label Studio or Prodigy, as one batch.

    Repeating an import does nothing twice. An answer about a statement that has changed or been decided since is left out and
    named; the exit code is 3 then.
    """
    from nightly.desk_files import import_answers

    return import_answers(config, file, file_format, editor)


@review.command("stats", epilog="Example:  mohinh review stats")
@common()
def stats(config: Config) -> int:
    """Show precision and agreement.

    By rule, flag, source and confidence, and how far editors agree.
    """
    from nightly.desk_files import print_figures

    return print_figures(config)


@review.command("calibrate", epilog="Example:  mohinh review calibrate")
@click.option("--revert", is_flag=True, help="Take the calibration in force back.")
@_by
@common()
def calibrate(config: Config, revert: bool, editor: str) -> int:
    """Fit confidence to the decisions.

    The next extraction uses it.
    """
    from db.connection import open_database
    from review.calibration import calibrate as fit
    from review.calibration import revert_calibration

    with closing(open_database(config.db, create=False)) as db:
        if revert:
            revert_calibration(db, editor)
            return 0
        for said, found in fit(db, editor):
            print(f"{said:.3f} → {found:.3f}")
    return 0


@review.command("lessons", epilog="Example:  mohinh review lessons --revert 3")
@click.option("--revert", type=int, metavar="ID", help="Take this lesson back.")
@_by
@common()
def lessons(config: Config, revert: int | None, editor: str) -> int:
    """List what editors taught the extractor, or take a lesson back."""
    from nightly.desk_files import print_lessons

    return print_lessons(config, revert, editor)
