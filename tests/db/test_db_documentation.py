"""docs/data-model.md and the schema say the same."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "data-model.md"


def test_every_table_view_and_column_is_described_and_nothing_else(db):
    described = {}
    for section in re.split(r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        described[section.split("\n", 1)[0]] = re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)
    there = {
        name: [row[0] for row in db.execute("SELECT name FROM pragma_table_info(?)", (name,))]
        for name in (*db.table_names(), *db.view_names())
        if "_fts" not in name and not name.startswith("_")
    }
    assert described == there
