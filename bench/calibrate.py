"""How far confidences can be trusted, and the rates that would make them true.

    python bench/calibrate.py GOLD.jsonl...            reliability of the present rates
    python bench/calibrate.py --fit GOLD.jsonl...      rates fitted to these documents, as lines for lexicon/facts.toml

A fact's confidence is the product of one rate for how its model was found, one for its place, and one for each flag.
Fitted by gradient descent on the log loss, each rate drawn towards 0.95 as if twenty facts had said so, so that a rule seen
twice says little.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from extract.document import Extractor
from extract.errors import DocumentError
from extract.evaluation import same_fact
from extract.jsonlines import extraction_as_dict, read_documents
from extract.records import Fact

BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
PRIOR, WEIGHT = 0.95, 20.0
STEPS, RATE = 4000, 0.01


def judged(paths: list[Path]) -> Iterator[tuple[Fact, bool]]:
    """Every fact the extractor finds in the gold documents, with whether gold has it."""
    extractor = Extractor()
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        for line, document in zip(lines, read_documents(lines), strict=True):
            if isinstance(document, DocumentError):
                raise SystemExit(f"{path}: {document}")
            left = list(json.loads(line)["facts"])
            extraction = extractor.extract(document)
            for fact, written in zip(extraction.facts, extraction_as_dict(extraction)["facts"], strict=True):
                hit = next((gold for gold in left if same_fact(gold, written)), None)
                if hit is not None:
                    left.remove(hit)
                yield fact, hit is not None


def keys_of(fact: Fact) -> list[str]:
    """The rates that make up a fact's confidence."""
    kind = "count" if fact.value is not None else "presence"
    slots = {link.slot: link.rule for link in fact.links}
    model = slots["model"] if kind == "count" else "presence"
    return [f"model_{model}", f"locality_{slots['locality']}", *(f"flag_{flag}" for flag in fact.flags)]


def fit(facts: list[tuple[Fact, bool]]) -> dict[str, float]:
    """The rate of each key that explains the judgements best."""
    names = sorted({key for fact, _ in facts for key in keys_of(fact)})
    column = {name: index for index, name in enumerate(names)}
    used = np.zeros((len(facts), len(names)))
    for row, (fact, _) in enumerate(facts):
        for key in keys_of(fact):
            used[row, column[key]] = 1
    right = np.array([good for _, good in facts], dtype=float)
    weights = np.full(len(names), np.log(PRIOR / (1 - PRIOR)))
    for _ in range(STEPS):
        rates = 1 / (1 + np.exp(-weights))
        chance = np.clip(np.exp(used @ np.log(rates)), 1e-6, 1 - 1e-6)
        slope = (right - chance) / (1 - chance)  # derivative of the log likelihood by log chance
        gradient = (used.T @ slope) * (1 - rates) + WEIGHT * (PRIOR - rates)
        weights += RATE * gradient
    return dict(zip(names, 1 / (1 + np.exp(-weights)), strict=True))


def reliability(facts: list[tuple[Fact, bool]]) -> None:
    """Print, per band of confidence, how many facts are right."""
    print(f"{'confidence':>14}{'facts':>8}{'mean':>8}{'right':>8}")
    for low, high in pairwise(BANDS):
        band = [(fact, good) for fact, good in facts if low <= fact.confidence < high]
        if band:
            mean = sum(fact.confidence for fact, _ in band) / len(band)
            share = sum(good for _, good in band) / len(band)
            print(f"{low:7.2f}–{min(high, 1):.2f}{len(band):10}{mean:8.3f}{share:8.3f}")
    for threshold in (0.8, 0.85, 0.9, 0.95):
        kept = [good for fact, good in facts if fact.confidence >= threshold]
        if kept:
            print(
                f"at least {threshold:.2f}: {len(kept)} of {len(facts)} facts, {sum(kept) / len(kept):.3f} right"
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--fit", action="store_true", help="print fitted rates")
    arguments = parser.parse_args()
    facts = list(judged(arguments.gold))
    if not arguments.fit:
        reliability(facts)
        return
    for name, rate in fit(facts).items():
        seen = sum(name in keys_of(fact) for fact, _ in facts)
        print(f"{name} = {rate:.2f}  # {seen}")


if __name__ == "__main__":
    main()
