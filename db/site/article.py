"""All that the page of an article shows."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from db.site.highlight import Mark, Stretch, cut_paragraphs
from db.site.repeated import articles_that_repeat
from db.site.rows import rows


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its source and the place of its page in the archive."""

    id: int
    url: str
    title: str | None
    source: str
    source_id: str
    province: str | None
    published: str | None
    published_from: str | None
    author: str | None
    section: str | None
    method: str
    layout: str | None
    issues: str
    language: str | None
    captions: str
    text: str
    page_id: int | None
    fetched_at: str | None
    warc_file: str | None
    warc_offset: int | None
    extractor: str | None
    witnesses: str

    @property
    def found(self) -> dict[str, str]:
        """Where each field was found."""
        return dict(json.loads(self.witnesses))


@dataclass(frozen=True, slots=True)
class ArticleFact:
    """A statement of the article, decisions applied; ``rejected`` ones and those ``gone`` from the text are told apart."""

    id: str
    model: str | None
    place: str | None
    count: float | None
    count_max: float | None
    qualifier: str
    unit: str | None
    event: str | None
    date: str | None
    confidence: float
    flags: str | None
    verdict: str | None
    start: int
    end: int
    evidence: str
    gone: bool
    rejected: bool


@dataclass(frozen=True, slots=True)
class Version:
    """A stored version of the page. ``title`` is what it said where the wording differed from today's."""

    page_id: int
    fetched_at: str
    changed: bool
    title: str | None


@dataclass(frozen=True, slots=True)
class Reprint:
    """An article with the same text: ``first`` is the earliest, the others took it over."""

    id: int
    title: str | None
    source: str
    published: str | None
    first: bool


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """The article, its text cut where something was found, its captions and its facts."""

    article: Article
    paragraphs: tuple[tuple[Stretch, ...], ...]
    captions: tuple[str, ...]
    issues: tuple[str, ...]
    facts: tuple[ArticleFact, ...]
    versions: tuple[Version, ...]
    reprints: tuple[Reprint, ...]
    elsewhere: dict[str, int]
    """Fact → number of other articles, reprints or the original, that say the same."""


_ARTICLE = """
    SELECT a.id, a.url, a.title, s.name AS source, a.source_id, s.province, a.published, a.published_from, a.author,
           a.section, a.method, a.layout, a.issues, a.language, a.captions, a.text, a.page_id, p.fetched_at, p.warc_file,
           p.warc_offset, a.extractor, a.witnesses
    FROM articles AS a JOIN sources AS s ON s.id = a.source_id LEFT JOIN pages AS p ON p.id = a.page_id
    WHERE a.id = :id
"""
_HOLDING = """
    SELECT e.id, e.model, e.place, e.count, e.count_max, e.qualifier, e.unit, e.event, e.date, e.confidence, e.flags,
           e.verdict, f.start, f."end", f.evidence, e.state = 'gone' AS gone, 0 AS rejected
    FROM facts_effective AS e JOIN facts AS f ON f.id = e.id
    WHERE e.article_id = :id
"""
_REJECTED = """
    SELECT f.id, m.name AS model, l.path AS place, f.value AS count, f.value_max AS count_max, f.qualifier, f.unit,
           f.event, f.date, f.confidence, NULL AS flags, d.verdict, f.start, f."end", f.evidence, f.state = 'gone' AS gone,
           1 AS rejected
    FROM facts AS f
    JOIN decisions AS d ON d.fact_id = f.id AND d.verdict = 'reject'
    LEFT JOIN models AS m ON m.id = f.model_id
    LEFT JOIN localities AS l ON l.id = f.locality_id
    WHERE f.article_id = :id
"""
_VERSIONS = """
    SELECT p.id AS page_id, p.fetched_at, r.id IS NOT NULL AS changed, r.title
    FROM pages AS p LEFT JOIN revisions AS r ON r.page_id = p.id
    WHERE p.url = (SELECT url FROM articles WHERE id = :id) ORDER BY p.fetched_at DESC, p.id DESC LIMIT 30
"""
_REPRINTS = """
    SELECT a.id, a.title, s.name AS source, a.published, a.id = x.original AS first
    FROM (SELECT coalesce((SELECT original_id FROM reprints WHERE article_id = :id), :id) AS original) AS x
    JOIN articles AS a
      ON a.id = x.original OR a.id IN (SELECT article_id FROM reprints WHERE original_id = x.original)
    JOIN sources AS s ON s.id = a.source_id
    WHERE a.id <> :id ORDER BY a.published LIMIT 30
"""
_MENTIONS = 'SELECT start, "end", kind, label FROM mentions WHERE article_id = :id ORDER BY start'


def read_article(connection: sqlite3.Connection, article_id: int) -> ArticlePage | None:
    """The page of an article, or None if there is none with this id."""
    parameters = {"id": article_id}
    found = rows(connection, Article, _ARTICLE, parameters)
    if not found:
        return None
    article = found[0]
    holding = rows(connection, ArticleFact, _HOLDING, parameters)
    rejected = rows(connection, ArticleFact, _REJECTED, parameters)
    facts = sorted((*holding, *rejected), key=lambda fact: (fact.start, fact.end))
    marks = [
        *(Mark(fact.start, fact.end, "evidence", fact=fact.id) for fact in facts if not fact.gone),
        *rows(connection, Mark, _MENTIONS, parameters),
    ]
    return ArticlePage(
        article=article,
        paragraphs=cut_paragraphs(article.text, marks),
        captions=tuple(json.loads(article.captions)),
        issues=tuple(json.loads(article.issues)),
        facts=tuple(facts),
        versions=tuple(rows(connection, Version, _VERSIONS, parameters)),
        reprints=tuple(rows(connection, Reprint, _REPRINTS, parameters)),
        elsewhere=articles_that_repeat(connection, article_id),
    )
