"""`mohinh serve`: Datasette on the database, with our pages, texts and queries. Reads only."""

from __future__ import annotations

import errno
import gc
import socket
import webbrowser
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from types import ModuleType

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from db.connection import open_database
from db.errors import ServeError
from db.publish import check_published
from db.site import plugin
from db.site._compat import Folders, make_datasette, print_short_errors
from db.site.archived import ReadStored
from db.site.configuration import DATABASE, SETTINGS, STATIC, load_configuration
from db.summaries import refresh_before_serving

_SITE = Path(__file__).parent / "site"


def make_site(
    db_path: Path,
    plugins: Sequence[ModuleType] = (),
    *,
    secret: str | None = None,
    stored: ReadStored | None = None,
    immutable: bool = False,
) -> Datasette:
    """The Datasette application over the database, not yet serving.

    *plugins* are further Datasette plug-ins; *secret* signs sessions and forms, so that they outlive a restart (None: a new one each time). *stored* reads
    a record of the archive, for the archived copies; without it none are offered. *immutable*
    is for a published copy (`db.publish`), which is not opened for writing, and whose pages may be kept by caches.

    The database is opened once in the ordinary way first: so a missing, foreign or newer one gives a clear
    `StoreError`, and an older one is brought up to date before anybody reads it, its sums too.
    """
    if immutable:
        check_published(db_path)
    else:
        with closing(open_database(db_path, create=False)) as db:
            refresh_before_serving(db)
    for name, module in (("mohinh", plugin), *((module.__name__, module) for module in plugins)):
        if not pm.is_registered(module):
            pm.register(module, name=name)
    print_short_errors()
    site = make_datasette(
        db_path,
        DATABASE,
        load_configuration().metadata(),
        dict(SETTINGS),
        Folders(_SITE / "templates", _SITE / "static", STATIC),
        secret,
        immutable=immutable,
    )
    site.mohinh_stored = stored
    site.mohinh_cached = immutable
    return site


def serve(  # noqa: PLR0913 - what `make_site` takes, and where to listen
    db_path: Path,
    host: str = "127.0.0.1",
    port: int = 8001,
    *,
    open_browser: bool = False,
    plugins: Sequence[ModuleType] = (),
    secret: str | None = None,
    stored: ReadStored | None = None,
    immutable: bool = False,
) -> None:
    """Serve the database on http://host:port until interrupted. Port 0 takes any free one.

    Raises `ServeError` when the address cannot be had, `StoreError` when the database cannot be read.
    """
    site = make_site(db_path, plugins, secret=secret, stored=stored, immutable=immutable)
    listener = _listen(host, port)
    url = f"http://{_bracketed(host)}:{listener.getsockname()[1]}/"
    print(f"mohinh: serving {db_path} on {url} (Ctrl-C to stop)", flush=True)
    if open_browser:
        webbrowser.open(url)
    set_aside_what_is_loaded()
    config = uvicorn.Config(site.app(), log_level="warning", lifespan="on", workers=1)
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def set_aside_what_is_loaded() -> None:
    """Keep the garbage collector from looking through modules and configuration again: 70 ms every twenty pages.

    For a process that does nothing but serve: what is garbage by now and refers to itself stays.
    """
    gc.collect()
    gc.freeze()


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, taken before the server starts: uvicorn would only log that a port is busy."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise ServeError(_reason(host, port, error)) from error
    return listener


def _reason(host: str, port: int, error: OSError | OverflowError) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is busy: stop what listens there, or choose another with --port."
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return f"Port {port} on {host} needs special rights: choose one from 1024 with --port."
    return f"Cannot listen on {host}, port {port}: {getattr(error, 'strerror', None) or error}."


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
