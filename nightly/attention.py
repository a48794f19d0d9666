"""What needs a person: sites not reached, pages that failed, layouts that no longer fit. Each as one line."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from sqlite_utils import Database

from crawler.source import Source
from nightly.drift import drifting

_WHAT = {
    ("failed", False): "could not be read",
    ("gone", False): "is not there",
    ("refused", False): "may not be asked",
    ("failed", True): "failed and will be asked again",
    ("gone", True): "are listed but not there",
}


def attention(db: Database, sources: Sequence[Source], since: str) -> list[str]:
    """Everything since ``since`` that somebody should know, from the database alone."""
    return [*_failed_addresses(db, since), *_failed_pages(db, since), *drifting(db, sources, since)]


def _failed_addresses(db: Database, since: str) -> list[str]:
    sql = files("nightly").joinpath("sql/failed.sql").read_text(encoding="utf-8")
    lines = []
    for source_id, is_article, state, count, example, error in db.execute(sql, {"since": since}).fetchall():
        what = _WHAT[state, bool(is_article)]
        reason = f" ({error})" if error else ""
        if is_article:
            lines.append(f"{source_id}: {_counted(count, 'page')} {what}, such as {example}{reason}")
        else:
            others = f" and {count - 1} more" if count > 1 else ""
            lines.append(f"{source_id}: its list {example}{others} {what}{reason}")
    return lines


def _failed_pages(db: Database, since: str) -> list[str]:
    rows = db.execute(
        "SELECT source_id, count(*), min(url), min(parse_error) FROM pages "
        "WHERE parsed_as = 'error' AND parsed_at >= ? GROUP BY source_id ORDER BY source_id",
        (since,),
    ).fetchall()
    return [
        f"{source}: {_counted(count, 'page')} could not be parsed, such as {url} ({error})"
        for source, count, url, error in rows
    ]


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"
