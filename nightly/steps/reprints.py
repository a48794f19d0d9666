"""Articles that print the text of another are linked to the earliest."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from crawler.similar import MADE_BY, signature
from db.connection import writing
from db.reprints import count_reprints, save_signature, texts_to_sign
from nightly.batches import batches


@dataclass(frozen=True, slots=True)
class ReprintCounts:
    """How many texts were looked at, and how many reprints there are now, of all articles."""

    looked_at: int
    reprints: int

    def __str__(self) -> str:
        """One line for the person at the terminal."""
        if not self.looked_at:
            return "reprints nothing new"
        return f"reprints {self.looked_at} texts compared; {self.reprints} articles reprint an earlier one"


def reprints_step(db: Database) -> ReprintCounts:
    """Sign what is new or has changed and link it."""
    looked_at = 0
    for batch in batches(texts_to_sign(db, MADE_BY)):
        signed = [(text, signature(text.text)) for text in batch]
        with writing(db):
            for text, found in signed:
                save_signature(db, text, found, MADE_BY)
        looked_at += len(batch)
    return ReprintCounts(looked_at, count_reprints(db))
