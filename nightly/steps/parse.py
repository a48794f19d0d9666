"""Stored pages that are not parsed yet become articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from crawler.errors import CrawlerError
from crawler.layout import Layout
from crawler.ledger import Ledger
from crawler.registry import Registry
from db.connection import writing
from db.records import ArticleRow, PageToParse
from db.store import count_to_parse, mark_parsed, pages_to_parse, save_article
from nightly.batches import batches
from nightly.progress import progress
from nightly.topic import topic_issues

if TYPE_CHECKING:
    from crawler.article import ParsedPage


@dataclass(frozen=True, slots=True)
class ParseCounts:
    """What became of the pages; ``failures`` name address and reason."""

    articles: int = 0
    not_articles: int = 0
    failures: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many were looked at."""
        return self.articles + self.not_articles + len(self.failures)

    def __str__(self) -> str:
        """One line for the person at the terminal."""
        if not self.pages:
            return "parse    nothing new"
        failed = f", {len(self.failures)} failed" if self.failures else ""
        return (
            f"parse    {self.pages} pages: {self.articles} articles, {self.not_articles} no articles{failed}"
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """What it takes to read a stored page."""

    archive_dir: Path
    registry: Registry
    layouts: Mapping[str, Layout]

    def read(self, page: PageToParse) -> ParsedPage | str:
        """The parsed page, or in words why there is none."""
        # A quarter of a second to import, for what a night on which nothing changed has no use for.
        from crawler.article import parse_stored  # noqa: PLC0415
        from crawler.stored import read_page  # noqa: PLC0415

        try:
            stored = read_page(self.archive_dir, page.warc_file, page.warc_offset)
            if not stored.body.strip():
                return "the page is empty"
            return parse_stored(stored.body, page.url, self.registry, self.layouts, page.content_type)
        except CrawlerError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001  (a page that nobody foresaw must not cost the others)
            return f"{type(error).__name__}: {error}"


def parse_step(db: Database, reader: Reader) -> ParseCounts:
    """Parse what is not parsed. A page that cannot be is marked with the reason and set aside, never fatal."""
    articles, not_articles, failures = 0, 0, []
    total, done = count_to_parse(db), 0
    with progress("parse") as bar:
        for batch in batches(pages_to_parse(db)):
            results = [(page, reader.read(page)) for page in batch]
            with writing(db):
                for page, result in results:
                    if isinstance(result, str):
                        mark_parsed(db, page.id, "error", result)
                        failures.append(f"{page.url}: {result}")
                    elif result.kind == "article":
                        save_article(db, as_row(page, result))
                        articles += 1
                    else:
                        mark_parsed(db, page.id, "not_article")
                        not_articles += 1
            done += len(batch)
            bar(done, total, batch[-1].source_id)
    Ledger(db).let_old_news_rest()
    return ParseCounts(articles, not_articles, tuple(failures))


def as_row(page: PageToParse, parsed: ParsedPage) -> ArticleRow:
    """The article as the store takes it."""
    return ArticleRow(
        url=page.url,
        source_id=page.source_id,
        text=parsed.text,
        method=parsed.method,
        page_id=page.id,
        canonical_url=parsed.canonical_url,
        title=parsed.title,
        lead=parsed.lead,
        captions=tuple(parsed.captions),
        author=parsed.author,
        section=parsed.section,
        tags=tuple(parsed.tags),
        published=parsed.published,
        published_from=parsed.published_from,
        language=parsed.language,
        layout=parsed.layout,
        witnesses=parsed.witnesses,
        issues=(*parsed.issues, *topic_issues(parsed.title, parsed.text, parsed.language)),
    )


def forget_parsing(db: Database) -> None:
    """Have every version of every page parsed again by the next `parse_step`."""
    with writing(db):
        db.conn.execute("UPDATE pages SET parsed_at = NULL, parsed_as = NULL, parse_error = NULL")
