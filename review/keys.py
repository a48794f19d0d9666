"""What an editor presses for what. One letter or sign for each action; digits pick places."""

from __future__ import annotations

from collections.abc import Mapping

from review.errors import ReviewError

KEYS: Mapping[str, str] = {
    "accept": "a", "correct": "c", "reject": "x", "unsure": " ", "undo": "u", "skip": "n", "keep": "k", "adopt": "m",
}  # fmt: skip
"""The keys at first, by action."""

SPACE = "␣"
"""How the space bar is written where a space would not be seen."""


def read_keys(form: Mapping[str, str]) -> dict[str, str]:
    """The keys as typed into a form. Raises `ReviewError` for one that is no letter or sign, or would do two things."""
    keys: dict[str, str] = {}
    for action in KEYS:
        key = (form.get(action) or "").replace(SPACE, " ").lower()
        if len(key) != 1 or key.isdecimal() or not key.isprintable():
            raise ReviewError(f"“{action}” needs one letter; digits pick places.")
        if key in keys.values():
            raise ReviewError(f"“{SPACE if key == ' ' else key}” would do two things.")
        keys[action] = key
    return keys
