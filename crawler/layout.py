"""Site layouts: where the pages of one content management system keep title, lead, body, author and date.

A layout is one file in ``crawler/layouts``. Everything is checked on load; the first mistake is reported with file and key.
Selectors are hints, not law: what they find is checked against the text rules of `crawler.article`, and
where they find nothing the generic extractor takes over.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cssselect import SelectorError

from crawler.errors import CrawlerError, RegistryError
from crawler.fields import Fields
from crawler.selector import compiled

BUNDLED = Path(__file__).parent / "layouts"

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_TOP_KEYS = ("detect", "versions")


class LayoutError(CrawlerError):
    """A layout file is wrong: the message names file and key."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One version of a layout: CSS selectors per field, each a list tried in order.

    ``valid_from`` and ``valid_until`` (``YYYY-MM-DD``, None where unknown) say when pages of this shape were published:
    they are there for people; which generation a page has is seen from its selectors. ``url`` narrows it to
    addresses of one form (searched in path plus query).
    """

    id: str
    valid_from: str | None = None
    valid_until: str | None = None
    url: re.Pattern[str] | None = None
    title: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Detect:
    """How a page of an unknown host is recognised: any one of these is enough.

    ``generator`` is searched in ``<meta name=generator>``, ``url`` in path plus query; each of ``selectors`` must
    match for them to count (one list, all of it).
    """

    generator: re.Pattern[str] | None = None
    url: re.Pattern[str] | None = None
    selectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """One site layout, newest generation first.

    ``byline`` says where the author stands (``end``, ``head``, ``any``), ``clock`` that the page prints the present time above
    the title, so that a date up there is never the publication's, ``epoch_in_url`` that the address ends in the seconds
    of publication, ``lead_date`` that pages without a date line begin their lead with the day. ``lead_prefixes`` are texts glued before the lead, ``cut_labels`` lines after which nothing belongs to
    the article, ``noise`` patterns of whole lines to leave out: all in addition to the common rules.
    """

    id: str
    name: str
    sites: tuple[str, ...]
    detect: Detect
    generations: tuple[Generation, ...]
    byline: str = "any"
    clock: bool = False
    epoch_in_url: bool = False
    lead_date: bool = False
    lead_prefixes: tuple[str, ...] = ()
    cut_labels: tuple[str, ...] = ()
    noise: tuple[re.Pattern[str], ...] = ()


def load_layouts(directory: Path | None = None) -> Mapping[str, Layout]:
    """All layouts of a directory (the bundled ones when None) by id.

    Raises:
        LayoutError: the directory is empty, or a file is not TOML or has a wrong key (names file and key).
    """
    directory = directory or BUNDLED
    layouts: dict[str, Layout] = {}
    for path in sorted(directory.glob("*.toml")):
        layout = read_layout(path)
        if layout.id != path.stem:
            raise LayoutError(f"{path.name}: key “id”: “{layout.id}” is not the name of the file")
        layouts[layout.id] = layout
    if not layouts:
        raise LayoutError(f"{directory}: holds no layout file (*.toml)")
    return layouts


def read_layout(path: Path) -> Layout:
    """One layout file, checked.

    Raises:
        LayoutError: names file and key.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LayoutError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LayoutError(f"{path.name}: not valid TOML: {error}") from error
    try:
        return _layout(path.name, data)
    except RegistryError as error:
        raise LayoutError(str(error)) from error


def _layout(file: str, data: Mapping[str, Any]) -> Layout:
    fields = Fields(file, "layout", data)
    fields.entry = identifier = fields.identifier("id")
    for key in _TOP_KEYS:
        fields.seen(key)
    versions = data.get("versions", [])
    if not isinstance(versions, list):
        raise fields.error("versions", "must be a list of tables: [[versions]]")
    byline = fields.optional_text("byline") or "any"
    if byline not in {"any", "end", "head"}:
        raise fields.error("byline", f"“{byline}” is not one of any, end, head")
    layout = Layout(
        id=identifier,
        name=fields.text("name"),
        sites=fields.hosts("sites"),
        detect=_detect(Fields(file, f"{identifier}.detect", data.get("detect", {}))),
        generations=tuple(
            _generation(Fields(file, f"{identifier}.versions[{number}]", entry))
            for number, entry in enumerate(versions)
        ),
        byline=byline,
        clock=fields.flag("clock", default=False),
        epoch_in_url=fields.flag("epoch_in_url", default=False),
        lead_date=fields.flag("lead_date", default=False),
        lead_prefixes=fields.texts("lead_prefixes"),
        cut_labels=fields.texts("cut_labels"),
        noise=fields.patterns("noise"),
    )
    fields.done()
    return layout


def _detect(fields: Fields) -> Detect:
    generator, url = fields.patterns("generator"), fields.patterns("url")
    detect = Detect(
        generator=generator[0] if generator else None,
        url=url[0] if url else None,
        selectors=_selectors(fields, "selectors"),
    )
    fields.done()
    return detect


def _generation(fields: Fields) -> Generation:
    url = fields.patterns("url")
    generation = Generation(
        id=fields.identifier("id"),
        valid_from=_day(fields, "valid_from"),
        valid_until=_day(fields, "valid_until"),
        url=url[0] if url else None,
        title=_selectors(fields, "title"),
        lead=_selectors(fields, "lead"),
        body=_selectors(fields, "body"),
        author=_selectors(fields, "author"),
        date=_selectors(fields, "date"),
        section=_selectors(fields, "section"),
        tags=_selectors(fields, "tags"),
        caption=_selectors(fields, "caption"),
        drop=_selectors(fields, "drop"),
    )
    fields.done()
    return generation


def _day(fields: Fields, key: str) -> str | None:
    value = fields.optional_text(key)
    if value is not None and not _DAY.match(value):
        raise fields.error(key, f"“{value}” is not a day like 2024-07-01")
    return value


def _selectors(fields: Fields, key: str) -> tuple[str, ...]:
    selectors = fields.texts(key)
    for css in selectors:
        try:
            compiled(css)
        except SelectorError as error:
            raise fields.error(key, f"“{css}” is not a CSS selector: {error}") from error
    return selectors
