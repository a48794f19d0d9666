"""`mohinh evaluate`: the extractor, or a file of its output, against annotated documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extract.document import Extractor
from extract.errors import DocumentError
from extract.evaluation import Evaluation, format_table, score
from extract.jsonlines import extraction_as_dict, read_documents
from nightly.errors import NightlyError
from nightly.files import binary_input
from nightly.outcome import Outcome
from nightly.progress import progress, tracked


def evaluate_file(gold: Path, predicted: Path | None, *, errors: bool, as_json: bool) -> int:
    """Print the table of scores, or the figures as JSON.

    Raises `NightlyError` naming file and line when a line of either file cannot be used: a figure over half the
    gold would be worse than none.
    """
    documents = list(_read(gold))
    if not documents:
        raise NightlyError(f"{gold}: holds no documents")
    evaluation = score(documents, _extract(gold) if predicted is None else list(_read(predicted)))
    if as_json:
        print(json.dumps(_figures(evaluation), indent=1))
    else:
        print(format_table(evaluation, errors=errors), end="")
    return Outcome.DONE


def _extract(gold: Path) -> list[dict[str, Any]]:
    """What the extractor says of the gold file's documents; of each it sees only what `Document` holds."""
    extractor, found = Extractor(), []
    with binary_input(str(gold)) as lines, progress("extract") as bar:
        for document in tracked(read_documents(lines), bar):
            if isinstance(document, DocumentError):
                raise NightlyError(f"{gold}, {document}")
            found.append(extraction_as_dict(extractor.extract(document)))
    return found


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with binary_input(str(path)) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record: Any = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise NightlyError(f"{path}, line {number}: not valid JSON ({error})") from error
            if not isinstance(record, dict) or not record.get("id"):
                raise NightlyError(f"{path}, line {number}: needs a JSON object with an “id”")
            yield record


def _figures(evaluation: Evaluation) -> dict[str, dict[str, float]]:
    tasks = {
        name: {
            "precision": row.precision,
            "recall": row.recall,
            "f1": row.f1,
            "gold": row.gold,
            "predicted": row.predicted,
        }
        for name, row in evaluation.tasks.items()
    }
    slots = {name: {"accuracy": row.accuracy, "n": row.of} for name, row in evaluation.slots.items()}
    return {**tasks, **slots}
