"""A database of many flagged statements, made through the store: what the numbers of the desk are measured on."""

from __future__ import annotations

import random
from contextlib import closing

from db.connection import writing
from db.records import ArticleRow, FactRow, FlagRow, LinkRow, MentionRow, ModelRow, StoredExtraction
from db.runs import finish_run
from db.store import save_article, save_extraction, text_hash
from nightly.batches import with_gaps
from tests.review.review_samples import make

FLAGS = (
    "inherited_locality",
    "ambiguous_locality",
    "low_confidence",
    "outlier",
    "unusual_unit",
    "number_word",
)
UNITS = ("điểm", "tổ tự quản", "mô hình", "camera", "thành viên")
PROVINCES = ("Quảng Ninh", "Gia Lai", "Nghệ An", "Thanh Hóa", "Cần Thơ", "Tuyên Quang")
PER_ARTICLE = 10


def sentence(number, value, unit, model, place):
    return (
        f"Câu {number}: đến nay {place.split(' | ')[0]} có {value} {unit} thuộc mô hình “{model}” hoạt động."
    )


def article(number, rules=0, shift=0):
    """The *number*-th article and what *rules* (0, 1, …) find in it; *shift* letters stand before its text."""
    chance, turn = random.Random(number), random.Random(-1 - number)
    facts, lines, at = [], [], shift + 1 if shift else 0
    for place_of in range(PER_ARTICLE):
        value, unit = float(chance.randint(2, 900)), chance.choice(UNITS)
        model = f"Tiếng kẻng an ninh {chance.randint(1, 400)}"
        province = chance.choice(PROVINCES)
        commune = f"xã Số {chance.randint(1, 300)} | tỉnh {province}"
        flags = chance.sample(FLAGS, 1 + chance.randrange(2))
        confidence = round(chance.uniform(0.2, 0.95), 3)
        line = sentence(place_of, int(value), unit, model, commune)
        new_place = rules and turn.random() < 0.2
        dropped = rules and turn.random() < 0.1
        if not dropped:
            facts.append(
                FactRow(
                    model.casefold(), value, unit, f"tỉnh {province}" if new_place else commune, line, at, line, at,
                    at + len(line), confidence, rule=f"count.rule{place_of % 7}", event="operating",
                    flags=tuple(FlagRow(flag, f"because of {flag}") for flag in flags),
                    links=(LinkRow("locality", "clause", "attached", at, at + 6),),
                )
            )  # fmt: skip
        lines.append(line)
        at += len(line) + 1
    text = ("." * shift + "\n" if shift else "") + "\n".join(lines)
    return ArticleRow(
        f"https://qn.example/{number}", ("qn", "gl")[number % 2], text, "layout", title=f"Bài {number}",
        published=f"20{18 + number % 8}-0{1 + number % 9}-15",
    ), tuple(facts)  # fmt: skip


def extraction(row, facts):
    names = dict.fromkeys(fact.model for fact in facts)
    mentions = tuple(
        MentionRow(
            "model", fact.start, fact.start + 5, fact.model.capitalize(), fact.model, candidates=(), flags=()
        )
        for fact in facts
    )
    return StoredExtraction(
        "1",
        text_hash(row),
        facts,
        tuple(ModelRow(key, key.capitalize()) for key in names),
        mentions=mentions,
    )


def write(db, numbers, rules=0, shift=0, batch=None):
    """Store articles and what is found in them as a night does, with its gaps; by ``batch`` and without gaps where given."""
    numbers = list(numbers)
    parts = with_gaps(numbers) if batch is None else batched(numbers, batch)
    for part in parts:
        made = [article(number, rules, shift) for number in part]
        with writing(db):
            for row, facts in made:
                save_extraction(db, save_article(db, row), extraction(row, facts), 1)


def batched(numbers, size):
    return (numbers[begin : begin + size] for begin in range(0, len(numbers), size))


def build(path, statements):
    """A database with so many flagged statements."""
    with closing(make(path)) as db:
        db.execute("PRAGMA synchronous = OFF")
        write(db, range(statements // PER_ARTICLE), batch=200)
        finish_run(db, 1, 0, {})
