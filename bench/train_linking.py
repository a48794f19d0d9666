"""Learn from annotated documents which of several readings is the likeliest: the weights in `extract/ranking/learnt`.

    python bench/train_linking.py                    train on the open gold, write the weights
    python bench/train_linking.py --check            train nothing: cross-validate, print what unseen documents get

Each round runs the extractor with the weights so far, because what is decided in one sentence changes what the next can take up.
How sure a fact is comes from cross-validation: documents are read with weights that have not seen them.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.linking.examples import Example, Gold, Judged, Lesson, learn_from, read_gold
from bench.linking.fit import fit_chance, fit_classes, fit_ranking, fit_sureness
from extract.ranking.weights import DIRECTORY

DATA = Path(__file__).parent.parent / "tests" / "data"
OPEN = ("gold_dev", "gold_own_open")
ROUNDS, FOLDS = 2, 5
# Penalty on the square of each weight, and in how many examples a feature must occur; chosen by cross-validation.
PENALTY = {"quoted": 2.0, "scope": 0.5, "model": 4.0, "place": 4.0, "pair": 2.0, "event": 2.0, "date": 4.0}
LEAST = 2
SURENESS_PENALTY = {"quoted": 2.0, "scope": 0.5, "model": 4.0, "place": 4.0, "pair": 2.0, "event": 2.0, "date": 4.0}
SMALLEST = 0.02  # a weight below this decides nothing


def fit_all(lesson: Lesson) -> dict[str, Mapping[str, object]]:
    """The weights of every slot."""
    by_slot: dict[str, list[Example]] = {slot: [] for slot in PENALTY}
    for example in lesson.examples:
        by_slot[example.slot].append(example)
    fits = {"quoted": fit_chance, "scope": fit_chance, "pair": fit_chance, "event": fit_classes}
    return {
        slot: fits.get(slot, fit_ranking)(examples, PENALTY[slot], LEAST)
        for slot, examples in by_slot.items()
    }


def write(weights: Mapping[str, Mapping[str, object]], directory: Path, note: str) -> None:
    """One TOML file a slot; features in the order of the alphabet, so that a change shows as one."""
    directory.mkdir(parents=True, exist_ok=True)
    for slot, table in weights.items():
        lines = [f"# {note}"]
        for name in sorted(table):
            value = table[name]
            quoted = name.replace("\\", "\\\\").replace('"', '\\"')
            if isinstance(value, list):
                if max(abs(number) for number in value) >= SMALLEST:
                    lines.append(f'"{quoted}" = [{", ".join(f"{number:.2f}" for number in value)}]')
            elif slot == "sureness" or abs(value) >= SMALLEST:
                lines.append(f'"{quoted}" = {value:.3f}')
        (directory / f"{slot}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def train(gold: Sequence[Gold], start: Path | None, directory: Path, note: str, rounds: int) -> None:
    """Train on the documents, beginning with the weights in ``start`` (None: the bundled ones)."""
    sureness = {"count": 1.0}
    source = start
    for _ in range(rounds):
        weights = fit_all(learn_from(gold, source))
        write({**weights, "sureness": sureness}, directory, note)
        source = directory


def cross_validate(gold: Sequence[Gold], start: Path | None) -> tuple[list[Judged], list[Example], int]:
    """What documents get from weights that have not seen them: the facts judged, the decisions, and how many facts there are."""
    judged: list[Judged] = []
    examples: list[Example] = []
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            seen = [item for index, item in enumerate(gold) if index % FOLDS != fold]
            unseen = [item for index, item in enumerate(gold) if index % FOLDS == fold]
            train(seen, start, Path(folder), "fold", 1)
            lesson = learn_from(unseen, Path(folder))
            judged += lesson.judged
            examples += lesson.examples
    return judged, examples, sum(len(item.annotation["facts"]) for item in gold)


def report(judged: Sequence[Judged], wanted: int) -> None:
    """Precision, recall and F1 of the facts."""
    right = sum(fact.right for fact in judged)
    precision, recall = right / len(judged), right / wanted
    print(
        f"facts on unseen documents: P {precision:.3f}  R {recall:.3f}  F1 {2 * right / (len(judged) + wanted):.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="*", help="annotated documents (default: the open gold)")
    parser.add_argument("--check", action="store_true", help="cross-validate only")
    parser.add_argument("--output", type=Path, default=DIRECTORY, help="directory of the weights")
    arguments = parser.parse_args()
    paths = arguments.gold or [DATA / f"{name}.jsonl" for name in OPEN]
    gold = read_gold(paths)
    judged, _, wanted = cross_validate(gold, None)
    report(judged, wanted)
    if arguments.check:
        return
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]
    note = f"Learnt by bench/train_linking.py from {len(gold)} documents (sha256 {digest}); not written by hand."
    train(gold, None, arguments.output, note, ROUNDS)
    write({"sureness": fit_sureness(judged, SURENESS_PENALTY)}, arguments.output, note)


if __name__ == "__main__":
    main()
