"""The configuration: one optional ``mohinh.toml``; everything in it has a default.

`load_config` gives a `Config` whose paths are ready to use (relative ones are taken from the folder of the file).
Every error names the file and the key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from nightly.errors import ConfigError

FILE_NAME = "mohinh.toml"


@dataclass(frozen=True, slots=True)
class CrawlConfig:
    """How politely we ask.

    ``contact`` stands in the User-Agent (an address or a page where the site's people reach you). ``delay`` is the
    least number of seconds between two requests to one host where the registry says nothing else; ``budget`` the
    most requests to one source in a night; ``max_seconds`` ends the crawl in an orderly way; ``browser`` is
    the Chromium for sources whose pages are rendered; ``since`` has every listing
    followed back to that day, over as many nights as it takes. None leaves each to the
    crawler's own default.
    """

    contact: str | None = None
    delay: float | None = None
    budget: int | None = None
    max_seconds: float | None = None
    browser: str | None = None
    since: date | None = None


class Security(StrEnum):
    """How the connection to a mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NotifyConfig:
    """Whom `mohinh run --notify` tells.

    ``smtp`` is ``host:port`` of a mail server, ``sender`` and ``to`` the addresses; ``user`` signs in with the password
    in the environment variable ``password_env``, which no file holds. ``webhook`` is an address that gets a POST with
    JSON. ``when`` is ``attention`` (only when something needs it) or ``always``.
    """

    smtp: str | None = None
    security: Security = Security.STARTTLS
    user: str | None = None
    password_env: str = "MOHINH_SMTP_PASSWORD"  # noqa: S105 (the name of a variable)
    sender: str = "mohinh@localhost"
    to: tuple[str, ...] = ()
    webhook: str | None = None
    when: str = "attention"


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a run needs to know.

    ``archive`` None is a folder beside the database, ``registry`` None the one that comes with the project. A fact with
    a confidence below ``confidence`` is flagged for the editor.
    """

    db: Path = Path("mohinh.db")
    archive: Path | None = None
    registry: Path | None = None
    confidence: float = 0.5
    crawl: CrawlConfig = field(default_factory=CrawlConfig)
    notify: NotifyConfig = field(default_factory=NotifyConfig)

    @property
    def archive_dir(self) -> Path:
        """Where the pages lie: ``demo.db`` has its pages in ``demo-archive`` unless the file says otherwise."""
        return self.archive or self.db.with_name(f"{self.db.stem}-archive")

    def with_registry(self, registry: Path | None) -> Config:
        """The same with another registry, unless None is given."""
        return self if registry is None else replace(self, registry=registry)

    def with_since(self, since: date | None) -> Config:
        """The same with listings followed back to ``since``, unless None is given."""
        return self if since is None else replace(self, crawl=replace(self.crawl, since=since))


def load_config(path: Path | None = None, *, db: Path | None = None) -> Config:
    """Read ``path``, or the mohinh.toml of the working folder if there is one; ``db`` overrides what it says.

    Raises:
        ConfigError: the file cannot be read or a value in it cannot be used; names file and key.
    """
    if path is None and Path(FILE_NAME).is_file():
        path = Path(FILE_NAME)
    config = Config() if path is None else _read(path)
    return config if db is None else replace(config, db=db)


def _read(path: Path) -> Config:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: is not valid TOML: {error}") from error
    table = _Table(path, "", data)
    table.only({f.name for f in fields(Config)})
    crawl = table.section("crawl")
    crawl.only({f.name for f in fields(CrawlConfig)})
    default = Config()
    return Config(
        db=table.path("db") or path.parent / default.db,
        archive=table.path("archive"),
        registry=table.path("registry"),
        confidence=table.share("confidence", default.confidence),
        crawl=CrawlConfig(
            contact=crawl.text("contact"),
            delay=crawl.number("delay", least=0.0),
            budget=crawl.whole("budget", least=1),
            max_seconds=crawl.number("max_seconds", least=1.0),
            browser=crawl.text("browser"),
            since=crawl.day("since"),
        ),
        notify=_notify(table.section("notify")),
    )


def _notify(table: _Table) -> NotifyConfig:
    table.only({f.name for f in fields(NotifyConfig)})
    default = NotifyConfig()
    config = NotifyConfig(
        smtp=table.text("smtp"),
        security=Security(table.one_of("security", [one.value for one in Security], default.security)),
        user=table.text("user"),
        password_env=table.text("password_env") or default.password_env,
        sender=table.text("sender") or default.sender,
        to=table.texts("to"),
        webhook=table.text("webhook"),
        when=table.one_of("when", ["attention", "always"], default.when),
    )
    if config.smtp and not config.to:
        raise ConfigError(
            f"{table.file}: notify.to is missing: name who gets the mail that notify.smtp sends"
        )
    if config.webhook and not config.webhook.startswith(("https://", "http://")):
        raise ConfigError(
            f"{table.file}: notify.webhook must be an http or https address, not {config.webhook!r}"
        )
    port = (config.smtp or "").partition(":")[2]
    if port and not port.isdecimal():
        raise ConfigError(f"{table.file}: notify.smtp must be a host or host:port, not {config.smtp!r}")
    return config


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the file, read key by key; every complaint names file and key."""

    file: Path
    name: str
    values: Mapping[str, Any]

    def _wrong(self, key: str, expected: str) -> ConfigError:
        found = self.values[key]
        return ConfigError(f"{self.file}: {self.name}{key} must be {expected}, not {found!r}")

    def only(self, known: set[str]) -> None:
        for key in self.values:
            if key not in known:
                names = ", ".join(sorted(known))
                raise ConfigError(f"{self.file}: unknown key {self.name}{key} (known here: {names})")

    def section(self, key: str) -> _Table:
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, f"a table ([{key}])")
        return _Table(self.file, f"{key}.", value)

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is not None and not (isinstance(value, str) and value.strip()):
            raise self._wrong(key, "a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) and one.strip() for one in values):
            raise self._wrong(key, "a text or a list of texts")
        return tuple(values)

    def one_of(self, key: str, known: list[str], default: str) -> str:
        value = self.values.get(key, default)
        if value not in known:
            raise self._wrong(key, f"one of {', '.join(known)}")
        return str(value)

    def path(self, key: str) -> Path | None:
        value = self.text(key)
        return None if value is None else self.file.parent / Path(value).expanduser()

    def number(self, key: str, *, least: float) -> float | None:
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value < least:
            raise self._wrong(key, f"a number of {least:g} or more")
        return float(value)

    def whole(self, key: str, *, least: int) -> int | None:
        value = self.values.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < least):
            raise self._wrong(key, f"a whole number of {least} or more")
        return value

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self._wrong(key, "a day such as 2015-01-01, without quotes")
        return value

    def share(self, key: str, default: float) -> float:
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise self._wrong(key, "a number from 0 to 1")
        return float(value)
