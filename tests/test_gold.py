"""The extractor against the annotated documents: a floor under each figure, so that no change can lower one unseen.

Floor and documents are pinned together: whoever changes the documents must look at the floors too. Raise a floor when
a change has earned it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from extract.document import Extractor
from extract.errors import DocumentError
from extract.evaluation import score
from extract.jsonlines import extraction_as_dict, read_documents

GOLD = Path(__file__).parent / "data" / "gold_dev.jsonl"
DIGEST = "f66eb39bae05ca3b3a3722c6f252159e3651f8b9d07428d3d85d8a5f91baceb4"
FLOORS = {"models": 0.95, "localities": 0.95, "counts": 0.95, "facts": 0.90}


@pytest.fixture(scope="module")
def evaluation():
    extractor = Extractor()
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    documents = list(read_documents(lines))
    assert not any(isinstance(document, DocumentError) for document in documents)
    return score(
        map(json.loads, lines), [extraction_as_dict(extractor.extract(document)) for document in documents]
    )


def test_the_documents_are_those_the_floors_were_measured_on():
    assert hashlib.sha256(GOLD.read_bytes()).hexdigest() == DIGEST


@pytest.mark.parametrize("task", FLOORS)
def test_f1_stays_above_its_floor(evaluation, task):
    assert evaluation.tasks[task].f1 >= FLOORS[task]
