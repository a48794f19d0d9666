"""Storing what was found in one article.

Facts are matched to those stored before by their statement id: found again they are updated in place (`first_run`
stays), not found again they are marked ``gone``, never deleted. Decisions of editors are not touched.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlite_utils import Database

from db.connection import writing
from db.localities import save_localities
from db.models import save_models
from db.records import ExtractionCounts, FactRow, LocalityRow, MentionRow, ModelRow, StoredExtraction
from db.runs import utc_now
from db.statement import fold_spaces, number_text, statement_id

_Group = tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class _Stored:
    id: str
    occurrence: int
    locality: str | None
    state: str


@dataclass(frozen=True, slots=True)
class _Names:
    """Ids of the article's models by key and of its places by path."""

    models: Mapping[str, int]
    localities: Mapping[str, int]

    def model(self, key: str | None) -> int | None:
        return None if key is None else self.models[key]

    def locality(self, path: str | None) -> int | None:
        return None if path is None else self.localities[path]


def save_extraction(
    db: Database, article_id: int, extraction: StoredExtraction, run_id: int | None
) -> ExtractionCounts:
    """Store *extraction* as what is now known of the article, in one transaction.

    Models and places are made as needed, mentions and flags replaced, and the article marked as extracted.
    """
    with writing(db):
        names = _Names(save_models(db, _models(extraction)), save_localities(db, _localities(extraction)))
        url = db.execute("SELECT url FROM articles WHERE id = ?", (article_id,)).fetchone()[0]
        stored = _stored_facts(db, article_id)
        identified = _identify(url, extraction.facts, stored)
        counts = _count(identified, stored)
        _write_facts(db, article_id, identified, names, run_id)
        _mark_gone(db, [s.id for group in stored.values() for s in group if s.id not in identified])
        _replace_flags(db, article_id, identified)
        _replace_mentions(db, article_id, extraction.mentions, names)
        db.conn.execute(
            "UPDATE articles SET extracted_at = ?, extracted_hash = ?, extractor = ? WHERE id = ?",
            (utc_now(), extraction.text_hash, extraction.extractor, article_id),
        )
    return counts


def _users(extraction: StoredExtraction) -> tuple[FactRow | MentionRow, ...]:
    return (*extraction.facts, *extraction.mentions)


def _models(extraction: StoredExtraction) -> list[ModelRow]:
    listed = {model.key for model in extraction.models}
    others = {user.model for user in _users(extraction) if user.model is not None} - listed
    return [*extraction.models, *(ModelRow(key, key) for key in sorted(others))]


def _localities(extraction: StoredExtraction) -> list[LocalityRow]:
    listed = {locality.path for locality in extraction.localities}
    others = {user.locality for user in _users(extraction) if user.locality is not None} - listed
    return [*extraction.localities, *(LocalityRow(path) for path in sorted(others))]


def _stored_facts(db: Database, article_id: int) -> dict[_Group, list[_Stored]]:
    found: dict[_Group, list[_Stored]] = defaultdict(list)
    rows = db.execute(
        "SELECT f.sentence, m.key, f.value, f.unit, f.id, f.occurrence, l.path, f.state FROM facts AS f "
        "LEFT JOIN models AS m ON m.id = f.model_id LEFT JOIN localities AS l ON l.id = f.locality_id "
        "WHERE f.article_id = ? ORDER BY f.occurrence",
        (article_id,),
    )
    for sentence, model, value, unit, *rest in rows.fetchall():
        found[fold_spaces(sentence), model, number_text(value), unit].append(_Stored(*rest))
    return found


def _identify(
    url: str, facts: Iterable[FactRow], stored: Mapping[_Group, list[_Stored]]
) -> dict[str, tuple[FactRow, int]]:
    """Facts by their statement id, with the occurrence that is part of it.

    Facts that agree in sentence, model, value and unit are numbered in their order in the text, with one exception:
    one in the same place as a stored statement keeps that one's number. So a place that new rules find beside the
    others does not push a decision from one place to the next.
    """
    groups: dict[_Group, list[FactRow]] = defaultdict(list)
    for fact in sorted(facts, key=lambda f: (f.start, f.end)):
        groups[fold_spaces(fact.sentence), fact.model, number_text(fact.value), fact.unit].append(fact)
    identified: dict[str, tuple[FactRow, int]] = {}
    for group, members in groups.items():
        for fact, occurrence in _number(members, stored.get(group, [])):
            key = statement_id(url, fact.sentence, fact.model, fact.value, fact.unit, occurrence)
            identified[key] = (fact, occurrence)
    return identified


def _number(members: list[FactRow], stored: list[_Stored]) -> list[tuple[FactRow, int]]:
    free = {s.occurrence: s.locality for s in stored}
    taken: dict[int, int] = {}
    for index, fact in enumerate(members):
        same_place = [occurrence for occurrence, place in free.items() if place == fact.locality]
        if same_place:
            taken[index] = same_place[0]
            del free[same_place[0]]
    used = set(taken.values())
    unused = (n for n in range(len(members) + len(stored) + 1) if n not in used)
    return [(fact, taken[i] if i in taken else next(unused)) for i, fact in enumerate(members)]


def _count(
    identified: Mapping[str, tuple[FactRow, int]], stored: Mapping[_Group, list[_Stored]]
) -> ExtractionCounts:
    states = {s.id: s.state for group in stored.values() for s in group}
    return ExtractionCounts(
        new=sum(key not in states for key in identified),
        kept=sum(states.get(key) == "current" for key in identified),
        revived=sum(states.get(key) == "gone" for key in identified),
        gone=sum(state == "current" and key not in identified for key, state in states.items()),
        flagged=sum(bool(fact.flags) for fact, _ in identified.values()),
    )


_SAVE_FACT = """
    INSERT INTO facts (id, number, article_id, model_id, value, value_max, qualifier, unit, locality_id, event, date,
                       confidence, state, evidence, start, "end", sentence, sentence_start, occurrence, rule, links,
                       first_run, last_run, extracted_confidence)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'current', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        model_id = excluded.model_id, value_max = excluded.value_max, qualifier = excluded.qualifier,
        locality_id = excluded.locality_id, event = excluded.event, date = excluded.date,
        confidence = excluded.confidence, state = 'current', evidence = excluded.evidence, start = excluded.start,
        "end" = excluded."end", sentence = excluded.sentence, sentence_start = excluded.sentence_start,
        rule = excluded.rule, links = excluded.links, last_run = excluded.last_run,
        extracted_confidence = excluded.extracted_confidence
"""


def _write_facts(
    db: Database,
    article_id: int,
    identified: Mapping[str, tuple[FactRow, int]],
    names: _Names,
    run_id: int | None,
) -> None:
    first = db.execute("SELECT coalesce(max(number), 0) + 1 FROM facts").fetchone()[0]
    rows = [
        (
            key, first + position, article_id, names.model(fact.model), fact.value, fact.value_max, fact.qualifier,
            fact.unit, names.locality(fact.locality), fact.event, fact.date, fact.confidence,
            fact.evidence, fact.start, fact.end, fact.sentence, fact.sentence_start, occurrence, fact.rule,
            _json([asdict(link) for link in fact.links]), run_id, run_id, _extracted(fact),
        )
        for position, (key, (fact, occurrence)) in enumerate(identified.items())
    ]  # fmt: skip
    db.conn.executemany(_SAVE_FACT, rows)


def _extracted(fact: FactRow) -> float:
    return fact.confidence if fact.extracted_confidence is None else fact.extracted_confidence


def _mark_gone(db: Database, ids: list[str]) -> None:
    db.conn.executemany(
        "UPDATE facts SET state = 'gone' WHERE id = ? AND state <> 'gone'", [(key,) for key in ids]
    )


def _replace_flags(db: Database, article_id: int, identified: Mapping[str, tuple[FactRow, int]]) -> None:
    db.conn.execute(
        "DELETE FROM flags WHERE fact_id IN (SELECT id FROM facts WHERE article_id = ?)", (article_id,)
    )
    db.conn.executemany(
        "INSERT OR IGNORE INTO flags (fact_id, flag, reason) VALUES (?, ?, ?)",
        [(key, flag.flag, flag.reason) for key, (fact, _) in identified.items() for flag in fact.flags],
    )


def _replace_mentions(db: Database, article_id: int, mentions: Iterable[MentionRow], names: _Names) -> None:
    db.conn.execute("DELETE FROM mentions WHERE article_id = ?", (article_id,))
    db.conn.executemany(
        'INSERT INTO mentions (article_id, kind, start, "end", label, model_id, locality_id, candidates, flags) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                article_id, m.kind, m.start, m.end, m.label, names.model(m.model), names.locality(m.locality),
                _json([asdict(candidate) for candidate in m.candidates]), _json(m.flags),
            )
            for m in mentions
        ],
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
