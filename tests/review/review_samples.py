"""A small database for tests of the desk: one source, articles made of sentences, facts given by a line each."""

from __future__ import annotations

from db.connection import open_database
from db.records import ArticleRow, FactRow, FlagRow, LocalityRow, ModelRow, SourceRow, StoredExtraction
from db.runs import start_run
from db.store import save_article, save_extraction, save_sources, text_hash

KENG, CAMERA = "Tiếng kẻng an ninh", "Camera an ninh"
HIEP_HOA = "xã Hiệp Hòa | thị xã Quảng Yên | tỉnh Quảng Ninh"
QUANG_NINH = "tỉnh Quảng Ninh"
SOURCES = [
    SourceRow("qn", "Báo Quảng Ninh", "Quảng Ninh", "newspaper", ("qn.example",), None, "verified"),
    SourceRow("gl", "Công an Gia Lai", "Gia Lai", "police", ("gl.example",), None, "verified"),
]


def make(path):
    """A database with the two sources and a run."""
    db = open_database(path)
    save_sources(db, SOURCES)
    start_run(db, "run", "0.1.0")
    return db


def fact(sentence, value=2.0, unit="điểm", model=KENG, locality=HIEP_HOA, flags=("low_confidence",), **more):
    """A fact in *sentence*; where in the text it stands is found by `store`."""
    values = {"confidence": 0.5, "start": 0, "end": 0, "sentence_start": 0, "evidence": sentence, **more}
    reasons = tuple(FlagRow(flag, f"why {flag}") for flag in flags)
    return FactRow(
        model.casefold() if model else None, value, unit, locality, sentence, flags=reasons, **values
    )


def store(
    db, facts, url="https://qn.example/1", text=None, source="qn", title="Bình yên", published="2023-08-01"
):
    """Store an article whose text is the facts' sentences (or *text*), and the facts in it; gives their ids in order."""
    text = text or "\n".join(dict.fromkeys(f.sentence for f in facts))
    article = ArticleRow(url, source, text, "layout", title=title, published=published)
    article_id = save_article(db, article)
    placed = [_placed(f, text) for f in facts]
    names = {f.model: f.model.capitalize() for f in facts if f.model}
    models = tuple(ModelRow(key, _name(key, name)) for key, name in names.items())
    places = (LocalityRow(HIEP_HOA, "07135", "old", "xã Hiệp Hòa | tỉnh Quảng Ninh", QUANG_NINH),)
    save_extraction(
        db, article_id, StoredExtraction("1", text_hash(article), tuple(placed), models, places), 1
    )
    rows = db.execute(
        "SELECT id FROM facts WHERE article_id = ? AND state = 'current' ORDER BY number", (article_id,)
    )
    return [row[0] for row in rows.fetchall()]


def _name(key, fallback):
    return next((known for known in (KENG, CAMERA) if known.casefold() == key), fallback)


def _placed(f, text):
    start = text.find(f.sentence)
    return FactRow(
        **{
            **{name: getattr(f, name) for name in f.__slots__},
            "sentence_start": max(start, 0),
            "start": max(start, 0),
            "end": max(start, 0) + len(f.evidence),
        }
    )


def column(db, sql, *parameters):
    """The first column of a query."""
    return [row[0] for row in db.execute(sql, parameters).fetchall()]


def effective(db):
    """The effective facts as (id, model, place, count, unit, event)."""
    rows = db.execute("SELECT id, model, place, count, unit, event FROM facts_effective ORDER BY id")
    return [tuple(row) for row in rows.fetchall()]
