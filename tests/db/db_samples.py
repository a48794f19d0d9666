"""Small rows for tests of the store, and a fresh database with one article."""

from __future__ import annotations

from db.records import ArticleRow, FactRow, ModelRow, PageRow, SourceRow, StoredExtraction
from db.runs import start_run
from db.store import save_article, save_sources, text_hash

SOURCE = SourceRow("qn", "Báo Quảng Ninh", "Quảng Ninh", "newspaper", ("bao.example",), None, "verified")
URL = "https://bao.example/keng"
SENTENCE = "Toàn xã có 2 mô hình Tiếng kẻng, 5 tổ tự quản."
ARTICLE = ArticleRow(URL, "qn", SENTENCE, "layout", title="Tiếng kẻng", published="2023-08-01")
PLACE = "xã Hiệp Hòa | thị xã Quảng Yên | tỉnh Quảng Ninh"


def page(url=URL, content="v1", **more):
    defaults = {"fetched_at": "2026-11-24T20:00:00Z", "warc_file": "a.warc.gz", "warc_offset": 0}
    return PageRow(
        url, "qn", status=200, content_hash=content, size=9, warc_record_id=content, **(defaults | more)
    )


def fact(value=2.0, unit="mô hình", locality=PLACE, model="tieng keng", **more):
    defaults = {
        "sentence": SENTENCE,
        "sentence_start": 0,
        "evidence": "2 mô hình",
        "start": 11,
        "end": 20,
        "confidence": 0.9,
    }
    return FactRow(model, value, unit, locality, **(defaults | more))


def extraction(*facts, article=ARTICLE, **more):
    models = (ModelRow("tieng keng", "Tiếng kẻng", ("Tiếng kẻng an ninh",)),)
    return StoredExtraction("1", text_hash(article), facts, models, **more)


def with_article(db):
    """Store source, run and article; gives (run id, article id)."""
    save_sources(db, [SOURCE])
    return start_run(db, "run", "0.1.0"), save_article(db, ARTICLE)


def column(db, sql, *parameters):
    """The first column of a query."""
    return [row[0] for row in db.execute(sql, parameters).fetchall()]
