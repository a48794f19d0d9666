"""Writes docs/cli.md from the commands' own help: ``python docs/cli_reference.py > docs/cli.md`` (``make docs``).

A test compares the file with what this gives, so the reference and the program cannot drift apart.
"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import cli

WIDTH = 100
INTRODUCTION = Path(__file__).with_name("cli_intro.md")


def reference() -> str:
    """The whole page: the introduction, then a section with the help of each command."""
    parts = [INTRODUCTION.read_text(encoding="utf-8").rstrip()]
    root = _context(cli, "mohinh", None)
    parts.append(_section(root, level=2))
    for name, command in cli.commands.items():
        context = _context(command, name, root)
        parts.append(_section(context, level=2))
        if isinstance(command, click.Group):
            parts += [
                _section(
                    click.Context(sub, info_name=sub_name, parent=context, terminal_width=WIDTH), level=3
                )
                for sub_name, sub in command.commands.items()
            ]
    return "\n\n".join(parts) + "\n"


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    settings = {**cli.context_settings, "max_content_width": WIDTH}
    return click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH, **settings)


def _section(context: click.Context, level: int) -> str:
    usage = "\n".join(line.rstrip() for line in context.get_help().splitlines())
    return f"{'#' * level} {context.command_path}\n\n```text\n{usage}\n```"


if __name__ == "__main__":
    print(reference(), end="")
