"""Storing models (mô hình): one row a key, with every spelling met as an alias."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from db.connection import writing
from db.folding import fold
from db.records import ModelRow


def save_models(db: Database, models: Iterable[ModelRow]) -> dict[str, int]:
    """Store models by key and add their spellings; gives the id of each key. The first name met stays the one shown."""
    ids: dict[str, int] = {}
    with writing(db):
        for model in models:
            if model.key not in ids:
                ids[model.key] = _id_of(db, model)
            spellings = dict.fromkeys((model.name, *model.aliases))
            db.conn.executemany(
                "INSERT OR IGNORE INTO model_aliases (model_id, alias, key) VALUES (?, ?, ?)",
                [(ids[model.key], alias, fold(alias)) for alias in spellings],
            )
    return ids


def _id_of(db: Database, model: ModelRow) -> int:
    found = db.execute("SELECT id FROM models WHERE key = ?", (model.key,)).fetchone()
    if found is None:
        made = db.conn.execute(
            "INSERT INTO models (key, name) VALUES (?, ?) RETURNING id", (model.key, model.name)
        )
        found = made.fetchone()
    return int(found[0])
