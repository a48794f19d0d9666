"""What all commands share: options, a `Config`, errors that are one line, and when output is known to have gone out.

`pipeline` imports this at its top, so it must stay quick to import.
"""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import click

_Command = Callable[..., int]

FILE = click.Path(path_type=Path, dir_okay=False)


def common(default_db: str | None = None) -> Callable[[_Command], Callable[..., int]]:
    """Give a command the options that all have, a `Config`, and errors that are one line.

    ``default_db`` stands for a command with a database of its own, which no mohinh.toml changes.
    """

    def decorate(function: _Command) -> Callable[..., int]:
        @click.option(
            "--db", type=FILE, metavar="PATH", help=f"The database.  [default: {default_db or 'mohinh.db'}]"
        )
        @click.option(
            "--config", type=FILE, metavar="PATH", help="Settings.  [default: mohinh.toml, if it is there]"
        )
        @click.option("--debug", is_flag=True, envvar="MOHINH_DEBUG", help="Show where an error came from.")
        @functools.wraps(function)
        def command(*, db: Path | None, config: Path | None, debug: bool, **rest: object) -> int:
            try:
                from nightly.config import load_config  # noqa: PLC0415  (`mohinh --help` does not wait for it)

                own = Path(default_db) if default_db else None
                return _told(function(load_config(config, db=db or own), **rest))
            except click.ClickException:
                raise
            except BrokenPipeError:
                # The reader (head, less) has seen enough. Point stdout elsewhere, or Python complains at exit.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                return 0
            except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  (the one place where every error ends)
                from nightly.failures import describe  # noqa: PLC0415

                if debug:
                    traceback.print_exception(error)
                code, message = describe(error)
                click.echo(f"mohinh: {message}", err=True)
                return code

        return command

    return decorate


def _told(outcome: int) -> int:
    """The outcome, once all output has gone out: that the disk is full is to be told here, not when Python ends."""
    sys.stdout.flush()
    return outcome
