"""Texts that invite a rule to look at everything again for each thing it finds: twice the text, about twice the time."""

import runpy
from pathlib import Path

import pytest

from extract.document import Extractor

BENCH = runpy.run_path(str(Path(__file__).parent.parent.parent / "bench" / "hostile.py"))
SCALE = 0.05  # of what `python bench/hostile.py` takes
# Four would be quadratic. The bench, with ten times the text and less noise, allows less.
HIGHEST_RATIO = 3.2
TOO_SHORT_TO_TELL = 0.3  # seconds


@pytest.fixture(scope="module")
def extractor():
    extractor = Extractor()
    BENCH["seconds_for"](extractor, BENCH["CASES"]["article of 1 MB"](0.02))
    return extractor


def ratio(extractor, case):
    """Seconds for twice the text, and how many times as long that takes."""
    make, seconds_for = BENCH["CASES"][case], BENCH["seconds_for"]
    twice = seconds_for(extractor, make(2 * SCALE))
    return twice, twice / seconds_for(extractor, make(SCALE))


@pytest.mark.slow
@pytest.mark.parametrize("case", BENCH["CASES"])
def test_time_grows_with_the_text_and_no_faster(extractor, case):
    for _ in range(3):  # a busy machine may spoil one measurement
        twice, times = ratio(extractor, case)
        if twice < TOO_SHORT_TO_TELL or times < HIGHEST_RATIO:
            break
    assert twice < 20
    assert twice < TOO_SHORT_TO_TELL or times < HIGHEST_RATIO
