"""Prodigy: JSON Lines, one task a line, with spans and tokens; the answer is accept, reject or ignore.

A correction is an accepted task whose ``meta.slots`` were changed. Tokens are given, as its span recipes want them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from review.decisions import Verdict
from review.errors import ReviewError, SlotError
from review.interchange.task import Answer, Task, corrected_from, read_json
from review.slots import Slots

_TOKEN = re.compile(r"\w+|[^\w\s]")
_ANSWERS = {
    Verdict.ACCEPT: "accept",
    Verdict.CORRECT: "accept",
    Verdict.REJECT: "reject",
    Verdict.UNSURE: "ignore",
}


def dump(tasks: Iterable[Task]) -> str:
    """The tasks as a file for Prodigy."""
    return "".join(json.dumps(_task(task), ensure_ascii=False) + "\n" for task in tasks)


def _task(task: Task) -> dict[str, Any]:
    statement, decision = task.statement, task.decision
    tokens = [
        {"text": match[0], "start": match.start(), "end": match.end(), "id": number}
        for number, match in enumerate(_TOKEN.finditer(statement.sentence))
    ]
    slots = statement.slots.with_changes(decision.corrected if decision else {})
    made: dict[str, Any] = {
        "text": statement.sentence,
        "tokens": tokens,
        "spans": [
            placed for span in task.spans if (placed := _span(span.start, span.end, span.label, tokens))
        ],
        "meta": {
            "fact_id": statement.id,
            "version": statement.version,
            "slots": slots.as_dict(),
            "shown": statement.slots.as_dict(),
            "url": statement.url,
            "source": statement.source,
            "flags": list(statement.flags),
            "score": statement.confidence,
        },
    }
    if decision is not None:
        made["answer"] = _ANSWERS[decision.verdict]
        made["_annotator_id"] = decision.editor
        if decision.note:
            made["meta"]["note"] = decision.note
    return made


def _span(start: int, end: int, label: str, tokens: list[dict[str, Any]]) -> dict[str, Any] | None:
    """A span with the tokens it begins and ends with, None where it does not keep to their edges."""
    first = next((token["id"] for token in tokens if token["start"] == start), None)
    last = next((token["id"] for token in tokens if token["end"] == end), None)
    if first is None or last is None:
        return None
    return {"start": start, "end": end, "label": label, "token_start": first, "token_end": last}


def load(text: str, file: str, editor: str) -> Iterator[Answer]:
    """The answers in a file written by ``prodigy db-out``; *editor* where it names nobody. Tasks without one are left out.

    Raises `ReviewError` naming file and line.
    """
    for position, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        where = f"{file}, line {position}"
        task = read_json(line, where)
        try:
            if task.get("answer"):
                yield _answer(task, editor)
        except (KeyError, TypeError, AttributeError, ValueError, SlotError) as error:
            raise ReviewError(f"{where}: not as this desk wrote it ({error!r})") from error


def _answer(task: dict[str, Any], editor: str) -> Answer:
    meta = task["meta"]
    verdict = {"accept": Verdict.ACCEPT, "reject": Verdict.REJECT, "ignore": Verdict.UNSURE}[task["answer"]]
    corrected = corrected_from(Slots.of(meta["shown"]).as_dict(), meta["slots"])
    if verdict is not Verdict.ACCEPT:
        corrected = {}
    elif corrected:
        verdict = Verdict.CORRECT
    return Answer(
        meta["fact_id"],
        verdict,
        str(task.get("_annotator_id") or editor),
        corrected,
        meta.get("note"),
        meta.get("version"),
    )
