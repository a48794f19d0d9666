"""The differences between Datasette 0.65 (stable) and the 1.0 alphas, and nothing else.

1.0 keeps settings, table options and queries apart from metadata, and asks for permissions in another way.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from datasette import handle_exception
from datasette import hookimpl as datasette_hookimpl
from datasette.app import Datasette
from datasette.database import Database
from datasette.version import __version__

IS_1_0 = not __version__.startswith("0.")

Hook = TypeVar("Hook", bound=Callable[..., Any])

_TEXTS = ("title", "description", "columns", "units", "source", "license")


COUNT_MS = 25
"""How long the rows of a table are counted. A page without their number is better than one that comes late."""


class Counted(Database):  # type: ignore[misc] # Datasette has no types
    """A database whose tables are shown before all their rows are counted.

    Datasette's own limit for it is that of any SQL, seconds; at the end of either it shows the page without the number.
    """

    async def execute(self, sql: str, params: Any = None, *given: Any, **options: Any) -> Any:  # noqa: ANN401
        """As Datasette's; what a table's page counts ends after `COUNT_MS`. SQL of a reader's own comes with ``truncate``."""
        if sql.startswith("select count(*) from ") and not given and not options:
            options["custom_time_limit"] = COUNT_MS
        return await super().execute(sql, params, *given, **options)


@dataclass(frozen=True, slots=True)
class Folders:
    """Where templates and static files are; ``static_path`` is the path the latter are served under."""

    templates: Path
    static: Path
    static_path: str


def hookimpl(function: Hook) -> Hook:
    """Datasette's decorator for hooks, with its type."""
    marked: Hook = datasette_hookimpl(function)
    return marked


def make_datasette(
    path: Path,
    name: str,
    metadata: dict[str, Any],
    settings: dict[str, Any],
    folders: Folders,
    secret: str | None = None,
    *,
    immutable: bool = False,
) -> Datasette:
    """A Datasette with the one database at *path* under *name*; *metadata* in the form of 0.65.

    *immutable* says that nobody writes to the file: it is read without locks, and rows are counted once.
    """
    options: dict[str, Any] = {
        "settings": settings,
        "secret": secret,
        "template_dir": str(folders.templates),
        "static_mounts": [(folders.static_path, str(folders.static))],
    }
    if IS_1_0:
        options["metadata"], options["config"] = _divided(metadata)
    else:
        options["metadata"] = metadata
    datasette = Datasette(
        [] if immutable else [str(path)], immutables=[str(path)] if immutable else [], **options
    )
    for known in [known for known in datasette.databases if known != "_internal"]:
        datasette.remove_database(known)
    datasette.add_database(Counted(datasette, str(path), is_mutable=not immutable), name=name)
    return datasette


def _divided(metadata: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Metadata and configuration of 1.0: texts in the one, everything else in the other."""
    texts = copy.deepcopy(metadata)
    config: dict[str, Any] = {"databases": {}}
    for name, database in texts.get("databases", {}).items():
        tables = database.get("tables", {})
        config["databases"][name] = {
            "queries": database.pop("queries", {}),
            "tables": {
                table: {key: entry.pop(key) for key in list(entry) if key not in _TEXTS}
                for table, entry in tables.items()
            },
        }
    return texts, config


def print_short_errors() -> None:
    """Keep Datasette from printing every mistyped address with all local variables, as it does where rich is installed.

    Errors nobody expected are still printed, as ordinary tracebacks.
    """
    handle_exception.rich = None


async def ensure_may_read(datasette: Datasette, request: Any) -> None:  # noqa: ANN401 - Datasette has no types
    """Raise Datasette's Forbidden unless whoever asks may see this instance."""
    if IS_1_0:
        await datasette.ensure_permission(action="view-instance", actor=request.actor)
    else:
        await datasette.ensure_permissions(request.actor, ["view-instance"])
