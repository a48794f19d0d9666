"""What needs a person: sites not reached, pages that failed, layouts that no longer fit, sites gone silent or slow.

Each is a `Notice` with a line to read; what to do about its kind stands in ``advice.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from sqlite_utils import Database

from crawler.source import Source
from nightly.drift import drifting
from nightly.left import left_early, ordinal
from nightly.quiet import silent
from nightly.slow import slow


class About(StrEnum):
    """What a notice is about."""

    RUN = "run"
    LEFT = "left"
    LIMIT = "limit"
    LIST = "list"
    PAGES = "pages"
    PARSING = "parsing"
    DRIFT = "drift"
    SILENT = "silent"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know. ``source_id`` None: about the run as a whole. ``urgent`` makes the exit code 3."""

    about: About
    text: str
    source_id: str | None = None
    urgent: bool = True


_WHAT = {
    ("failed", False): "could not be read",
    ("gone", False): "is not there",
    ("refused", False): "may not be asked",
    ("failed", True): "failed and will be asked again",
    ("gone", True): "listed but not there",
}


def attention(db: Database, sources: Sequence[Source], since: str, run_id: int) -> list[Notice]:
    """Everything since ``since``, when run ``run_id`` began, that somebody should know, from the database alone."""
    left = left_early(db, run_id)
    notices = [
        Notice(
            About.LIMIT if one.by_us else About.LEFT, f"{one.source_id}: {one}", one.source_id, not one.by_us
        )
        for one in left
    ]
    told = {one.source_id: one.reason for one in left}
    notices += [*_failed_addresses(db, since, told), *_failed_pages(db, since)]
    for about, urgent, found in (
        (About.DRIFT, True, drifting(db, sources, since)),
        (About.SILENT, True, silent(db, run_id)),
        (About.SLOW, False, slow(db, run_id)),
    ):
        notices += [Notice(about, f"{source}: {text}", source, urgent) for source, text in found]
    return notices


def advice(notices: Iterable[Notice]) -> list[str]:
    """What to do, once for each kind of notice, with the sources it is about."""
    concerned: dict[About, list[str]] = {}
    for notice in notices:
        known = concerned.setdefault(notice.about, [])
        if notice.source_id and notice.source_id not in known:
            known.append(notice.source_id)
    return [
        _advice()[about].format(sources=" ".join(sources) or "SOURCE")
        for about in About
        if (sources := concerned.get(about)) is not None
    ]


@cache
def _advice() -> dict[About, str]:
    texts = tomllib.loads(files("nightly").joinpath("advice.toml").read_text(encoding="utf-8"))
    return {about: texts[about] for about in About}


def _failed_addresses(db: Database, since: str, told: Mapping[str, str]) -> list[Notice]:
    """Addresses that gave nothing; lists are left out whose error is why their source was left (``told``), said already."""
    sql = files("nightly").joinpath("sql/failed.sql").read_text(encoding="utf-8")
    notices = []
    for source_id, is_article, state, set_aside, count, tries, example, error in db.execute(
        sql, {"since": since}
    ).fetchall():
        if not is_article and error and error in told.get(source_id, ""):
            continue
        what = _WHAT[state, bool(is_article)]
        if set_aside:
            what = (
                "failed once too often and is set aside"
                if count == 1
                else "failed once too often and are set aside"
            )
        reason = f" ({error})" if error else ""
        again = f", for the {ordinal(tries)} time" if tries > 1 else ""
        if is_article:
            line = f"{source_id}: {_counted(count, 'page')} {what}{again}, {_example(count, example)}{reason}"
        else:
            others = f" and {count - 1} more" if count > 1 else ""
            line = f"{source_id}: its list {example}{others} {what}{again}{reason}"
        notices.append(Notice(About.PAGES if is_article else About.LIST, line, source_id))
    return notices


def _failed_pages(db: Database, since: str) -> list[Notice]:
    rows = db.execute(
        "SELECT source_id, count(*), min(url), min(parse_error) FROM pages "
        "WHERE parsed_as = 'error' AND parsed_at >= ? GROUP BY source_id ORDER BY source_id",
        (since,),
    ).fetchall()
    return [
        Notice(
            About.PARSING,
            f"{source}: {_counted(count, 'page')} could not be parsed, {_example(count, url)} ({error})",
            source,
        )
        for source, count, url, error in rows
    ]


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"


def _example(count: int, url: str) -> str:
    return url if count == 1 else f"such as {url}"
