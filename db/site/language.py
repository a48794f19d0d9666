"""The interface in Vietnamese and English: one catalogue (db/site/texts/*.toml), numbers and dates as each language has them.

Which language a page is in is a matter of the request: what the reader chose (a cookie), else what the browser prefers.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

from db.errors import ServeError

LANGUAGES = ("en", "vi")
COOKIE = "mohinh_language"

current: ContextVar[str] = ContextVar("language", default="en")
"""The language of the request under way."""


def choose(cookie: str | None, accepted: str) -> str:
    """The language for a reader: *cookie* as chosen before, else the first of the browser's *accepted* we have."""
    if cookie in LANGUAGES:
        return str(cookie)
    for wish in accepted.lower().split(","):
        code = wish.split(";")[0].strip()[:2]
        if code in LANGUAGES:
            return code
    return "en"


@cache
def load_catalogue() -> Mapping[str, tuple[str, str]]:
    """All texts: key → (English, Vietnamese); tables of the files become keys with dots (``question.spread.title``).

    Raises `ServeError` naming file and key where one of the two is missing.
    """
    texts: dict[str, tuple[str, str]] = {}
    for file in sorted(files("db.site").joinpath("texts").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            _collect(file.name, "", tomllib.loads(file.read_text(encoding="utf-8")), texts)
    return texts


def _collect(
    file: str, prefix: str, entries: Mapping[str, object], texts: dict[str, tuple[str, str]]
) -> None:
    for name, value in entries.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            _collect(file, f"{key}.", value, texts)
        elif (
            isinstance(value, list)
            and len(value) == 2
            and all(isinstance(text, str) and text for text in value)
        ):
            if key in texts:
                raise ServeError(f"db/site/texts/{file}: {key} stands there twice.")
            texts[key] = (value[0], value[1])
        else:
            raise ServeError(f"db/site/texts/{file}: {key} needs two texts, English and Vietnamese.")


def translate(key: str, **values: object) -> str:
    """The text of *key* in the language of the request, its ``{name}`` filled in. An unknown key is a `ServeError`."""
    try:
        text = load_catalogue()[key][LANGUAGES.index(current.get())]
    except KeyError as error:
        raise ServeError(f"db/site/texts: there is no text {key!r}.") from error
    return text.format(**values) if values else text


def words(amount: float | None, key: str) -> str:
    """What is counted, after its number: “fact” after 1, else “facts” (keys ``one.facts`` and ``facts``)."""
    return translate(f"one.{key}" if amount == 1 else key)


def known(key: str, otherwise: str) -> str:
    """The text of *key*, or *otherwise* where the catalogue has none: for names from the data (flags, columns)."""
    return translate(key) if key in load_catalogue() else otherwise


def number(value: float | None) -> str:
    """A count as people write it: 38,578 and 2.5 in English, 38.578 and 2,5 in Vietnamese. Empty for None."""
    if value is None:
        return ""
    whole = float(value).is_integer()
    written = f"{int(value):,}" if whole else f"{value:,.2f}".rstrip("0")
    return written if current.get() == "en" else written.translate(str.maketrans(",.", ".,"))


def fraction(value: float) -> str:
    """A share from 0 to 1 with its two decimals: 0.70, 0,70."""
    return f"{value:.2f}" if current.get() == "en" else f"{value:.2f}".replace(".", ",")


def date(iso: str | None) -> str:
    """A date as coarse as it is, as people write it: 2023-08-01 → 1 Aug 2023, 01/08/2023; spans with a dash."""
    if not iso:
        return ""
    return " – ".join(_one_date(part) for part in iso.split("/"))


_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(text: str) -> str:
    """A day without its year, so that sixty fit below a chart: 25 Nov, 25/11. What is no day stays as it is."""
    return date(text).rpartition("/" if current.get() == "vi" else " ")[0] if _DAY.fullmatch(text) else text


def _one_date(iso: str) -> str:
    day, _, clock = iso.partition("T")
    parts = day.split("-")
    if not all(part.isdigit() for part in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return iso
    if current.get() == "en" and len(parts) > 1:
        parts[1] = _MONTHS[int(parts[1]) - 1]
        parts[2:] = [str(int(number_of_day)) for number_of_day in parts[2:]]
    written = ("/" if current.get() == "vi" else " ").join(reversed(parts))
    return f"{written}, {clock[:5]}" if clock else written


def local_time(utc: str | None) -> str:
    """A stored UTC time in Viet Nam's time, to the minute."""
    if not utc:
        return ""
    return date((datetime.fromisoformat(utc) + timedelta(hours=7)).strftime("%Y-%m-%dT%H:%M"))


def moment(published: str | None) -> str:
    """A publication time as people read it; in words where there is none."""
    return date(published) if published else translate("no_date")
