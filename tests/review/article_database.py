"""A database of articles to extract facts from: the annotated documents of tests/data, mixed and renumbered.

What is measured on it is `mohinh extract` itself, run as its own process while an editor works; with other rules, so
that it has something to rewrite (`other_rules`).
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from db.connection import open_database, writing
from db.records import ArticleRow
from db.store import save_article
from review.overlay import ALIAS, Lesson, teach
from tests.review.review_samples import column, make

ROOT = Path(__file__).parents[2]
_DATA = ("gold_dev.jsonl", "gold_own_open.jsonl")
_FREQUENT = """
    SELECT m.name FROM facts AS f JOIN models AS m ON m.id = f.model_id GROUP BY m.id ORDER BY count(*) DESC LIMIT 40
"""
_COUNT = re.compile(r"\b[1-9]\d{1,2}\b(?![./,:-]\d)")


def documents():
    """The annotated documents that rules may be made by: title, text, date."""
    texts = [(ROOT / "tests" / "data" / name).read_text(encoding="utf-8") for name in _DATA]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def mixed(number, known):
    """The *number*-th article: the paragraphs of two documents, with other counts in them."""
    dice = random.Random(number)
    first, second = dice.sample(known, 2)
    lines, others = first["text"].split("\n"), second["text"].split("\n")
    parts = [line for line in lines if dice.random() < 0.6] + dice.sample(others, number % 2)
    text = _COUNT.sub(lambda found: str(max(10, int(found[0]) + dice.randint(-9, 60))), "\n".join(parts))
    return ArticleRow(
        f"https://qn.example/{number}", ("qn", "gl")[number % 2], text, "layout", title=first["title"],
        published=first["published"],
    )  # fmt: skip


def build_articles(path, articles):
    """A database of so many articles, with the facts that `mohinh extract` finds in them."""
    known = documents()
    with closing(make(path)) as db, writing(db):
        for number in range(articles):
            save_article(db, mixed(number, known))
    extract(path).communicate()


def extract(path, rules=None):
    """`mohinh extract --all` at work in its own process; with the *rules* of that folder where given."""
    search = [str(folder) for folder in (rules, ROOT) if folder]
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "extract", "--all", "--db", str(path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(search)},
        cwd=path.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def other_rules(folder, path):
    """The folder of an extractor with other rules, and models of the database at *path* taught other names: every fact is
    rewritten with another confidence, those of the renamed models are gone and there are new ones in their place."""
    with closing(open_database(path)) as db, writing(db):
        for name in column(db, _FREQUENT):
            teach(db.conn, Lesson(ALIAS, name, f"{name} tự quản"), "bench")
    rules = folder / "rules"
    shutil.copytree(ROOT / "extract", rules / "extract", ignore=shutil.ignore_patterns("__pycache__"))
    _change(rules / "extract/ranking/learnt/sureness.toml", r'^"count" = .*$', '"count" = -2.0')
    _change(rules / "extract/lexicon/units.toml", r'"(thành viên|hội viên|hộ|hộ dân|tin|người)",', "")
    return rules


def _change(file, pattern, put):
    text, changed = re.subn(pattern, put, file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert changed, f"{file}: nothing in it looks like {pattern}"
    file.write_text(text, encoding="utf-8")
