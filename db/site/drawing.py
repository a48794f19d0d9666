"""Charts and maps as SVG, drawn on the server: no script, no library, and they print. Everything from outside is escaped."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import ceil, floor, log10, sqrt

from markupsafe import Markup

from db.errors import ServeError
from db.site.language import number

WIDTH, HEIGHT = 640, 220
LEFT, BOTTOM, TOP, RIGHT = 58, 34, 12, 22
TILE = 62
WIDEST = 64
"""Of a column: a single night must not be a wall."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A column or tile: what stands below it, how much it is, where a click leads."""

    label: str
    value: float
    link: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point over a time axis, in years."""

    at: float
    value: float
    link: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the tile map."""

    province: str
    column: int
    row: int
    short: str


@cache
def tiles(structure: str) -> tuple[Tile, ...]:
    """The provinces of a structure (``new``: 34, ``old``: 63) with their squares."""
    entries = tomllib.loads(files("db.site").joinpath("maps", "provinces.toml").read_text(encoding="utf-8"))
    found = tuple(Tile(name, *place) for name, place in entries[structure].items())
    if len({(tile.column, tile.row) for tile in found}) < len(found):
        raise ServeError(f"db/site/maps/provinces.toml: two provinces of [{structure}] share a square.")
    return found


def columns(bars: Sequence[Bar], caption: str) -> Markup:
    """Upright bars, such as counts by year; *caption* says in words what is drawn. Empty without bars."""
    if not bars:
        return Markup("")
    bars = _every_year(bars)
    highest, ticks = _scale(max(bar.value for bar in bars))
    step = (WIDTH - LEFT - RIGHT) / len(bars)
    every = ceil(len(bars) * max(len(bar.label) for bar in bars) * 7.5 / (WIDTH - LEFT - RIGHT))
    parts = []
    for place, bar in enumerate(bars):
        tall = (HEIGHT - TOP - BOTTOM) * bar.value / highest
        x, y = LEFT + place * step, HEIGHT - BOTTOM - tall
        title = bar.title or f"{bar.label}: {number(bar.value)}"
        column = Markup(
            '<rect class="mark" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>'
        )
        wide = min(max(step * 0.76, 1), WIDEST)
        parts.append(
            _linked(column.format(x + (step - wide) / 2, y, wide, max(tall, 0.5), title), bar.link, title)
        )
        if place % every == 0:
            spare = place // every % 2 == 1 and len(bars) > 5
            parts.append(_text(x + step / 2, HEIGHT - BOTTOM + 16, bar.label, "middle", spare=spare))
    return _figure(_grid(highest, ticks) + Markup("").join(parts), WIDTH, HEIGHT, caption)


def dots(points: Sequence[Dot], caption: str) -> Markup:
    """Points over the years: what was counted when, by whom. Empty without points."""
    if not points:
        return Markup("")
    first, last = floor(min(p.at for p in points)), floor(max(p.at for p in points)) + 1
    highest, ticks = _scale(max(p.value for p in points))
    wide = (WIDTH - LEFT - RIGHT) / (last - first)
    every = ceil((last - first) * 40 / (WIDTH - LEFT - RIGHT))
    parts = [
        _text(
            LEFT + (year - first) * wide, HEIGHT - BOTTOM + 16, str(year), "middle",
            spare=(year - first) // every % 2 == 1 and last - first > 5,
        )
        for year in range(first, last + 1, every)
    ]  # fmt: skip
    for point in points:
        x = LEFT + (point.at - first) * wide
        y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * point.value / highest
        circle = Markup('<circle class="mark" cx="{:.1f}" cy="{:.1f}" r="5"><title>{}</title></circle>')
        parts.append(_linked(circle.format(x, y, point.title), point.link, point.title))
    return _figure(_grid(highest, ticks) + Markup("").join(parts), WIDTH, HEIGHT, caption)


def tile_map(
    values: Mapping[str, float], structure: str, caption: str, link: Callable[[str], str], unit: str
) -> Markup:
    """The provinces of *structure* as squares, the more the darker; *link* gives the address of a province."""
    squares = tiles(structure)
    largest = max(values.values(), default=0) or 1
    parts = []
    for tile in squares:
        value = values.get(tile.province, 0)
        # The root: a few provinces have most of what is reported, and the others would all look empty.
        shade = 0 if not value else 1 + min(4, floor(5 * sqrt(value / largest) - 1e-9))
        title = f"{tile.province}: {number(value)} {unit}"
        x, y = tile.column * TILE, tile.row * TILE
        square = Markup(
            '<rect class="tile shade-{}" x="{}" y="{}" width="{}" height="{}" rx="4"><title>{}</title></rect>'
        ).format(shade, x + 2, y + 2, TILE - 4, TILE - 4, title)
        dark = " light" if shade >= 3 else ""
        for line, word in enumerate(_two_lines(tile.short)):
            square += Markup('<text class="tile-name{}" x="{}" y="{}">{}</text>').format(
                dark, x + TILE / 2, y + 17 + 14 * line, word
            )
        square += Markup('<text class="tile-value{}" x="{}" y="{}">{}</text>').format(
            dark, x + TILE / 2, y + 53, _brief(value) if value else "–"
        )
        parts.append(Markup('<a href="{}">{}</a>').format(link(tile.province), square))
    wide = (1 + max(tile.column for tile in squares)) * TILE
    high = (1 + max(tile.row for tile in squares)) * TILE
    return _figure(Markup("").join(parts), wide, high, caption, "map")


def _every_year(bars: Sequence[Bar]) -> Sequence[Bar]:
    """The bars, with empty ones for the years between that have none; other labels stay as they are."""
    if not all(len(bar.label) == 4 and bar.label.isdigit() for bar in bars):
        return bars
    years = {int(bar.label): bar for bar in bars}
    first, last = min(years), max(years)
    # A year misread long ago must not squeeze all others together.
    return (
        [years.get(year, Bar(str(year), 0)) for year in range(first, last + 1)] if last - first < 40 else bars
    )


def _two_lines(name: str) -> list[str]:
    words = name.split(" ")
    half = ceil(len(words) / 2)
    return [name] if len(words) == 1 else [" ".join(words[:half]), " ".join(words[half:])]


def _brief(value: float) -> str:
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e5, "k")):
        if value >= size:
            return f"{number(round(value / (1000 if letter == 'k' else size), 1))}{letter}"
    return number(value)


def _scale(largest: float) -> tuple[float, list[float]]:
    """The top of an axis and its ticks: round numbers, four to six of them."""
    largest = largest or 1
    size = 10 ** floor(log10(largest))
    step = next(size * part for part in (0.2, 0.5, 1, 2) if largest / (size * part) <= 5)
    step = step if largest < 1 else max(step, 1)
    count = ceil(largest / step - 1e-9)
    return count * step, [step * n for n in range(count + 1)]


def _grid(highest: float, ticks: Sequence[float]) -> Markup:
    parts = []
    for tick in ticks:
        y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * tick / highest
        parts.append(
            Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(
                LEFT, WIDTH - RIGHT, y, y
            )
        )
        parts.append(_text(LEFT - 6, y + 4, _brief(tick), "end"))
    return Markup("").join(parts)


def _text(x: float, y: float, text: str, anchor: str, *, spare: bool = False) -> Markup:
    """A label; a *spare* one is left out on narrow screens, where letters are larger."""
    given = Markup(' class="spare"') if spare else ""
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}"{}>{}</text>').format(
        x, y, anchor, given, text
    )


def _linked(shape: Markup, link: str | None, label: str) -> Markup:
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(link, label, shape) if link else shape


def _figure(inside: Markup, width: int, height: int, caption: str, kind: str = "chart") -> Markup:
    return Markup(
        '<figure class="{0}"><svg viewBox="0 0 {1} {2}" width="{1}" role="group" aria-label="{3}">{4}</svg>'
        "<figcaption>{3}</figcaption></figure>"
    ).format(kind, width, height, caption, inside)
