"""Label Studio: a JSON list of tasks. Spans are labels of the sentence, the verdict is a choice, slots are text areas.

The labelling configuration that fits is `CONFIGURATION`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from review.decisions import Verdict
from review.errors import ReviewError, SlotError
from review.interchange.task import Answer, Task, corrected_from, read_json
from review.slots import NAMES, number, written

CONFIGURATION = """<View>
  <Text name="sentence" value="$text"/>
  <Labels name="span" toName="sentence">
    <Label value="model"/><Label value="locality"/><Label value="quantity"/><Label value="time"/>
  </Labels>
  <Choices name="verdict" toName="sentence" choice="single" required="true">
    <Choice value="accept" hotkey="a"/><Choice value="correct" hotkey="c"/><Choice value="reject" hotkey="x"/>
    <Choice value="unsure" hotkey="space"/>
  </Choices>
{slots}
  <TextArea name="note" toName="sentence" placeholder="note"/>
</View>""".format(
    slots="\n".join(f'  <TextArea name="{name}" toName="sentence" placeholder="{name}"/>' for name in NAMES)
)


def dump(tasks: Iterable[Task]) -> str:
    """The tasks as a file for Label Studio's import."""
    return json.dumps([_task(task) for task in tasks], ensure_ascii=False, indent=1)


def _task(task: Task) -> dict[str, Any]:
    statement = task.statement
    made: dict[str, Any] = {
        "data": {
            "text": statement.sentence,
            "fact_id": statement.id,
            "version": statement.version,
            "slots": statement.slots.as_dict(),
            "url": statement.url,
            "title": statement.title,
            "source": statement.source,
            "flags": list(statement.flags),
        },
        "predictions": [
            {
                "model_version": statement.rule,
                "score": statement.confidence,
                "result": [_span(task, number) for number in range(len(task.spans))],
            }
        ],
    }
    decision = task.decision
    if decision is not None:
        result = [_choice(decision.verdict.value)]
        result += [
            _area(name, written(value) if isinstance(value, float) else value or "")
            for name, value in decision.corrected.items()
        ]
        if decision.note:
            result.append(_area("note", decision.note))
        made["annotations"] = [{"completed_by": {"email": decision.editor}, "result": result}]
    return made


def _span(task: Task, index: int) -> dict[str, Any]:
    span = task.spans[index]
    value = {
        "start": span.start,
        "end": span.end,
        "text": task.statement.sentence[span.start : span.end],
        "labels": [span.label],
    }
    return {
        "id": f"s{index}",
        "from_name": "span",
        "to_name": "sentence",
        "type": "labels",
        "value": value,
    }


def _choice(verdict: str) -> dict[str, Any]:
    return {
        "from_name": "verdict",
        "to_name": "sentence",
        "type": "choices",
        "value": {"choices": [verdict]},
    }


def _area(name: str, text: str) -> dict[str, Any]:
    return {"from_name": name, "to_name": "sentence", "type": "textarea", "value": {"text": [text]}}


def load(text: str, file: str, editor: str) -> Iterator[Answer]:
    """The answers in a file exported by Label Studio (JSON, not JSON_MIN); *editor* where it names nobody.

    Tasks without an annotation are left out. Raises `ReviewError` naming file and task.
    """
    found = read_json(text, file)
    if not isinstance(found, list):
        raise ReviewError(f"{file}: a Label Studio export is a list of tasks")
    for position, task in enumerate(found, 1):
        where = f"{file}, task {position}"
        try:
            annotations = [a for a in task.get("annotations") or [] if not a.get("was_cancelled")]
            if annotations:
                yield _answer(task["data"], annotations[-1], editor)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError, SlotError) as error:
            raise ReviewError(f"{where}: not as this desk wrote it ({error!r})") from error


def _answer(data: Mapping[str, Any], annotation: Mapping[str, Any], editor: str) -> Answer:
    areas: dict[str, Any] = {}
    verdict = None
    for part in annotation["result"]:
        if part["type"] == "choices":
            verdict = Verdict(part["value"]["choices"][0])
        elif part["type"] == "textarea":
            areas[part["from_name"]] = " ".join(part["value"]["text"]).strip()
    if verdict is None:
        raise SlotError("verdict", "no verdict was chosen")
    note = areas.pop("note", None) or None
    typed = {
        name: number(name, value) if name in {"value", "value_max"} else value or None
        for name, value in areas.items()
    }
    corrected = corrected_from(data["slots"], typed) if verdict is Verdict.CORRECT else {}
    return Answer(
        data["fact_id"], verdict, _editor(annotation) or editor, corrected, note, data.get("version")
    )


def _editor(annotation: Mapping[str, Any]) -> str | None:
    by = annotation.get("completed_by")
    return str(by["email"]) if isinstance(by, dict) and by.get("email") else None
