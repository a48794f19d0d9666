"""A small database made through the store as a nightly run would: two provinces, three sources, hostile texts among them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from db.connection import open_database, writing
from db.records import (
    ArticleRow,
    CandidateRow,
    FactRow,
    FlagRow,
    LinkRow,
    LocalityRow,
    MentionRow,
    ModelRow,
    PageRow,
    SourceRow,
    StoredExtraction,
)
from db.runs import finish_run, start_run, utc_now
from db.store import articles_to_extract, save_article, save_extraction, save_page, save_sources

HIEP_HOA = "xã Hiệp Hòa | thị xã Quảng Yên | tỉnh Quảng Ninh"
QUANG_NINH = "tỉnh Quảng Ninh"
VINH_PHUC = "tỉnh Vĩnh Phúc"
HOA_BINH = "tỉnh Hòa Bình"
PLACES = (
    LocalityRow(HIEP_HOA, "07135", "old", "xã Hiệp Hòa | tỉnh Quảng Ninh", QUANG_NINH, 20.93, 106.8),
    LocalityRow(QUANG_NINH, "22", "new", QUANG_NINH, QUANG_NINH),
    LocalityRow(VINH_PHUC, "26", "old", "tỉnh Phú Thọ", "tỉnh Phú Thọ"),
    LocalityRow(HOA_BINH, "17", "old", "tỉnh Phú Thọ", "tỉnh Phú Thọ"),
)

TEXT = (
    "Năm 2023, xã Hiệp Hòa duy trì 12 điểm Tiếng kẻng bình yên tại các thôn trên trục đường liên xã.\n"
    "Toàn tỉnh Quảng Ninh hiện có hơn 1.420 tổ tự quản; mô hình Tiếng kẻng bình yên được công nhận điển hình."
)
PAYLOADS = (
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "<svg onload=window.hacked=1>",
    "'-window.hacked=1-'",
    "{{ 7*7 }}<b>bold</b>",
)
HOSTILE = " ".join(PAYLOADS)


def sentence_fact(
    text: str, evidence: str, model: str | None, locality: str | None, **more: object
) -> FactRow:
    """A fact whose sentence is the line of *text* that holds *evidence*."""
    start = text.index(evidence)
    begin = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    return FactRow(
        model=model,
        value=more.pop("value", None),
        unit=more.pop("unit", None),
        locality=locality,
        sentence=text[begin : end if end >= 0 else len(text)],
        sentence_start=begin,
        evidence=evidence,
        start=start,
        end=start + len(evidence),
        confidence=more.pop("confidence", 0.9),
        **more,
    )


def mention(text: str, kind: str, words: str, **more: object) -> MentionRow:
    start = text.index(words)
    return MentionRow(kind, start, start + len(words), more.pop("label", words), **more)


def decide(db, fact_id, verdict, *, corrected=None, undoes=None, editor="lan"):
    """Append a decision as an editor would; gives its id."""
    with writing(db):
        cursor = db.conn.execute(
            "INSERT INTO reviews (fact_id, verdict, corrected, editor, decided_at, shown, undoes) VALUES (?, ?, ?, ?, ?, '{}', ?)",
            (fact_id, verdict, json.dumps(corrected or {}), editor, utc_now(), undoes),
        )
    return cursor.lastrowid


def build(path: Path) -> None:
    """Write the database to *path*."""
    db = open_database(path)
    run = start_run(db, "run", "0.1.0")
    save_sources(
        db,
        [
            SourceRow(
                "ca-quangninh",
                "Công an tỉnh Quảng Ninh",
                "Quảng Ninh",
                "police",
                ("congan.example",),
                "portal",
                "verified",
            ),
            SourceRow(
                "bao-phutho", "Báo Phú Thọ", "Phú Thọ", "newspaper", ("bao.example",), None, "inferred"
            ),
            SourceRow(
                "bao-xau", f"Báo {PAYLOADS[0]}", "Hà Nội", "newspaper", ("xau.example",), None, "inferred"
            ),
        ],
    )
    keng = "Tiếng kẻng bình yên"
    facts = (
        sentence_fact(
            TEXT,
            "duy trì 12 điểm Tiếng kẻng bình yên",
            keng,
            HIEP_HOA,
            value=12.0,
            unit="điểm",
            event="operating",
            date="2023",
            rule="count+name",
            links=(LinkRow("locality", "sentence", "nearest", 10, 21),),
            confidence=0.93,
        ),
        sentence_fact(
            TEXT,
            "hiện có hơn 1.420 tổ tự quản",
            None,
            QUANG_NINH,
            value=1420.0,
            unit="tổ tự quản",
            qualifier="at_least",
            event="operating",
            confidence=0.62,
            flags=(FlagRow("outlier", "ten times what the province reported before"),),
        ),
        sentence_fact(
            TEXT,
            "mô hình Tiếng kẻng bình yên được công nhận điển hình",
            keng,
            QUANG_NINH,
            event="recognised",
            confidence=0.41,
            flags=(FlagRow("inherited_locality", "the place comes from the title"),),
        ),
    )
    candidates = (
        CandidateRow(HIEP_HOA, "07135", "old", True, "the source's province"),
        CandidateRow(
            "xã Hiệp Hòa | huyện Kinh Môn | tỉnh Hải Dương", "10000", "old", False, "another province"
        ),
    )
    mentions = (
        mention(TEXT, "model", "Tiếng kẻng bình yên", model=keng),
        mention(TEXT, "locality", "xã Hiệp Hòa", locality=HIEP_HOA, candidates=candidates, label=HIEP_HOA),
        mention(TEXT, "quantity", "12 điểm"),
        mention(TEXT, "time", "Năm 2023", label="2023"),
    )
    add_article(
        db,
        run,
        "ca-quangninh",
        "https://congan.example/keng-1.html",
        "Bình yên từ những tiếng kẻng",
        TEXT,
        "2023-08-01T07:30",
        facts,
        mentions,
        captions=("Ảnh: tổ tự quản thôn 3 đi tuần.",),
        author="Lan Anh",
        issues=("no_lead",),
    )
    for number, (place, count) in enumerate(((VINH_PHUC, 120), (HOA_BINH, 80))):
        text = f"Đến nay, {place} có {count} mô hình Camera an ninh."
        add_article(
            db,
            run,
            "bao-phutho",
            f"https://bao.example/{number}",
            f"Camera ở {place}",
            text,
            "2024-05-0" + str(number + 1),
            (
                sentence_fact(
                    text,
                    f"có {count} mô hình Camera an ninh",
                    "Camera an ninh",
                    place,
                    value=float(count),
                    unit="mô hình",
                ),
            ),
        )
    other = "Trong năm 2023, xã Hiệp Hòa có 15 điểm Tiếng kẻng bình yên."
    add_article(
        db,
        run,
        "bao-phutho",
        "https://bao.example/keng",
        "Thêm một con số",
        other,
        "2023-11-02",
        (
            sentence_fact(
                other, "có 15 điểm Tiếng kẻng bình yên", keng, HIEP_HOA, value=15.0, unit="điểm", date="2023"
            ),
        ),
    )
    bad = f"Tại tỉnh Quảng Ninh, mô hình {HOSTILE} được ra mắt."
    add_article(
        db,
        run,
        "bao-xau",
        "https://xau.example/a?b=<script>alert(1)</script>",
        f"Tít {HOSTILE}",
        bad,
        "2024-01-01",
        (
            sentence_fact(
                bad,
                f"mô hình {HOSTILE} được ra mắt",
                HOSTILE,
                QUANG_NINH,
                event="launched",
                confidence=0.2,
                flags=(FlagRow("unbalanced_quote", PAYLOADS[1]),),
            ),
        ),
        (mention(bad, "model", HOSTILE, model=HOSTILE),),
        captions=(PAYLOADS[2],),
        author=PAYLOADS[0],
    )
    decide(db, db.execute("SELECT id FROM facts WHERE value = 12").fetchone()[0], "accept")
    finish_run(db, run, 3, {"warnings": ["bao-xau: 3 of 4 pages without a date", PAYLOADS[0]]})
    db.close()


def add_article(db, run, source, url, title, text, published, facts=(), mentions=(), **more):  # noqa: PLR0917
    """Store page, article and extraction of one article; models are given by name, their keys are the names in lower case."""
    named = {f.model for f in (*facts, *mentions) if f.model}
    page_id = save_page(
        db,
        PageRow(
            url,
            source,
            utc_now(),
            200,
            f"hash of {url}",
            len(text),
            "day.warc.gz",
            420,
            f"urn:{url}",
            "text/html",
            run,
        ),
    )
    article_id = save_article(
        db, ArticleRow(url, source, text, "layout", page_id=page_id, title=title, published=published, **more)
    )
    waiting = next(a for a in articles_to_extract(db, "1") if a.id == article_id)

    def keyed(rows):
        return tuple(replace(row, model=row.model.casefold()) if row.model else row for row in rows)

    models = tuple(ModelRow(name.casefold(), name) for name in sorted(named))
    save_extraction(
        db,
        article_id,
        StoredExtraction("1", waiting.text_hash, keyed(facts), models, PLACES, keyed(mentions)),
        run,
    )
    return article_id
