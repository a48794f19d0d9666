"""How well extractions agree with gold documents: precision, recall and F1 per task, as the annotation guideline scores them.

Documents are dictionaries in the form of the guideline, as read from JSON Lines; gold and predicted ones are joined on ``id``, and a gold
document without a prediction counts as all missed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

TASKS = ("models", "localities", "counts", "facts")
SLOTS = ("event", "date", "qualifier")

Item = TypeVar("Item")
Gold = Mapping[str, Any]
LocalityKey = tuple[str, str | None]

_QUOTES = re.compile("[\"'“”„‟‘’‚‛«»`´]")
_SPACE = re.compile(r"\s+")
# The tone mark of an open oa, oe, uy stands on either letter: hòa and hoà are one word.
_OLD_FORMS = "oàoáoảoãoạoèoéoẻoẽoẹuỳuýuỷuỹuỵ"
_NEW_FORMS = "òaóaỏaõaọaòeóeỏeõeọeùyúyủyũyụy"
_NEW_PLACEMENT = {_OLD_FORMS[i : i + 2]: _NEW_FORMS[i : i + 2] for i in range(0, len(_OLD_FORMS), 2)}
_OLD_PLACEMENT = re.compile("|".join(_NEW_PLACEMENT))


@dataclass(frozen=True, slots=True)
class TaskScore:
    """Agreement on one task: how many were right, missed and spurious."""

    right: int = 0
    missed: int = 0
    spurious: int = 0

    @property
    def gold(self) -> int:
        """How many the gold documents hold."""
        return self.right + self.missed

    @property
    def predicted(self) -> int:
        """How many were predicted."""
        return self.right + self.spurious

    @property
    def precision(self) -> float:
        """Share of the predicted that is right, 0 where nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found, 0 where there is none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class SlotScore:
    """Share right of a slot among the facts that agree."""

    right: int = 0
    of: int = 0

    @property
    def accuracy(self) -> float:
        """Share right, 0 where no fact agrees."""
        return self.right / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One gold item that was missed, or one predicted item that is spurious (``kind``)."""

    document: str
    task: str
    kind: str
    item: object


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result over a set of documents; ``tasks`` and ``slots`` by name, in the order of the table."""

    tasks: Mapping[str, TaskScore]
    slots: Mapping[str, SlotScore]
    disagreements: tuple[Disagreement, ...]


def normal(text: object) -> str | None:
    """One spelling for names that differ only in case, quotes, spaces or the placement of the tone mark."""
    if text is None:
        return None
    folded = unicodedata.normalize("NFC", str(text)).replace("\u00d0", "\u0110").casefold()
    folded = _OLD_PLACEMENT.sub(lambda match: _NEW_PLACEMENT[match.group()], _QUOTES.sub("", folded))
    return _SPACE.sub(" ", folded).strip(" .,;:-–")


def locality_key(path: str | None) -> LocalityKey | None:
    """(unit, province) of a path; the province is None where the path ends below it."""
    if not path:
        return None
    parts = [normal(part) or "" for part in path.split("|")]
    if len(parts) == 1:
        return parts[0], parts[0]
    return parts[0], parts[-1] if parts[-1].startswith(("tỉnh ", "thành phố ")) else None


def same_locality(gold: str | None, predicted: str | None) -> bool:
    """The same unit, in the same province where both name one."""
    g, p = locality_key(gold), locality_key(predicted)
    if g is None or p is None:
        return g is p
    return g[0] == p[0] and (g[1] is None or p[1] is None or g[1] == p[1])


def same_name(gold: str | None, predicted: str | None) -> bool:
    """True where two names are the same but for case, quotes, tone-mark placement and spaces."""
    return normal(gold) == normal(predicted)


def same_unit(gold: str | None, predicted: str | None) -> bool:
    """Equal, or one a leading part of the other by whole syllables."""
    g, p = normal(gold), normal(predicted)
    if not g or not p:
        return not g and not p
    left, right = g.replace(",", " ,").split(), p.replace(",", " ,").split()
    common = min(len(left), len(right))
    return left[:common] == right[:common]


def same_value(gold: object, predicted: object) -> bool:
    """The same number, or none on either side."""
    if gold is None or predicted is None:
        return gold is predicted
    try:
        return abs(float(gold) - float(predicted)) < 1e-9  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def same_count(gold: Gold, predicted: Gold) -> bool:
    """Value and unit agree."""
    return same_value(gold["value"], predicted["value"]) and same_unit(
        gold.get("unit"), predicted.get("unit")
    )


def same_fact(gold: Gold, predicted: Gold) -> bool:
    """Model, value, unit and locality agree."""
    return (
        normal(gold.get("model")) == normal(predicted.get("model"))
        and same_value(gold.get("value"), predicted.get("value"))
        and (gold.get("value") is None or same_unit(gold.get("unit"), predicted.get("unit")))
        and same_locality(gold.get("locality"), predicted.get("locality"))
    )


def score(gold: Iterable[Gold], predicted: Iterable[Gold]) -> Evaluation:
    """Compare documents; where an id was predicted twice the last one counts."""
    by_id = {document["id"]: document for document in predicted}
    tasks = dict.fromkeys(TASKS, TaskScore())
    slots = dict.fromkeys(SLOTS, SlotScore())
    disagreements: list[Disagreement] = []
    for document in gold:
        other = by_id.get(document["id"], {})
        for task in TASKS:
            pairs, missed, spurious = _compare(task, document, other)
            so_far = tasks[task]
            tasks[task] = TaskScore(
                so_far.right + len(pairs), so_far.missed + len(missed), so_far.spurious + len(spurious)
            )
            for kind, items in (("missed", missed), ("spurious", spurious)):
                disagreements += [Disagreement(document["id"], task, kind, item) for item in items]
            if task == "facts":
                slots = {slot: _add_slot(slots[slot], slot, pairs) for slot in SLOTS}
    return Evaluation(tasks, slots, tuple(disagreements))


def format_table(evaluation: Evaluation, *, errors: bool = False) -> str:
    """The table, one line a task and a slot; with ``errors`` a line for each disagreement before it. Ends with a newline."""
    lines = []
    if errors:
        for error in evaluation.disagreements:
            item = json.dumps(error.item, ensure_ascii=False)
            lines.append(f"{error.document}\t{error.task}\t{error.kind}\t{item}")
    lines.append(f"{'task':12}{'P':>8}{'R':>8}{'F1':>8}{'gold':>7}{'pred':>7}")
    for task, row in evaluation.tasks.items():
        lines.append(
            f"{task:12}{row.precision:8.3f}{row.recall:8.3f}{row.f1:8.3f}{row.gold:7}{row.predicted:7}"
        )
    for slot, tally in evaluation.slots.items():
        lines.append(f"{slot:12}{tally.accuracy:8.3f}  of {tally.of} facts that agree")
    return "\n".join(lines) + "\n"


def _compare(task: str, gold: Gold, predicted: Gold) -> tuple[list[tuple[Any, Any]], list[Any], list[Any]]:
    if task == "models":
        names = [_unique(document.get("models", ()), normal) for document in (gold, predicted)]
        return _pair(names[0], names[1], lambda g, p: normal(g) == normal(p))
    if task == "localities":
        paths = [_unique(document.get("localities", ()), locality_key) for document in (gold, predicted)]
        return _pair(paths[0], paths[1], same_locality)
    facts = [gold.get("facts", ()), predicted.get("facts", ())]
    if task == "counts":
        counts = [[fact for fact in side if fact.get("value") is not None] for side in facts]
        return _pair(counts[0], counts[1], same_count)
    return _pair(facts[0], facts[1], same_fact)


def _pair(
    gold: Sequence[Item], predicted: Sequence[Item], same: Callable[[Item, Item], bool]
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Greedy one-to-one pairs in order, gold items missed, predicted items left over."""
    left, pairs, missed = list(predicted), [], []
    for item in gold:
        position = next((i for i, other in enumerate(left) if same(item, other)), None)
        if position is None:
            missed.append(item)
        else:
            pairs.append((item, left.pop(position)))
    return pairs, missed, left


def _unique(items: Iterable[Item], key: Callable[[Item], object]) -> list[Item]:
    first: dict[object, Item] = {}
    for item in items:
        first.setdefault(key(item), item)
    return list(first.values())


def _add_slot(tally: SlotScore, slot: str, pairs: Sequence[tuple[Gold, Gold]]) -> SlotScore:
    right = sum((gold.get(slot) or None) == (predicted.get(slot) or None) for gold, predicted in pairs)
    return SlotScore(tally.right + right, tally.of + len(pairs))
