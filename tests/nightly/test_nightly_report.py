"""The report of a run, and the facts shown to somebody new."""

from __future__ import annotations

from nightly.report import SourceLine, markdown
from nightly.showcase import count_text, place_text

QUIET = SourceLine("b-site", "B", 0, 0, 40, 0, 90, 12)
BUSY = SourceLine("a-site", "A", 12, 10, 1200, 31, 2400, 300)


def test_busy_sources_are_listed_quiet_ones_counted_and_all_added_up():
    text = markdown("Run 3", [BUSY, QUIET], [])
    assert text.splitlines() == [
        "# Run 3",
        "",
        "| source        | new pages | new articles | articles | new facts | facts | flagged |",
        "| ------------- | --------: | -----------: | -------: | --------: | ----: | ------: |",
        "| a-site        |        12 |           10 |    1,200 |        31 | 2,400 |     300 |",
        "| all 2 sources |        12 |           10 |    1,240 |        31 | 2,490 |     312 |",
        "",
        "Nothing new from 1 of them.",
        "",
        "All is well.",
    ]


def test_what_needs_attention_stands_at_the_end():
    text = markdown("Run 3", [BUSY], ["a-site: 2 pages failed", "a-site: its pages seem to have changed"])
    assert text.endswith(
        "## Needs attention\n\n- a-site: 2 pages failed\n- a-site: its pages seem to have changed"
    )
    assert "All is well" not in text



def test_a_count_is_shown_as_a_reader_writes_it():
    assert count_text(136000.0, None, "at_least") == "≥ 136,000"
    assert count_text(10.0, 15.0, "exact") == "10–15"
    assert count_text(86000000.0, None, "approx") == "≈ 86,000,000"


def test_a_place_is_shown_with_leaf_and_province():
    assert place_text("xã A | huyện B | tỉnh C") == "xã A, C"
    assert place_text("tỉnh C") == "tỉnh C"
