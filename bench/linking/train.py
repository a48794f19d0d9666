"""Learn from annotated documents which of several readings is the likeliest: the weights in `extract/ranking/learnt`.

    python -m bench.linking.train                    train on the open gold, write the weights
    python -m bench.linking.train --check train nothing: cross-validate, print what unseen documents get
    python -m bench.linking.train --slot bare        learn the weights of this slot alone; the others stay as they are

Each round runs the extractor with the weights so far, because what is decided in one sentence changes what the next can take up.
How sure a fact is comes from cross-validation: documents are read with weights that have not seen them.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.linking.cases import read_cases
from bench.linking.examples import Agreement, Example, Gold, Lesson, learn_from, read_gold
from bench.linking.fit import fit_chance, fit_classes, fit_ranking, fit_sureness
from extract.ranking.weights import DIRECTORY

DATA = Path(__file__).parent.parent.parent / "tests" / "data"
OPEN = ("gold_dev", "gold_own_open", "gold_own_open_2", "gold_own_open_3")
ROUNDS, FOLDS = 2, 5
# Penalty on the square of each weight, and in how many examples a feature must occur; chosen by cross-validation.
PENALTY = {
    "bare": 1.0,
    "quoted": 2.0,
    "scope": 0.5,
    "model": 4.0,
    "place": 4.0,
    "pair": 2.0,
    "event": 8.0,
    "date": 4.0,
}
LEAST = {"bare": 6}
LEAST_ELSE = 2
SURENESS_PENALTY = 1.0
SMALLEST = {"event": 0.1}  # a weight below this decides nothing
SMALLEST_ELSE = 0.03


def fit_all(lesson: Lesson, slots: Sequence[str]) -> dict[str, Mapping[str, object]]:
    """The weights of these slots."""
    by_slot: dict[str, list[Example]] = {slot: [] for slot in slots}
    for example in lesson.examples:
        if example.slot in by_slot:
            by_slot[example.slot].append(example)
    fits = {
        "bare": fit_chance,
        "quoted": fit_chance,
        "scope": fit_chance,
        "pair": fit_chance,
        "event": fit_classes,
    }
    return {
        slot: fits.get(slot, fit_ranking)(examples, PENALTY[slot], LEAST.get(slot, LEAST_ELSE))
        for slot, examples in by_slot.items()
    }


def write(weights: Mapping[str, Mapping[str, object]], directory: Path, note: str) -> None:
    """One TOML file a slot; features in the order of the alphabet, so that a change shows as one."""
    directory.mkdir(parents=True, exist_ok=True)
    for slot, table in weights.items():
        lines = [f"# {note}"]
        smallest = SMALLEST.get(slot, SMALLEST_ELSE)
        for name in sorted(table):
            value = table[name]
            quoted = name.replace("\\", "\\\\").replace('"', '\\"')
            if isinstance(value, list):
                if max(abs(number) for number in value) >= smallest:
                    lines.append(f'"{quoted}" = [{", ".join(f"{number:.2f}" for number in value)}]')
            elif slot == "sureness" or abs(value) >= smallest:
                lines.append(f'"{quoted}" = {value:.3f}')
        (directory / f"{slot}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def train(
    gold: Sequence[Gold], start: Path | None, directory: Path, note: str, rounds: int, slots: Sequence[str]
) -> None:
    """Train the slots on the documents, beginning with the weights in ``start`` (None: the bundled ones)."""
    source = start
    if len(slots) < len(PENALTY):
        _copy_others(start or DIRECTORY, directory, slots)
    for _ in range(rounds):
        weights = fit_all(learn_from(gold, source), slots)
        raw = {"sureness": {"count": 1.0}} if len(slots) == len(PENALTY) else {}
        write({**weights, **raw}, directory, note)
        source = directory


def _copy_others(start: Path, directory: Path, slots: Sequence[str]) -> None:
    """Put the weights of all other slots beside those that are going to be learnt."""
    directory.mkdir(parents=True, exist_ok=True)
    for path in start.glob("*.toml"):
        if path.stem not in slots and path.parent != directory:
            shutil.copy(path, directory)


def cross_validate(gold: Sequence[Gold], start: Path | None, slots: Sequence[str]) -> tuple[Lesson, int]:
    """What documents get from weights that have not seen them, and how many facts there are."""
    unseen_lesson = Lesson()
    cases = read_cases()
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            seen = [item for index, item in enumerate(gold) if index % FOLDS != fold]
            unseen = [item for index, item in enumerate(gold) if index % FOLDS == fold]
            train([*seen, *cases], start, Path(folder), "fold", 1, slots)
            lesson = learn_from(unseen, Path(folder))
            unseen_lesson.judged += lesson.judged
            unseen_lesson.examples += lesson.examples
            unseen_lesson.localities.add(lesson.localities)
    return unseen_lesson, sum(len(item.annotation["facts"]) for item in gold)


def decided_right(example: Example) -> bool:
    """Whether the option that was chosen is right; where one thing was weighed alone, whether it was rightly taken or left."""
    if len(example.right) == 1:
        return (example.chosen is not None) == example.right[0]
    return example.chosen is not None and example.right[example.chosen]


def report(lesson: Lesson, wanted: int) -> None:
    """Precision, recall and F1 of facts and localities, and how often each decision that was weighed is right."""
    facts = Agreement(sum(fact.right for fact in lesson.judged), len(lesson.judged), wanted)
    print(f"facts on unseen documents:      {facts}")
    print(f"localities on unseen documents: {lesson.localities}")
    for slot in PENALTY:
        weighed = [example for example in lesson.examples if example.slot == slot]
        right = sum(decided_right(example) for example in weighed)
        print(f"{slot:>8}: {right} of {len(weighed)} right ({right / max(len(weighed), 1):.3f})")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="*", help="annotated documents (default: the open gold)")
    parser.add_argument("--check", action="store_true", help="cross-validate only")
    parser.add_argument("--output", type=Path, default=DIRECTORY, help="directory of the weights")
    parser.add_argument("--slot", choices=sorted(PENALTY), action="append", help="learn this slot alone")
    arguments = parser.parse_args()
    slots = arguments.slot or list(PENALTY)
    paths = arguments.gold or [DATA / f"{name}.jsonl" for name in OPEN]
    gold = read_gold(paths)
    lesson, wanted = cross_validate(gold, None, slots)
    report(lesson, wanted)
    if arguments.check:
        return
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]
    note = (
        f"Learnt by bench/linking/train.py from {len(gold)} documents (sha256 {digest}); not written by hand."
    )
    train([*gold, *read_cases()], None, arguments.output, note, ROUNDS, slots)
    if len(slots) == len(PENALTY):
        write({"sureness": fit_sureness(lesson.judged, SURENESS_PENALTY)}, arguments.output, note)


if __name__ == "__main__":
    main()
