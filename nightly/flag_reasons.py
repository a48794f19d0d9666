"""What a flag means, in words: from ``flags.toml`` and the fact that bears the flag."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from nightly.errors import NightlyError

LOW_CONFIDENCE = "low_confidence"


@cache
def templates() -> Mapping[str, str]:
    """The text of each flag. Raises `NightlyError` naming the entry when one is not a text or has an unknown field."""
    data = tomllib.loads(files("nightly").joinpath("flags.toml").read_text(encoding="utf-8"))
    for flag, text in data.items():
        try:
            _filled(text, {})
        except (KeyError, ValueError, AttributeError) as error:
            raise NightlyError(f"nightly/flags.toml: {flag}: {error!r}") from error
    return data


_FIELDS: Mapping[str, object] = {
    "candidates": "",
    "locality": "",
    "scope": "",
    "model": "",
    "unit": "",
    "confidence": 0.0,
    "floor": 0.0,
}


def reason(flag: str, **values: object) -> str:
    """The reason of ``flag`` in words; ``values`` are the fields of the templates that are known here."""
    text = templates().get(flag)
    return flag.replace("_", " ").capitalize() if text is None else _filled(text, values)


def _filled(text: str, values: Mapping[str, object]) -> str:
    return text.format(**{**_FIELDS, **values}).rstrip(" :")
