"""Who may sit at the desk: names, roles and password hashes, in a file of its own beside the database.

Not in the database: that is open to everybody's SQL, and is copied and mailed. The file can be read by its owner only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import secrets
import tempfile
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from review.errors import ReviewError

_ITERATIONS = 480_000
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
    """A person at the desk. ``password`` is a hash."""

    name: str
    role: Role
    password: str


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
            Editor(str(one["name"]), Role(one["role"]), str(one["password"])) for one in stored["editors"]
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
    before = load_editors(path)
    secret = before.secret if path.exists() else secrets.token_urlsafe(32)
    editor = Editor(name, role, hash_password(password))
    others = tuple(other for other in before.people if other.name != name)
    _write(path, Editors((*others, editor), secret))
    return editor


def remove_editor(path: Path, name: str) -> None:
    """Take an editor away; her decisions stay. Raises `ReviewError` when there is none of that name."""
    before = load_editors(path)
    if before.find(name) is None:
        raise ReviewError(f"There is no editor “{name}” in {path}.")
    _write(path, replace(before, people=tuple(one for one in before.people if one.name != name)))


def hash_password(password: str, salt: str | None = None, iterations: int | None = None) -> str:
    """``pbkdf2_sha256$iterations$salt$hash``, as datasette-auth-passwords and Django write it."""
    salt, iterations = salt or secrets.token_hex(16), iterations or _ITERATIONS
    digest = hashlib.pbkdf2_hmac("sha256", password.encode("utf-8"), salt.encode("utf-8"), iterations)
    return f"pbkdf2_sha256${iterations}${salt}${base64.b64encode(digest).decode('ascii')}"


def verify(password: str, stored: str) -> bool:
    """Whether a password is the one that was hashed."""
    _, iterations, salt, _ = stored.split("$")
    return secrets.compare_digest(hash_password(password, salt, int(iterations)), stored)


_PASSING_SECRET = secrets.token_urlsafe(32)


@cache
def _nobody() -> str:
    """A hash that no password has: checking it takes as long as any."""
    return hash_password(secrets.token_urlsafe(16))


def _write(path: Path, editors: Editors) -> None:
    content = {"editors": [asdict(one) for one in editors.people], "secret": editors.secret}
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
        Path(temporary).replace(path)
    except OSError as error:
        raise ReviewError(f"{path}: cannot be written ({error.strerror}).") from error
