"""Who may sit at the desk: names, roles, password hashes and keys, in a file of its own beside the database.

Not in the database: that is open to everybody's SQL, and is copied and mailed. The file can be read by its owner only.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from review.errors import ReviewError
from review.keys import KEYS

_MEMORY_KB, _ITERATIONS, _LANES = 64 * 1024, 3, 1
"""Of Argon2id, as RFC 9106 has it where memory is limited: a quarter of a second for each guess. One lane: with more, people
who sign in at the same moment compete for OpenSSL's threads, and it fails or hangs."""

_NAME = re.compile(r"[\w.-]{1,40}")
_SHORTEST = 8


class Role(StrEnum):
    """``reader`` looks, ``editor`` decides, ``admin`` also takes back what others did and what was taught."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def decides(self) -> bool:
        """Whether this role may make decisions."""
        return self is not Role.READER


@dataclass(frozen=True, slots=True)
class Editor:
    """A person at the desk. ``password`` is a hash, ``keys`` what she presses for what (`review.keys`)."""

    name: str
    role: Role
    password: str
    keys: Mapping[str, str] = field(default_factory=lambda: dict(KEYS))


@dataclass(frozen=True, slots=True)
class Editors:
    """Everybody at the desk, and the ``secret`` that signs sessions and forms, so that both outlive a restart."""

    people: tuple[Editor, ...]
    secret: str

    def find(self, name: str | None) -> Editor | None:
        """The editor of that name, or None."""
        return next((editor for editor in self.people if editor.name == name), None)

    def signed_in(self, name: str, password: str) -> Editor | None:
        """The editor, if the password is hers. Takes as long for a name that does not exist."""
        editor = self.find(name)
        right = verify(password, editor.password if editor else _nobody())
        return editor if right else None


def editors_file(db_path: Path) -> Path:
    """Where the editors of a database are kept: ``mohinh.editors.json`` beside ``mohinh.db``."""
    return db_path.with_name(f"{db_path.stem}.editors.json")


def load_editors(path: Path) -> Editors:
    """The editors of a file; none, with a secret that lasts as long as this process, when it is missing.

    Raises `ReviewError` naming the file when it cannot be used.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Editors((), _PASSING_SECRET)
    except (OSError, ValueError) as error:
        raise ReviewError(f"{path}: cannot be read ({error}).") from error
    try:
        people = tuple(
            Editor(
                str(one["name"]),
                Role(one["role"]),
                str(one["password"]),
                {**KEYS, **dict(one.get("keys", {}))},
            )
            for one in stored["editors"]
        )
        return Editors(people, str(stored["secret"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ReviewError(f"{path}: is not a file of editors ({error!r}).") from error


def add_editor(path: Path, name: str, password: str, role: Role = Role.EDITOR) -> Editor:
    """Add an editor, or give one who is there another password and role."""
    if not _NAME.fullmatch(name):
        raise ReviewError(f"“{name}”: a name has 1 to 40 letters, digits, “.”, “-” or “_”.")
    if len(password) < _SHORTEST:
        raise ReviewError(f"A password has at least {_SHORTEST} letters.")
    hashed = hash_password(password)
    with _alone(path):
        before = load_editors(path)
        secret = before.secret if path.exists() else secrets.token_urlsafe(32)
        known = before.find(name)
        editor = Editor(name, role, hashed, known.keys if known else dict(KEYS))
        others = tuple(other for other in before.people if other.name != name)
        _write(path, Editors((*others, editor), secret))
    return editor


def remove_editor(path: Path, name: str) -> None:
    """Take an editor away; her decisions stay. Raises `ReviewError` when there is none of that name."""
    with _alone(path):
        before = load_editors(path)
        if before.find(name) is None:
            raise ReviewError(f"There is no editor “{name}” in {path}.")
        _write(path, replace(before, people=tuple(one for one in before.people if one.name != name)))


def keep_keys(path: Path, name: str, keys: Mapping[str, str]) -> None:
    """Keep what an editor presses for what with her account; nothing happens when she has just been taken away."""
    with _alone(path):
        before = load_editors(path)
        people = tuple(replace(one, keys=dict(keys)) if one.name == name else one for one in before.people)
        _write(path, replace(before, people=people))


def hash_password(password: str) -> str:
    """The password's hash, in the form that everybody writes for Argon2: ``$argon2id$v=19$m=…,t=…,p=…$salt$hash``."""
    salt = secrets.token_bytes(16)
    kdf = Argon2id(salt=salt, length=32, iterations=_ITERATIONS, lanes=_LANES, memory_cost=_MEMORY_KB)
    return kdf.derive_phc_encoded(password.encode("utf-8"))


def verify(password: str, stored: str) -> bool:
    """Whether a password is the one that was hashed."""
    try:
        Argon2id.verify_phc_encoded(password.encode("utf-8"), stored)
    except InvalidKey:
        return False
    return True


_PASSING_SECRET = secrets.token_urlsafe(32)


@cache
def _nobody() -> str:
    """A hash that no password has: checking it takes as long as any."""
    return hash_password(secrets.token_urlsafe(16))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While the file is changed, by nobody else: the command line and the desk may do so at the same moment."""
    try:
        with path.with_name(f"{path.name}.lock").open("a", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise ReviewError(f"{path}: cannot be written ({error.strerror}).") from error


def _write(path: Path, editors: Editors) -> None:
    content = {"editors": [asdict(one) for one in editors.people], "secret": editors.secret}
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
        Path(temporary).replace(path)
    except OSError as error:
        raise ReviewError(f"{path}: cannot be written ({error.strerror}).") from error
