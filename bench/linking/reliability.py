"""How far confidences can be trusted: of the facts said to be right with 0.9, how many are.

    python -m bench.linking.reliability GOLD.jsonl...

Use annotated documents that `bench/linking/train.py` has not learnt from (tests/data/gold_own_held*.jsonl).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from bench.linking.examples import Judged, learn_from, read_gold

BANDS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
THRESHOLDS = (0.8, 0.9, 0.95, 0.97)


def report(judged: Sequence[Judged]) -> None:
    """Print, per band of confidence and above some thresholds, how many facts are right."""
    print(f"{'confidence':>12}{'facts':>8}{'mean':>8}{'right':>8}")
    for low, high in pairwise(BANDS):
        band = [fact for fact in judged if low <= fact.fact.confidence < high]
        if band:
            mean = sum(fact.fact.confidence for fact in band) / len(band)
            print(
                f"{low:7.2f}–{min(high, 1):.2f}{len(band):8}{mean:8.3f}{sum(f.right for f in band) / len(band):8.3f}"
            )
    for threshold in THRESHOLDS:
        kept = [fact for fact in judged if fact.fact.confidence >= threshold]
        if kept:
            share = sum(fact.right for fact in kept) / len(kept)
            print(f"at least {threshold:.2f}: {len(kept)} of {len(judged)} facts, {share:.3f} right")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="+")
    report(learn_from(read_gold(parser.parse_args().gold), None).judged)


if __name__ == "__main__":
    main()
