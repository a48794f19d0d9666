"""The extractor against the annotated documents: a floor under each figure, so that no change can lower one unseen.

``gold_dev``: written for the project, the rules were made looking at it. ``gold_own_open``, ``_2`` and ``_3``: written by other
hands, learnt from since. ``gold_own_held``, ``_2`` and ``_3``: by those hands too, and never learnt from nor looked at while writing rules;
they alone tell what to expect of an article nobody has seen. ``gold_own_held_second_reader`` is what a second reader, who saw neither the first
reader's annotation nor the extractor's, found in ``gold_own_held``: how far two readers agree is what can be reached. Floors and documents are pinned together: whoever changes the documents
must look at the floors too. Raise a floor when a change has earned it.
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

DATA = Path(__file__).parent / "data"
DIGESTS = {
    "gold_dev": "f66eb39bae05ca3b3a3722c6f252159e3651f8b9d07428d3d85d8a5f91baceb4",
    "gold_own_open": "d20a75fedca47fe72670a5fb139b9978ee7dc36531f87f63188c9bd1d77eb9f3",
    "gold_own_open_2": "54d507cd019d2b38b74f79a8d6c88aaa979f0c86b589b259ae2d6bf4c5e448f2",
    "gold_own_open_3": "ccd4427b10bb08a957380d7565ab8c5ae6111e65b33be473d2dd2ff0b2877ee2",
    "gold_own_held_3": "59a19176727f147e7ac9966daf54ce675dbf6d7e760839604ac68e79f4747d5d",
    "gold_own_held_2": "de777dee93d3ca926077aa9325273c27838fd3283d6c12659d3376c18407634d",
    "gold_own_held": "3424a7f6181b7686182f28ad6045d44426588903e03919c5af5c664c0d3dfb95",
    "gold_own_held_second_reader": "f9db3bc9b5a2b6e1cd5d48db9a7b33e315663da744254fe14c59fc758b8c1782",
}
FLOORS = {
    "gold_dev": {"models": 0.98, "localities": 0.98, "counts": 0.98, "facts": 0.96},
    "gold_own_open": {"models": 0.96, "localities": 0.98, "counts": 0.96, "facts": 0.84},
    "gold_own_open_2": {"models": 0.94, "localities": 0.97, "counts": 0.93, "facts": 0.78},
    "gold_own_open_3": {"models": 0.93, "localities": 0.97, "counts": 0.91, "facts": 0.73},
    "gold_own_held_3": {"models": 0.93, "localities": 0.96, "counts": 0.87, "facts": 0.56},
    "gold_own_held": {"models": 0.93, "localities": 0.97, "counts": 0.92, "facts": 0.75},
    "gold_own_held_2": {"models": 0.92, "localities": 0.96, "counts": 0.89, "facts": 0.68},
}

# What two readers of `gold_own_held` agree on.
AGREEMENT = {"models": 0.99, "localities": 0.99, "counts": 0.99, "facts": 0.97}


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


@pytest.fixture(scope="module", params=sorted(FLOORS))
def evaluated(request, extractor):
    lines = (DATA / f"{request.param}.jsonl").read_text(encoding="utf-8").splitlines()
    documents = list(read_documents(lines))
    assert not any(isinstance(document, DocumentError) for document in documents)
    found = [extraction_as_dict(extractor.extract(document)) for document in documents]
    return request.param, score(map(json.loads, lines), found)


@pytest.mark.parametrize("name", sorted(DIGESTS))
def test_the_documents_are_those_the_floors_were_measured_on(name):
    assert hashlib.sha256((DATA / f"{name}.jsonl").read_bytes()).hexdigest() == DIGESTS[name]


def test_two_readers_agree():
    first, second = (
        map(json.loads, (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
        for name in ("gold_own_held", "gold_own_held_second_reader")
    )
    agreement = score(first, second)
    assert all(agreement.tasks[task].f1 >= least for task, least in AGREEMENT.items())


def test_f1_stays_above_its_floor(evaluated):
    name, evaluation = evaluated
    too_low = {
        task: round(evaluation.tasks[task].f1, 3)
        for task, floor in FLOORS[name].items()
        if evaluation.tasks[task].f1 < floor
    }
    assert not too_low, f"{name}: below the floor"
