"""Decisions as gold documents for `mohinh evaluate`: articles in which every statement has been decided.

A document's facts are those that hold. What the extractor never found and nobody added is missing from them: precision
measured on such gold is right, recall is an upper bound.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

_DONE = """
    SELECT a.id, a.url, s.province, a.published, a.title, a.text FROM articles AS a JOIN sources AS s ON s.id = a.source_id
    WHERE EXISTS (SELECT 1 FROM facts AS f WHERE f.article_id = a.id AND f.state = 'current')
      AND NOT EXISTS (
          SELECT 1 FROM facts AS f LEFT JOIN decided AS d ON d.fact_id = f.id
          WHERE f.article_id = a.id AND +f.state = 'current' AND (d.verdict IS NULL OR d.verdict = 'unsure'))
    ORDER BY a.id
"""
_FACTS = """
    SELECT e.model, e.count, e.count_max, e.qualifier, e.unit, e.place, e.event, e.date, e.evidence
    FROM facts_effective AS e JOIN facts AS f ON f.id = e.id WHERE e.article_id = ? ORDER BY f.start, f."end", f.id
"""
_MENTIONED = """
    SELECT kind, label FROM mentions AS x
    WHERE article_id = :article AND kind IN ('model', 'locality')
      AND NOT EXISTS (SELECT 1 FROM overlay AS o WHERE o.kind = 'not_a_model' AND o.name = x.label AND o.reverted_by IS NULL)
    GROUP BY kind, label ORDER BY min(start)
"""
_SLOTS = ("model", "value", "value_max", "qualifier", "unit", "locality", "event", "date", "evidence")


def gold_documents(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Every fully decided article in the form of the annotation guideline."""
    for article_id, url, province, published, title, text in connection.execute(_DONE).fetchall():
        facts = [dict(zip(_SLOTS, row, strict=True)) for row in connection.execute(_FACTS, (article_id,))]
        rejected = _rejected_names(connection, article_id)
        mentioned = connection.execute(_MENTIONED, {"article": article_id}).fetchall()
        models = dict.fromkeys(
            label for kind, label in mentioned if kind == "model" and label not in rejected
        )
        models |= dict.fromkeys(fact["model"] for fact in facts if fact["model"])
        localities = dict.fromkeys(label for kind, label in mentioned if kind == "locality")
        yield {
            "id": f"review-{article_id}",
            "url": url,
            "province": province,
            "published": published[:10] if published else None,
            "title": title or "",
            "text": text,
            "models": list(models),
            "localities": list(localities),
            "facts": facts,
        }


_REJECTED = """
    SELECT DISTINCT m.name FROM facts AS f JOIN decided AS d ON d.fact_id = f.id JOIN models AS m ON m.id = f.model_id
    WHERE f.article_id = ? AND (d.verdict = 'reject' OR (d.verdict = 'correct' AND d.model IS NOT m.name))
"""


def _rejected_names(connection: sqlite3.Connection, article_id: int) -> set[str]:
    """Names that editors rejected or replaced in every statement of the article that has them are no models of it."""
    rejected = {str(row[0]) for row in connection.execute(_REJECTED, (article_id,))}
    held = connection.execute(
        "SELECT DISTINCT model FROM facts_effective WHERE article_id = ?", (article_id,)
    )
    return rejected - {str(row[0]) for row in held}
