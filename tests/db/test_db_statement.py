"""The identity of a statement: what may change without making it another one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from db.statement import statement_id

BASE = ("https://bao.example/1", "Toàn xã có 2 mô hình.", "tieng keng", 2.0, "mô hình", 0)


def test_spaces_in_the_sentence_and_the_way_a_number_is_kept_do_not_matter():
    assert statement_id(*BASE) == statement_id(
        BASE[0], "  Toàn  xã\u00a0có\t2 mô hình. ", BASE[2], 2, *BASE[4:]
    )


def test_every_part_makes_another_statement():
    others = ("https://bao.example/2", "Toàn xã có 3 mô hình.", None, 2.5, "điểm", 1)
    changed = [(*BASE[:i], other, *BASE[i + 1 :]) for i, other in enumerate(others)]
    assert len({statement_id(*parts) for parts in (BASE, *changed)}) == 7


def test_the_id_is_pinned_because_decisions_of_editors_hang_on_it():
    assert statement_id(*BASE) == "b9d09ed39e4fb3709076"


WORD = st.text(alphabet="abcđ", min_size=1)


@given(WORD, WORD, st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)))
def test_parts_never_run_into_each_other(first, second, value):
    one = statement_id("u", first, second, value, "tổ", 0)
    assert len(one) == 20
    assert one == statement_id("u", first, second, value, "tổ", 0)
    assert one != statement_id("u" + first, second, None, value, "tổ", 0)
    assert one != statement_id("u", first + second, None, value, "tổ", 0)
