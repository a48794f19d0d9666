"""Typed reading of one entry of a TOML file, with errors that name file, entry and field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from crawler.errors import RegistryError
from crawler.urls import host_of, is_web_address

Choice = TypeVar("Choice", bound=StrEnum)

_IDENTIFIER = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_HOST = re.compile(r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?$|^localhost(?::\d{1,5})?$")


class Fields:
    """The fields of one entry; `done` complains about those nobody asked for."""

    def __init__(self, file: str, entry: str, data: object) -> None:
        self.file = file
        self.entry = entry
        if not isinstance(data, Mapping):
            raise RegistryError(f"{file}: entry “{entry}”: must be a table")
        self._data: Mapping[str, Any] = data
        self._seen: set[str] = set()

    def error(self, field: str, what: str) -> RegistryError:
        """The error to raise for a field."""
        return RegistryError(f"{self.file}: entry “{self.entry}”: field “{field}”: {what}")

    def seen(self, field: str) -> None:
        """Mark a field as read elsewhere."""
        self._seen.add(field)

    def done(self) -> None:
        """Raise for the first field that is not known, most often a typing error."""
        for field in self._data:
            if field not in self._seen:
                known = ", ".join(sorted(self._seen))
                raise self.error(field, f"is not known; known fields: {known}")

    def text(self, field: str) -> str:
        """A text that must be there."""
        value = self.optional_text(field)
        if value is None:
            raise self.error(field, "is missing")
        return value

    def optional_text(self, field: str) -> str | None:
        """A text, None when the field is absent."""
        value = self._get(field)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.error(field, f"must be a text that is not empty, not {value!r}")
        return value.strip()

    def loose_text(self, field: str) -> str | None:
        """A text that may be empty, None when the field is absent."""
        value = self._get(field)
        if value is not None and not isinstance(value, str):
            raise self.error(field, f"must be a text, not {value!r}")
        return value

    def identifier(self, field: str) -> str:
        """A short name of lower-case letters, digits and hyphens."""
        value = self.text(field)
        if not _IDENTIFIER.match(value):
            raise self.error(field, f"“{value}” may hold lower-case letters, digits and single hyphens only")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        value = self._get(field)
        if value is None:
            return ()
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) and one.strip() for one in values):
            raise self.error(field, "must be a list of texts")
        return tuple(one.strip() for one in values)

    def hosts(self, field: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of host names, with a port where it is not the usual one."""
        values = self.texts(field)
        for value in values:
            if not _HOST.match(value):
                raise self.error(field, f"“{value}” is not a host name (lower case, no scheme, no path)")
        if needed and not values:
            raise self.error(field, "is missing: name at least one host")
        return values

    def host_map(self, field: str) -> tuple[tuple[str, str], ...]:
        """A table from host to host."""
        value = self._get(field)
        if value is None:
            return ()
        if not isinstance(value, Mapping):
            raise self.error(field, 'must be a table, as in { "amp.example.vn" = "example.vn" }')
        for host in (*value, *value.values()):
            if not isinstance(host, str) or not _HOST.match(host):
                raise self.error(field, f"“{host}” is not a host name")
        return tuple(value.items())

    def addresses(self, field: str) -> tuple[str, ...]:
        """A list of absolute http(s) addresses."""
        values = self.texts(field)
        for value in values:
            if not is_web_address(value) or not _HOST.match(host_of(value)):
                raise self.error(field, f"“{value}” is not an absolute http or https address")
        return values

    def patterns(self, field: str) -> tuple[re.Pattern[str], ...]:
        """A list of regular expressions (or one)."""
        return tuple(self._compile(field, value) for value in self.texts(field))

    def rewrites(self, field: str) -> tuple[tuple[re.Pattern[str], str], ...]:
        """A list of pairs: regular expression, replacement."""
        value = self._get(field)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.error(field, "must be a list of [pattern, replacement] pairs")
        pairs = []
        for pair in value:
            if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(one, str) for one in pair):
                raise self.error(field, f"must hold [pattern, replacement] pairs, not {pair!r}")
            pattern = self._compile(field, pair[0])
            try:
                pattern.sub(pair[1], "")
            except re.error as error:
                raise self.error(field, f"replacement “{pair[1]}”: {error}") from error
            pairs.append((pattern, pair[1]))
        return tuple(pairs)

    def tables(self, field: str) -> tuple[Fields, ...]:
        """A list of tables, each to be read field by field; whoever asks calls `done` on each."""
        value = self._get(field)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.error(field, f"must be a list of tables: [[source.{field}]]")
        return tuple(
            Fields(self.file, f"{self.entry}.{field}[{number}]", one) for number, one in enumerate(value, 1)
        )

    def table(self, field: str) -> Fields | None:
        """A table to be read field by field, None when it is absent; whoever asks calls `done` on it."""
        value = self._get(field)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise self.error(field, f"must be a table: [source.{field}]")
        return Fields(self.file, f"{self.entry}.{field}", value)

    def choice(self, field: str, values: type[Choice]) -> Choice:
        """One of a fixed set."""
        value = self.text(field)
        try:
            return values(value)
        except ValueError:
            known = ", ".join(values)
            raise self.error(field, f"“{value}” is not one of {known}") from None

    def flag(self, field: str, *, default: bool) -> bool:
        """True or false."""
        value = self._get(field)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.error(field, f"must be true or false, not {value!r}")
        return value

    def number(self, field: str, default: float | None, *, least: float) -> float | None:
        """A number not below ``least``."""
        value = self._get(field)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= least:
            raise self.error(field, f"must be a number of at least {least:g}, not {value!r}")
        return float(value)

    def whole(self, field: str, default: int | None, *, least: int) -> int | None:
        """A whole number not below ``least``."""
        value = self._get(field)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.error(field, f"must be a whole number of at least {least}, not {value!r}")
        return value

    def share(self, field: str, default: float) -> float:
        """A number from 0 to 1."""
        value = self.number(field, default, least=0.0)
        if value is None or value > 1:
            raise self.error(field, f"must be a share between 0 and 1, not {value!r}")
        return value

    def _get(self, field: str) -> object:
        self._seen.add(field)
        return self._data.get(field)

    def _compile(self, field: str, value: str) -> re.Pattern[str]:
        try:
            return re.compile(value)
        except re.error as error:
            raise self.error(field, f"“{value}” is not a valid regular expression: {error}") from error
