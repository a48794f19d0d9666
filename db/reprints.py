"""Articles that print the text of another, and which of them was first.

Invariant: a row of ``reprints`` points to an article that is no reprint itself, and only articles that are none have rows in
``signature_bands``: a text is compared with originals alone, however often one was printed. Signatures are made elsewhere (the
store knows no library for them): a tuple of numbers, compared place by place, as many equal as the texts are alike.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from db.connection import writing

ALIKE = 0.7
"""Share of equal places from which two texts are one: a reprint that drops a paragraph or adds a lead of its own has 0.75 and more."""

ROWS = 5
"""Places in a band. Two texts that are 0.7 alike share at least one of 25 bands with a probability of 0.99."""

_BATCH = 200


@dataclass(frozen=True, slots=True)
class TextToSign:
    """An article whose signature is missing or of an earlier text."""

    article_id: int
    text_hash: str
    text: str


def texts_to_sign(db: Database, made_by: str) -> Iterator[TextToSign]:
    """Articles whose text has changed since they were signed, or that something else than *made_by* signed."""
    after = -1
    while rows := db.execute(
        "SELECT a.id, a.text_hash, a.text FROM articles AS a LEFT JOIN signatures AS s ON s.article_id = a.id "
        "WHERE a.id > ? AND (s.text_hash IS NOT a.text_hash OR s.made_by IS NOT ?) ORDER BY a.id LIMIT ?",
        (after, made_by, _BATCH),
    ).fetchall():
        yield from (TextToSign(*row) for row in rows)
        after = rows[-1][0]


def save_signature(db: Database, text: TextToSign, signature: Sequence[int], made_by: str) -> None:
    """Store the signature of a text and link the article to the earliest that prints the same; empty: too short to tell."""
    with writing(db):
        released = _release(db, text.article_id)
        db.conn.execute(
            "INSERT INTO signatures (article_id, text_hash, made_by, signature) VALUES (?, ?, ?, ?) ON CONFLICT (article_id) "
            "DO UPDATE SET text_hash = excluded.text_hash, made_by = excluded.made_by, signature = excluded.signature",
            (text.article_id, text.text_hash, made_by, _packed(signature)),
        )
        for article_id in (*released, text.article_id):
            _link(db, article_id)


def count_reprints(db: Database) -> int:
    """How many articles print the text of an earlier one."""
    return int(db.execute("SELECT count(*) FROM reprints").fetchone()[0])


def _release(db: Database, article_id: int) -> list[int]:
    """Take an article out of its group; gives those that have to be linked anew because it was their original."""
    db.conn.execute("DELETE FROM signature_bands WHERE article_id = ?", (article_id,))
    db.conn.execute("DELETE FROM reprints WHERE article_id = ?", (article_id,))
    rows = db.conn.execute(
        "DELETE FROM reprints WHERE original_id = ? RETURNING article_id", (article_id,)
    ).fetchall()
    return sorted(row[0] for row in rows)


def _link(db: Database, article_id: int) -> None:
    """Compare an article that is no reprint yet with all originals; those that are alike become one group."""
    own = _signature(db, article_id)
    _index(db, article_id, own)
    candidates = db.execute(
        "SELECT DISTINCT other.article_id FROM signature_bands AS mine JOIN signature_bands AS other USING (value) "
        "WHERE mine.article_id = ? AND other.article_id <> ?",
        (article_id, article_id),
    ).fetchall()
    alike = {other: similarity(own, _signature(db, other)) for (other,) in candidates}
    group = [article_id, *(other for other, share in alike.items() if share >= ALIKE)]
    if len(group) == 1:
        return
    marks = ", ".join("?" * len(group))
    (original,) = db.execute(
        f"SELECT id FROM articles WHERE id IN ({marks}) ORDER BY coalesce(published, first_seen), first_seen, id LIMIT 1",  # noqa: S608
        group,
    ).fetchone()
    for other in group:
        if other != original:
            share = alike.get(other if original == article_id else original, 1.0)
            _become_reprint(db, other, original, share)


def _become_reprint(db: Database, article_id: int, original_id: int, share: float) -> None:
    """An original turns out to be a reprint, and with it all that reprint it."""
    db.conn.execute("DELETE FROM signature_bands WHERE article_id = ?", (article_id,))
    db.conn.execute("UPDATE reprints SET original_id = ? WHERE original_id = ?", (original_id, article_id))
    db.conn.execute(
        "INSERT OR REPLACE INTO reprints (article_id, original_id, similarity) VALUES (?, ?, ?)",
        (article_id, original_id, round(share, 3)),
    )


def _index(db: Database, article_id: int, signature: Sequence[int]) -> None:
    """Have an article found by what it shares with others."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO signature_bands (value, article_id) VALUES (?, ?)",
        [(band, article_id) for band in _bands(signature)],
    )


def similarity(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of equal places of two signatures; 0 when there is none."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def _signature(db: Database, article_id: int) -> tuple[int, ...]:
    row = db.execute("SELECT signature FROM signatures WHERE article_id = ?", (article_id,)).fetchone()
    return () if row is None else struct.unpack(f"<{len(row[0]) // 4}I", row[0])


def _packed(signature: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(signature)}I", *signature)


def _bands(signature: Sequence[int]) -> Iterator[int]:
    """A number for each run of `ROWS` places; the band's place goes in, so that equal runs elsewhere do not meet."""
    for start in range(0, len(signature) - ROWS + 1, ROWS):
        block = struct.pack("<I", start) + _packed(signature[start : start + ROWS])
        yield int.from_bytes(hashlib.blake2b(block, digest_size=8).digest(), "little", signed=True)
